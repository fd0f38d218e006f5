"""Finishing: the last steps on a page's HTML, in one parse.

Stage: after the template. In: a finished page as text. Out: the same with each step done. A step is a function that
changes a parsed page; steps do not know each other.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from functools import cache, lru_cache
from types import MappingProxyType
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from plugins.core.kinds.telephone import SHORT_NUMBERS
from plugins.core.locales.foreign import resolve
from plugins.core.locales.hyphens import soften
from plugins.core.locales.languages import Language, find_direction
from plugins.core.locales.locale import NO_BREAK_SPACE, month_names
from plugins.core.web import path_on
from plugins.finishing.languages import LanguageLinks, lead_within
from plugins.finishing.left_alone import leaving_out_bare

Step = Callable[[LexborHTMLParser, Language], None]
"""Changes a page, which is written in a language. Its own address is that of its `link[rel=canonical]`, which an example of a
component has not. It leaves alone words in another language (`is_foreign`) and what is in an element of `UNTOUCHED`
(`is_untouched`); `tests/rooms/test_steps.py` tries it on an awkward page."""


def finish_page(
    html: str,
    language: Language,
    led: LanguageLinks | None = None,
    gone: Collection[str] = (),
    own: str = "",
    hidden: Mapping[str, str] = MappingProxyType({}),
) -> str:
    """Return the page with every step done, written as the HTML standard has it.

    `led` is of a page in another language than the site's own; what leads to an address in `gone`, which may be one
    on the page (`#kontakt`), is words without a link, also where it is written whole: `own` is an address on the site. What
    leads to an address in `hidden`, as only a preview has them, says why visitors do not meet it.
    """
    tree = LexborHTMLParser(resolve(html))
    unlink(tree, gone, own)
    for step in STEPS:
        step(tree, language)
    if led is not None:
        lead_within(tree, led)
    tell_hidden(tree, hidden)
    # The standard writes this space as an entity, which weighs three times as much; everywhere else `&` is `&amp;`.
    written = (tree.html or "").replace("&nbsp;", NO_BREAK_SPACE)
    return f"{_BLANK_LINES.sub(chr(10), written).strip()}\n"


_BLANK_LINES = re.compile(r"\n\s*\n")
"""Left by templates; no page has text that is shown as it is written (`pre`)."""


_SHORT = "|".join(
    rf"(?<=\b{one} )(?<!\d {one} )(?={two}\b)(?!{two} \d)"
    for one, _, two in (number.partition(" ") for number in SHORT_NUMBERS.values())
    if two
)
_ANYWHERE = (
    (re.compile(f" (?:{_SHORT})"), "in a short telephone number"),
    (re.compile(r" (?<=\d )(?=\d{3}(?!\d))"), "between the groups of a number"),
    (re.compile(r" (?:(?<=\d )(?=%)|(?<=§ )(?=\d))"), "between number and sign"),
    (re.compile(r" (?=– )"), "before a dash, which does not begin a line"),
)
"""Where a space must not break in any language, after *Svenska skrivregler* of the Language Council (Språkrådet). Each begins
with the space, so that it is tried at spaces alone."""


@cache
def find_ties(language: Language) -> tuple[re.Pattern[str], ...]:
    """Return where a space must not break: between number and unit, in a date, and before a number, as the language has them."""
    months = "|".join(map(re.escape, month_names(language)))
    own = [rf" (?:(?<=\b\d )|(?<=\b\d\d ))(?=(?:{months})\b)"]
    if language.units:
        own.append(rf" (?<=\d )(?=(?:{'|'.join(map(re.escape, language.units))})(?!\w))")
    if language.before_number:
        before = "|".join(rf"(?<=\b{re.escape(word)} )" for word in language.before_number)
        own.append(rf" (?=\d)(?i:{before})")
    return tuple(map(re.compile, own))


_TELEPHONES = (
    re.compile(r"0(?<!\w0)\d{1,3}-\d[\d ]*\d"),
    re.compile(r"\+(?<!\w\+)\d{1,3}(?:[ -]\d{1,9}){2,}(?!\d)"),
)
"""Telephone numbers as `core/kinds/telephone.py` writes them: area code, hyphen, groups; and those of other countries."""
_RANGE = re.compile(r"(?<=\d–)(?=\d)")
"""Where a range would break: `80–90`, `8.00–15.00`. A browser breaks after a dash (Unicode Standard Annex 14, class BA)."""
WORD_JOINER = "\u2060"
"""Nothing that is seen, where no line breaks."""

_DIGIT = re.compile(r"\d")
UNTOUCHED = {"title", "script", "style", "pre", "code", "textarea"}
"""Elements in which no step changes a sign."""
_SPACES = " \n"
"""Where a line may break: an editor's own lines end within a paragraph too."""
_IN_LINE = {"a", "abbr", "b", "em", "i", "span", "strong", "time"}
"""What may hold a part of a line: the number alone is in bold, or is kept whole in a table (`core/markdown/tables.py`)."""
_NEAR = 24
"""How many characters of such a part are searched for what is tied to the text beside it."""


