"""Check the links of a text: which addresses are allowed, and that they lead where their words say.

Takes a link of Python-Markdown's tree; returns a `LinkFound`, which is checked further when all addresses are known, and
problems. Called by `reading`.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import unquote, urlsplit
from xml.etree.ElementTree import Element

from markdown.util import ETX, STX

from plugins.core.guessed_addresses import guess_address
from plugins.core.invisible import HELP, clean, explain
from plugins.core.kinds.addresses import check_web_address, is_email
from plugins.core.kinds.kind import KindError
from plugins.core.kinds.telephone import Telephone, read_telephone
from plugins.core.mail import make_mail_link, read_mail_link
from plugins.core.markdown.dialect import OF_MARK, plain_words
from plugins.core.markdown.nodes import LinkFound
from plugins.core.markdown.seeking import Seek
from plugins.core.places import Place
from plugins.core.problems import Problem, warning
from plugins.core.swedish import quote
from plugins.core.web import ENDINGS, ascii_email, is_local_address


def check_link(element: Element, seek: Seek) -> tuple[LinkFound | None, list[Problem]]:
    """Check a link and normalise its address; return None in place of the link if the address is not allowed."""
    # Python-Markdown writes automatic mail links as entities with a placeholder for the ampersand
    href = html.unescape(str(element.get("href", "")).replace(f"{STX}amp{ETX}", "&"))
    if mark := element.attrib.pop(OF_MARK, ""):
        found, problems = _check(element, href, seek.words(mark))
        return found, [replace(problem, suggestion=None) for problem in problems]  # the address is not in the text
    return _check(element, href, seek.address(href))


def unlink_marks(root: Element) -> None:
    """Turn marks that became links within a link into plain words: the outer link stays."""
    for link in root.iter("a"):
        for inner in [*link.iter("a")][1:]:
            if inner.attrib.pop(OF_MARK, ""):
                inner.tag = "span"
                del inner.attrib["href"]


def _check(element: Element, href: str, place: Place) -> tuple[LinkFound | None, list[Problem]]:
    pictures = [str(picture.get("alt", "")) for picture in element.iter("img")]
    name = " ".join(" ".join([*element.itertext(), *pictures]).split())
    if clean(href) != href.strip():
        return None, [report_invisible_signs(href, place)]
    problems = []
    if not name and not pictures:
        problems.append(Problem(place, "tom-lank", "Länken har ingen text att klicka på."))
    if href[:4].lower() == "tel:" and (telephone := _number_of(_number_in(href))):
        href = telephone.link
        element.set("href", href)
    elif (mail := _mail_of(href)) is not None:
        href = mail
        element.set("href", href)
    elif problem := _check_address(href, place):
        return None, [*problems, problem]
    shown = plain_words(name)
    return LinkFound(href, place, name=shown), [*problems, *_check_name(href, shown, place)]


def report_invisible_signs(address: str, place: Place) -> Problem:
    """Return the problem of an address with invisible characters."""
    right = place.rewritten(address, clean(address).replace(" ", ""))
    return Problem(place, "osynligt-tecken", explain(address), help=(HELP,), suggestion=right)


def _mail_of(href: str) -> str | None:
    """Return a mail link in normal form; None if it is none, or cannot be parsed."""
    if href[:7].lower() != "mailto:" or (read := read_mail_link(href)) is None:
        return None
    address, fields = ascii_email(read[0]), read[1]
    others = re.split(r"(?:(?<!\s)\s+)?[,;]\s*", ",".join(fields.get(name, "") for name in ("cc", "bcc")))
    if not is_email(address) or not all(is_email(other) for other in others if other):
        return None
    return make_mail_link(address, fields)


def _check_address(href: str, place: Place) -> Problem | None:
    """A link leads to https:, http:, mailto:, tel:, a path from the root, or an id; nothing else."""
    if href.startswith("#"):
        is_id = re.fullmatch(r"#[\w-]+", href)
        return None if is_id else Problem(place, "fel-adress", f"{quote(href)} är inget ställe på sidan.")
    if href.startswith("/") and not href.startswith("//"):
        if re.fullmatch(r"/[\w./~%-]*(?:#[\w-]+)?", href) and ".." not in href:
            return None
        return Problem(place, "fel-adress", f"Adressen {quote(href)} innehåller ett tecken som inte får stå där.")
    scheme, _, rest = href.partition(":")
    match scheme.lower().strip():
        case "https" | "http":
            return _check_web(href, place)
        case "tel":
            if problem := _check_telephone(href, place):
                return problem
        case "mailto" if "?" in rest and is_email(rest.partition("?")[0]):
            message = f"Länken fyller i något i mejlet som inte går att läsa: {quote(rest.partition('?')[2])}."
            help_line = "Skriv till exempel mailto:namn@example.org?subject=Fråga om mål 2&body=Hej!"
            return Problem(place, "fel-adress", message, (help_line,))
    return _report_unknown(href, place)


def _check_web(href: str, place: Place) -> Problem | None:
    try:
        check_web_address(href)
    except KindError as error:
        if not is_local_address(href):  # checked when it is known whether the page exists
            return Problem(place, error.code, error.message, help=error.help)
    return None


def _check_telephone(href: str, place: Place) -> Problem | None:
    try:
        read_telephone(_number_in(href))
    except KindError as error:
        suggestion = place.rewritten(href, f"tel:{error.right}") if error.right else None
        return Problem(place, error.code, error.message, error.help, suggestion)
    return None


def _report_unknown(href: str, place: Place) -> Problem:
    """Return the problem of an address that is not allowed, with what was probably meant."""
    if re.match(r"(?:file:|[A-Za-z]:[\\/])", href):
        message = f"Länken leder till {quote(href)}, en fil som bara finns på din dator."
        help_line = "Lägg filen i mappen content/bilder/ och skriv /bilder/ och filens namn."
        return Problem(place, "fel-adress", message, (help_line,))
    help_lines = ("En sida på webbplatsen skrivs från roten, /mal-2/. En annan webbplats skrivs med https:// först.",)
    if not href.strip():
        return Problem(place, "fel-adress", "Länken har ingen adress.", help=help_lines)
    right = _guess_meant(href)
    suggestion = place.rewritten(href, right) if right else None
    return Problem(
        place, "fel-adress", f"Länken leder till {quote(href)}, som inte är en tillåten adress.", help_lines, suggestion
    )


def _guess_meant(href: str) -> str | None:
    """Return the address that was probably meant by one that is not allowed, or None."""
    if page := _PAGE_FILE.fullmatch(href):
        return _address_of_file(page)
    if href.startswith("//"):
        return f"https:{href}"
    if re.match(r"www\.", href):
        return f"https://{href}"
    if is_email(address := re.sub(r"^mailto:(?://)?\s*", "", href, flags=re.IGNORECASE).strip()):
        return f"mailto:{address}"
    if re.fullmatch(r"[\w-]+(?:/[\w-]+)*/?(?:#[\w-]+)?", href):
        return f"/{href}" if "#" in href or href.endswith("/") else f"/{href}/"
    return None


_SHOWN_NUMBER = re.compile(r"(?<![\w+])(?:\+|0)[0-9][0-9 ()./\u00a0–-]{5,}[0-9]")


def _check_name(href: str, name: str, place: Place) -> Iterator[Problem]:
    """A link that shows a number or an address leads to that one."""
    scheme, _, rest = href.partition(":")
    if scheme == "tel":
        shown = [found[0] for found in _SHOWN_NUMBER.finditer(name)]
        said = {number.link: number for number in map(_number_of, shown) if number}
        if len(said) == len(shown) == 1 and href not in said:
            (number,) = said.values()
            message = f"I texten står numret {number.shown}, men länken ringer {read_telephone(rest).shown}."
            help_line, right = _put_right(place, number.link)
            yield Problem(place, "fel-lank", message, (help_line,), right)
    elif scheme == "mailto" and is_email(ascii_email(name)) and ascii_email(name).casefold() != rest.partition("?")[0].casefold():
        message = f"I texten står adressen {name}, men länken går till {rest.partition('?')[0]}."
        help_line, right = _put_right(place, f"mailto:{name}")
        yield Problem(place, "fel-lank", message, (help_line,), right)
    elif scheme in ("https", "http") and (shown_host := _host_shown(name)):
        host = urlsplit(href).hostname or ""
        if f".{host}".endswith(f".{shown_host}"):
            return
        message = f"I texten står adressen {name}, men länken leder till {host}."
        help_line, right = _put_right(place, name if "://" in name else f"https://{name}")
        yield replace(warning(place, "annan-adress", message, help_line), suggestion=right)  # one may redirect to the other


def _put_right(place: Place, address: str) -> tuple[str, str | None]:
    """Return the advice for a link that shows one thing and leads to another, and the line with the address corrected."""
    written = re.match(r"[^)>\n]*", place.written[place.column - 1 :])
    return "Är det texten som är fel: rätta den.", place.rewritten(written[0], address) if written else None


_PAGE_FILE = re.compile(r"(?:\.{0,2}/)*(?:content/)?(?:(?P<folder>[\w-]+)/)?(?P<name>[\w-]+)\.md(?P<anchor>#[\w-]+)?")


def _address_of_file(page: re.Match[str]) -> str:
    """Guess the address of the page that a file becomes; `site.checks.suggestions` drops guesses that lead to no page."""
    address = guess_address(page["folder"] or "", page["name"])
    return address if address == "/" else f"{address}{page['anchor'] or ''}"


def _number_in(href: str) -> str:
    """Return what follows `tel:`, decoded."""
    return unquote(href[4:]).strip("/ ")


def _number_of(written: str) -> Telephone | None:
    try:
        return read_telephone(written)
    except KindError:
        return None


_SHOWN_ADDRESS = re.compile(rf"(?:https?://)?(?P<host>(?:[\w-]+\.)+(?:{ENDINGS}))(?:[:/?#]\S*)?", re.IGNORECASE)


def _host_shown(name: str) -> str | None:
    """Return the host of an address that is the whole name of a link, without `www.`; None for other words."""
    found = _SHOWN_ADDRESS.fullmatch(name.strip())
    return found["host"].casefold().removeprefix("www.") if found else None
