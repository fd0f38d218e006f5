"""Kinds of addresses: e-mail addresses, web addresses, link targets, and files to download.

Parse a `Text` and return an address that is safe to link to, or raise `KindError` with a suggestion. Called by `Kind`, and by
`core.markdown` for links in texts.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from plugins.core.guessed_addresses import ROOT_FOLDERS, guess_address
from plugins.core.intake.documents import ending_of, kinds
from plugins.core.kinds.kind import Kind, KindError, find_several
from plugins.core.known_pages import CONTACT, address_of
from plugins.core.source.sources import Text
from plugins.core.swedish import join_words, quote
from plugins.core.web import ascii_email, encode_host, is_local_address

_EMAIL = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._+-]*[A-Za-z0-9_+-])?@(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,}")


def is_email(written: str) -> bool:
    """Return whether `written` is an e-mail address in the simple form that every program accepts."""
    return bool(_EMAIL.fullmatch(written)) and ".." not in written


_AT = r"(?:(?<!\s)\s+)?(?:[(\[{](?:at|a|snabel-?a)[)\]}]|@+)\s*|(?<!\s)\s+(?:at|snabel-?a)\s+"
"""How people write @ to hide an address from robots, or by mistake."""


def _parse_email(text: Text) -> str:
    if is_email(plain := ascii_email(text.value)):
        return plain
    plain = re.sub(_AT, "@", text.value, flags=re.IGNORECASE).removeprefix("mailto:").strip(" .,;<>")
    inside = re.search(r"<([^<>\s]+)>|\(mailto:([^()\s]+)\)|^([^\s@]+@\S+)\s+\(.*\)$", plain + (">" if "<" in plain else ""))
    candidates = [plain, plain.replace(",", "."), *(group for group in (inside.groups() if inside else ()) if group)]
    right = next((candidate for candidate in candidates if is_email(candidate)), None)
    help_lines = ["Skriv till exempel namn@example.org, utan mellanslag, och utan å, ä och ö före @."]
    if sum(is_email(part) for part in find_several(text.value)) > 1:
        help_lines.insert(0, "Här får stå en adress. Gör en kontakt till för den andra.")
    raise KindError(f"{quote(text.value)} är ingen e-postadress.", *help_lines, code="fel-epost", right=right)


def _parse_web_address(text: Text) -> str:
    try:
        return check_web_address(text.value)
    except KindError as error:
        error.right = error.right or _guess_web_address(text.value)
        if is_local_address(text.value):
            error.message = f"{quote(text.value)} finns bara på din egen dator: där visas förhandsvisningen."
        elif is_email(text.value.removeprefix("mailto:")):
            error.message = f"{quote(text.value)} är en e-postadress. Här ska stå en webbadress."
        elif not re.search(r"[./:]", text.value):
            error.without = "Finns det ingen webbplats: ta bort raden."
        raise


def _guess_web_address(written: str) -> str | None:
    """Return the address that was probably meant, if `https://` is misspelt or the address has markup around it; else None."""
    if found := re.fullmatch(r"\[[^\]]*\]\(([^)\s]+)\)|<([^<>\s]+)>|(https?://\S+?)[.,;]?\s+\([^)]*\)", written):
        plain = next(group for group in found.groups() if group)
    else:
        plain = re.sub(r"^h?t{1,3}ps?\s*+(?:[:;.,]\s*+)?[/\\]{1,3}\s*", "https://", written, flags=re.IGNORECASE)
    try:
        check_web_address(plain)
    except KindError as error:
        return error.right
    return plain if plain != written else None


_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]", re.IGNORECASE)

_PLAIN = re.compile(r"https?://(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9](?:/[A-Za-z0-9/._~%-]*)?")
"""The common form of an address, in which nothing has to be checked or rewritten: a fast path."""


def check_web_address(written: str) -> str:
    """Return an external address that is safe to link to, in ASCII; raise `KindError` for anything else.

    Works as an allow-list: `https://` or `http://`, a host name with a dot, no user name, no spaces or control characters.
    """
    if _PLAIN.fullmatch(written):
        return written
    example = "En adress skrivs med https:// först, till exempel https://www.example.org/."
    if re.search(r"[\s<>\"\\^`{|}\x00-\x1f\x7f]", written):
        raise KindError(f"Adressen {quote(written)} innehåller ett tecken som inte får stå där.", example, code="fel-adress")
    if not re.match(r"https?://", written, re.IGNORECASE):
        right = f"https://{written}" if re.match(r"(?:www\.)?[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}(?:/|$)", written) else None
        raise KindError(f"Adressen {quote(written)} ska börja med https://.", example, code="fel-adress", right=right)
    try:
        parts = urlsplit(written)
        host, port = (parts.hostname or ""), parts.port
        ascii_host = encode_host(host)
    except (ValueError, UnicodeError):
        raise KindError(f"{quote(written)} är ingen webbadress.", example, code="fel-adress") from None
    if not _HOST.fullmatch(ascii_host) or "@" in parts.netloc:
        raise KindError(f"{quote(written)} är ingen webbadress.", example, code="fel-adress")
    netloc = ascii_host + (f":{port}" if port else "")
    return parts._replace(scheme=parts.scheme.lower(), netloc=netloc).geturl()


def _parse_local_address(text: Text) -> str:
    """Parse an address on this site: `/mal-1/`, perhaps with `#id`."""
    if re.fullmatch(r"/(?:[A-Za-z0-9._~-]+/)*(?:[A-Za-z0-9._~-]+)?(?:#[\w-]+)?", text.value) and ".." not in text.value:
        return text.value
    raise KindError(
        f"{quote(text.value)} är ingen adress på den här webbplatsen.",
        "Den börjar med / , till exempel /mal-1/.",
        code="fel-adress",
    )


_PAGE_FILE = re.compile(rf"(?:content/)?(?:(?:{'|'.join(ROOT_FOLDERS)})/)?([A-Za-z0-9_-]+)(?:/|\.md)?")


def _parse_link(text: Text) -> str:
    if text.value.startswith("/"):
        return _parse_local_address(text)
    if is_local_address(text.value):
        return text.value  # checked later, when it is known whether the page exists
    if page := _PAGE_FILE.fullmatch(text.value):
        help_line = "En sida på webbplatsen skrivs /kontakt/, en annan webbplats https://www.example.org/."
        message = f"Adressen {quote(text.value)} ska börja med / eller https://."
        raise KindError(message, help_line, code="fel-adress", right=guess_address("", page[1]))
    return _parse_web_address(text)


def _parse_document(text: Text) -> str:
    """Parse the address of a file in `content/` that is published unchanged: `/bilder/rapport.pdf`."""
    written = text.value
    endings = join_words([f".{ending}" for ending in kinds()], "eller")
    if ending_of(written) not in kinds():
        message = f"{quote(written)} är ingen fil att hämta: den ska sluta på {endings}."
        raise KindError(message, _PUT_FILE, code="fel-adress")
    if not re.fullmatch(r"/(?!content/)(?:[A-Za-z0-9_~-][A-Za-z0-9._~-]*/)+[A-Za-z0-9_~-][A-Za-z0-9._~-]*", written):
        beside = re.fullmatch(r"(?:/?content)?/?(?:bilder/)?([A-Za-z0-9_~-][A-Za-z0-9._~-]*)", written)
        message = f"{quote(written)} är ingen adress till en fil på den här webbplatsen."
        raise KindError(message, _PUT_FILE, code="fel-adress", right=f"/bilder/{beside[1]}" if beside else None)
    return written


_PUT_FILE = (
    "Lägg filen i content/bilder/, med bara a till z, siffror och bindestreck i namnet, "
    "och skriv till exempel /bilder/rapport.pdf."
)
WEB_ADDRESS = Kind(
    "webbadress", _parse_web_address, "https://www.example.org/", "Börjar med https://.", stands_alone=True, leads_to=("web",)
)
_HOW = "En sida här skrivs /kontakt/, en annan webbplats https://www.example.org/."
LINK_ADDRESS = Kind("adress", _parse_link, address_of(CONTACT), _HOW, leads_to=("web", "page"))
_HOW_FILE = "En fil i bilder skrivs /bilder/rapport.pdf."
DOCUMENT_ADDRESS = Kind("fil att hämta", _parse_document, "/bilder/rapport.pdf", _HOW_FILE, leads_to=("file",))
"""A file that is published unchanged; whether it exists, and its contents, are checked as for any link to a file."""


EMAIL = Kind("e-postadress", _parse_email, "namn@example.org", "Till exempel namn@example.org.", stands_alone=True)