def tie_words(tree: LexborHTMLParser, language: Language) -> None:
    """Put fixed spaces where a line must not break, and joiners in ranges: `12 352 kr`, `mål 11`, `020-50 50 50`, `80–90`.

    The number or its word may be an element of its own (`**10** kr`), but a space that is alone between two elements is the
    template's. Words in another language are tied as every language has it: the page's units and months are not theirs.
    """
    tie = _find_tie(language)
    for node in list(tree.root.traverse(include_text=True, skip_empty=True)) if tree.root else ():
        text = node.text_content
        if not text:
            continue
        before = _read_beside(node.prev)[-_NEAR:] if text[0] in _SPACES else ""
        after = _read_beside(node.next)[:_NEAR] if text[-1] in _SPACES else ""
        if not ("–" in text or ((" " in text or "\n" in text) and _DIGIT.search(f"{before}{text}{after}"))):
            continue  # all that is tied has one of these
        tied = tie(before, text, after)
        if tied != text and is_foreign(node):
            tied = _find_tie(None)(before, text, after)
        if tied != text and not is_untouched(node):
            node.replace_with(tied)


def _read_beside(node: LexborNode | None) -> str:
    """Return the words of the part of a line that stands before or after a text; nothing where another thing does."""
    return node.text() if node is not None and node.tag in _IN_LINE else ""


@cache
def _find_tie(language: Language | None) -> Callable[[str, str, str], str]:
    """Return what ties a text between what stands before and after it, as a language has it; None: as every language has."""
    patterns = (*(pattern for pattern, _ in _ANYWHERE), *(find_ties(language) if language else ()))

    @lru_cache(maxsize=1024)  # menus and footers have the same words on every page
    def tie(before: str, text: str, after: str) -> str:
        tied = f"{before}{text}{after}".replace("\n", " ")
        for telephone in _TELEPHONES:
            tied = telephone.sub(lambda found: found[0].replace(" ", NO_BREAK_SPACE), tied)
        for pattern in patterns:
            tied = pattern.sub(NO_BREAK_SPACE, tied)
        tied = tied[len(before) : len(before) + len(text)]  # each sign has become one
        if "\n" in text:
            tied = "".join("\n" if old == "\n" and new == " " else new for old, new in zip(text, tied, strict=True))
        return _RANGE.sub(WORD_JOINER, tied) if "–" in text else tied  # which would be looked for at every sign

    return tie


def scope_headers(tree: LexborHTMLParser, _language: Language) -> None:
    """Say of a table's headings that they head a column, as screen readers want."""
    for cell in tree.css("thead th:not([scope])"):
        cell.attrs["scope"] = "col"


HEADINGS = "h1, h2, h3, h4, .hero__subheading, .band__text, .tiles a > span, .footer .way"
"""What is in large type. A line of that sort that is no heading is named here by its class, and in the rule on balance in
`newer.css` where its lines are to be as long as one another."""
CARDS = ".weave__words, .weave__local, .goals-nav__name, .register .details__row > *"
"""Where words stand narrowest: the table and the index of goals, and facts of a partner beside other logos. No title, link
address, id or data is among them."""
LONG_IN_HEADING = 14
"""Letters: a title breaks by words, for large type shows every hyphen; only a word that a phone of 320 pixels has no line
for may be broken."""


def soften_words(tree: LexborHTMLParser, language: Language) -> None:
    """Let long words break where their language breaks them, in headings and on cards; running text is left to the browser."""
    for node in tree.css(HEADINGS):
        _change_text(node, lambda text: soften(text, language, LONG_IN_HEADING))
    for node in tree.css(CARDS):
        _change_text(node, lambda text: soften(text, language))


def _change_text(element: LexborNode, change: Callable[[str], str]) -> None:
    for node in list(element.traverse(include_text=True, skip_empty=True)):
        text = node.text_content
        if text and (changed := change(text)) != text and not is_foreign(node) and not is_untouched(node):
            node.replace_with(changed)


def turn_parts(tree: LexborHTMLParser, language: Language) -> None:
    """Say of a part in another language which way it is written, where that is not the page's way."""
    for part in tree.css("body [lang]"):
        direction = find_direction(part.attributes.get("lang") or "")
        if direction != language.dir:
            part.attrs["dir"] = direction


def is_foreign(node: LexborNode) -> bool:
    """Tell whether a text is in another language than the page, whose words the page's syllables do not fit."""
    above = node.parent
    while above is not None and above.tag != "html":
        if "lang" in above.attributes:
            return True
        above = above.parent
    return False


def is_untouched(node: LexborNode) -> bool:
    """Tell whether a text is in what no step changes, however deep."""
    above = node.parent
    while above is not None and above.tag not in UNTOUCHED:
        above = above.parent
    return above is not None


def unlink(tree: LexborHTMLParser, gone: Collection[str], own: str) -> None:
    """Leave the words of a link to a page whose last day has passed, or to a place that is gone, and take the link away.

    A heading that was but such a link is left out.
    """
    dead = [link for link in tree.css("a[href]") if _leads_to(link, gone, own)] if gone else []
    if dead:
        with leaving_out_bare(tree):
            for link in dead:
                link.unwrap()


def _leads_to(link: LexborNode, gone: Collection[str], own: str) -> bool:
    address = link.attributes.get("href") or ""
    path = path_on(own, address)
    return address in gone or path in gone or bool(path and f"{path}/" in gone)


def tell_hidden(tree: LexborHTMLParser, hidden: Mapping[str, str]) -> None:
    """Say of each link of the page's own to a page that visitors do not meet why so, where it is read and where it is heard."""
    for link in tree.css("main a[href]") if hidden else ():
        if why := hidden.get((link.attributes.get("href") or "").partition("#")[0]):
            if label := link.attributes.get("aria-label"):
                link.attrs["aria-label"] = f"{label} ({why})"
            texts = [(node, node.text_content or "") for node in link.traverse(include_text=True, skip_empty=True)]
            for node, text in [one for one in texts if _LETTER.search(one[1])][-1:]:
                node.replace_with(f"{text.rstrip()} ({why})")


_LETTER = re.compile(r"[^\W\d_]")


def drop_own_buttons(tree: LexborHTMLParser, _language: Language) -> None:
    """Leave out a button that leads to the page it stands on: a block with one is used on that page too."""
    links = tree.css("p > strong:only-child > a")
    canonical = tree.css_first("link[rel=canonical]") if links else None
    own = urlsplit(canonical.attributes.get("href") or "").path if canonical else ""
    to_itself = [(link, link.parent.parent) for link in links if link.parent and own and link.attributes.get("href") == own]
    if to_itself:
        with leaving_out_bare(tree):
            for link, paragraph in to_itself:
                if paragraph and paragraph.text() == link.text():
                    paragraph.decompose()


def widen_lone_links(tree: LexborHTMLParser, _language: Language) -> None:
    """Mark a paragraph that is a link and nothing else: no words around it, so it may be as high as a finger wants."""
    for link in tree.css(".prose > p > a:only-child"):
        if link.parent and link.parent.text() == link.text():
            classes = (link.attributes.get("class") or "").split()
            link.attrs["class"] = " ".join([*(one for one in classes if one != "lone"), "lone"])


STEPS: tuple[Step, ...] = (drop_own_buttons, widen_lone_links, tie_words, soften_words, scope_headers, turn_parts)

CHANGE_WORDS: frozenset[Step] = frozenset({drop_own_buttons})
"""Those that change the words that visitors read; a test sees that none of the others changes a word."""
