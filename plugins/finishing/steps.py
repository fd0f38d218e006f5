"""The finishing steps: changes to the HTML of a rendered page, with one parse for all of them.

A step is a function that changes a parsed page; steps do not depend on each other.
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
from plugins.finishing.bare_headings import replace_bare_headings
from plugins.finishing.languages import LanguageLinks, find_tag, rewrite_links

Step = Callable[[LexborHTMLParser, Language], None]
"""Changes a page in a language. The page's address is in its `link[rel=canonical]`, which the example of a component lacks. A
step must leave alone text in other languages (`is_foreign`) and in the elements of `UNTOUCHED` (`is_untouched`);
`tests/rooms/test_steps.py` runs each step on an awkward page."""


def finish_page(
    html: str,
    language: Language,
    translation: LanguageLinks | None = None,
    gone: Collection[str] = (),
    own: str = "",
    hidden: Mapping[str, str] = MappingProxyType({}),
) -> str:
    """Return a page after all steps, serialised as the HTML standard says.

    `translation` is given for a page in a language other than the site's own. Links to an address in `gone`, which may be one on
    the page (`#kontakt`), are replaced by their text; that also holds for absolute links, of which `own`, any address on the
    site, gives the host. Links to an address in `hidden` (only in a preview) get the reason why visitors do not see that page.
    """
    tree = LexborHTMLParser(resolve(html))
    unlink(tree, gone, own)
    for step in STEPS:
        step(tree, language)
    if translation is not None:
        rewrite_links(tree, language, translation)
    mark_links_to_hidden(tree, hidden)
    # The standard serialises U+00A0 as an entity, three times as many bytes; any other `&` is `&amp;`.
    written = (tree.html or "").replace("&nbsp;", NO_BREAK_SPACE)
    return f"{_BLANK_LINES.sub(chr(10), written).strip()}\n"


_BLANK_LINES = re.compile(r"\n\s*\n")
"""Blank lines left by templates; no page has preformatted text (`pre`)."""


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
"""Spaces at which a line must not break in any language, according to *Svenska skrivregler* of the Language Council (Språkrådet).
Each pattern begins with the space, so that it is tried at spaces only."""


@cache
def find_ties(language: Language) -> tuple[re.Pattern[str], ...]:
    """Return patterns of spaces at which a line must not break in a language: before a unit or a month, and before a number."""
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
"""Telephone numbers as `core/kinds/telephone.py` formats them (area code, hyphen, groups), and international ones."""
_RANGE = re.compile(r"(?<=\d–)(?=\d)")
"""Where a range could break: `80–90`, `8.00–15.00`. Browsers break after a dash (Unicode Standard Annex 14, class BA)."""
WORD_JOINER = "\u2060"
"""An invisible character at which a line does not break."""

_DIGIT = re.compile(r"\d")
UNTOUCHED = {"title", "script", "style", "pre", "code", "textarea"}
"""Elements whose text no step changes."""
_SPACES = " \n"
"""Characters at which a line may break; editors break lines within paragraphs."""
_IN_LINE = {"a", "abbr", "b", "em", "i", "span", "strong", "time"}
"""Inline elements that may hold a number or its unit: in bold, or kept whole in a table (`core/markdown/tables.py`)."""
_NEAR = 24
"""Characters of such an element that are matched together with the text beside it."""


def tie_words(tree: LexborHTMLParser, language: Language) -> None:
    """Put no-break spaces where a line must not break: `12 352 kr`, `mål 11`, `020-50 50 50`; and word joiners in `80–90`.

    The number or its unit may be in an element of its own (`**10** kr`); a text of only a space between two elements comes from a
    template, and is left alone. Text in another language gets only the rules of all languages (`_ANYWHERE`).
    """
    tie = _find_tie(language)
    for node in list(tree.root.traverse(include_text=True, skip_empty=True)) if tree.root else ():
        text = node.text_content
        if not text:
            continue
        before = _read_beside(node.prev)[-_NEAR:] if text[0] in _SPACES else ""
        after = _read_beside(node.next)[:_NEAR] if text[-1] in _SPACES else ""
        if not ("–" in text or ((" " in text or "\n" in text) and _DIGIT.search(f"{before}{text}{after}"))):
            continue  # nothing to tie without a dash, or a space and a digit
        tied = tie(before, text, after)
        if tied != text and is_foreign(node):
            tied = _find_tie(None)(before, text, after)
        if tied != text and not is_untouched(node):
            node.replace_with(tied)


def _read_beside(node: LexborNode | None) -> str:
    """Return the text of a sibling if it is an inline element; else an empty string."""
    return node.text() if node is not None and node.tag in _IN_LINE else ""


@cache
def _find_tie(language: Language | None) -> Callable[[str, str, str], str]:
    """Return a function of `(before, text, after)` that ties `text` by the rules of a language; None: those of all languages."""
    patterns = (*(pattern for pattern, _ in _ANYWHERE), *(find_ties(language) if language else ()))

    @lru_cache(maxsize=1024)  # menus and footers have the same words on every page
    def tie(before: str, text: str, after: str) -> str:
        tied = f"{before}{text}{after}".replace("\n", " ")
        for telephone in _TELEPHONES:
            tied = telephone.sub(lambda found: found[0].replace(" ", NO_BREAK_SPACE), tied)
        for pattern in patterns:
            tied = pattern.sub(NO_BREAK_SPACE, tied)
        tied = tied[len(before) : len(before) + len(text)]  # so far characters were replaced one by one
        if "\n" in text:
            tied = "".join("\n" if old == "\n" and new == " " else new for old, new in zip(text, tied, strict=True))
        return _RANGE.sub(WORD_JOINER, tied) if "–" in text else tied  # the pattern would be tried at every character

    return tie


def scope_headers(tree: LexborHTMLParser, _language: Language) -> None:
    """Set `scope="col"` on the header cells of tables, for screen readers."""
    for cell in tree.css("thead th:not([scope])"):
        cell.attrs["scope"] = "col"


HEADINGS = "h1, h2, h3, h4, .hero__subheading, .band__text, .tiles a > span, .footer .way"
"""Selector of large type. A line in large type that is not a heading is listed here by its class; also in the rule with
`text-wrap: balance` in `newer.css` if its lines are to be balanced."""
CARDS = ".weave__words, .weave__local, .goals-nav__name, .register .details__row > *"
"""Selector of the narrowest columns: the table and the index of goals, and the facts of a partner. They have no title, address,
id or data."""
LONG_IN_HEADING = 14
"""Letters of the shortest word that gets soft hyphens in a heading: a shorter one fits a line of a phone of 320 pixels, and
hyphens are ugly in large type."""


def soften_words(tree: LexborHTMLParser, language: Language) -> None:
    """Put soft hyphens in long words of headings and cards, by the rules of the language; browsers hyphenate running text."""
    for node in tree.css(HEADINGS):
        _change_text(node, lambda text: soften(text, language, LONG_IN_HEADING))
    for node in tree.css(CARDS):
        _change_text(node, lambda text: soften(text, language))


def _change_text(element: LexborNode, change: Callable[[str], str]) -> None:
    for node in list(element.traverse(include_text=True, skip_empty=True)):
        text = node.text_content
        if text and (changed := change(text)) != text and not is_foreign(node) and not is_untouched(node):
            node.replace_with(changed)


def set_directions(tree: LexborHTMLParser, language: Language) -> None:
    """Set `dir` on elements in a language whose text direction differs from the page's."""
    for part in tree.css("body [lang]"):
        direction = find_direction(part.attributes.get("lang") or "")
        if direction != language.dir:
            part.attrs["dir"] = direction


def is_foreign(node: LexborNode) -> bool:
    """Return whether a node is within an element with a language of its own (`lang`)."""
    return find_tag(node.parent) is not None


def is_untouched(node: LexborNode) -> bool:
    """Return whether a node is within an element of `UNTOUCHED`, at any depth."""
    above = node.parent
    while above is not None and above.tag not in UNTOUCHED:
        above = above.parent
    return above is not None


def unlink(tree: LexborHTMLParser, gone: Collection[str], own: str) -> None:
    """Replace links to an address in `gone` by their text: to pages that have ended, or to anchors that do not exist today.

    A heading that has become bare by that is removed.
    """
    dead = [link for link in tree.css("a[href]") if _leads_to(link, gone, own)] if gone else []
    if dead:
        with replace_bare_headings(tree):
            for link in dead:
                link.unwrap()


def _leads_to(link: LexborNode, gone: Collection[str], own: str) -> bool:
    address = link.attributes.get("href") or ""
    path = path_on(own, address)
    return address in gone or path in gone or bool(path and f"{path}/" in gone)


def mark_links_to_hidden(tree: LexborHTMLParser, hidden: Mapping[str, str]) -> None:
    """Add to each link in `main` to a hidden page the reason why it is hidden, in its text and its accessible name."""
    for link in tree.css("main a[href]") if hidden else ():
        if why := hidden.get((link.attributes.get("href") or "").partition("#")[0]):
            if label := link.attributes.get("aria-label"):
                link.attrs["aria-label"] = f"{label} ({why})"
            texts = [(node, node.text_content or "") for node in link.traverse(include_text=True, skip_empty=True)]
            for node, text in [one for one in texts if _LETTER.search(one[1])][-1:]:
                node.replace_with(f"{text.rstrip()} ({why})")


_LETTER = re.compile(r"[^\W\d_]")


def remove_buttons_to_self(tree: LexborHTMLParser, _language: Language) -> None:
    """Remove buttons that lead to the page itself; a block with such a button may be used on that page too."""
    links = tree.css("p > strong:only-child > a")
    canonical = tree.css_first("link[rel=canonical]") if links else None
    own = urlsplit(canonical.attributes.get("href") or "").path if canonical else ""
    to_itself = [(link, link.parent.parent) for link in links if link.parent and own and link.attributes.get("href") == own]
    if to_itself:
        with replace_bare_headings(tree):
            for link, paragraph in to_itself:
                if paragraph and paragraph.text() == link.text():
                    paragraph.decompose()


def mark_lone_links(tree: LexborHTMLParser, _language: Language) -> None:
    """Add the class `lone` to a link that is alone in its paragraph, so that CSS can make it as tall as a touch target."""
    for link in tree.css(".prose > p > a:only-child"):
        if link.parent and link.parent.text() == link.text():
            classes = (link.attributes.get("class") or "").split()
            link.attrs["class"] = " ".join([*(one for one in classes if one != "lone"), "lone"])


STEPS: tuple[Step, ...] = (remove_buttons_to_self, mark_lone_links, tie_words, soften_words, scope_headers, set_directions)

CHANGE_WORDS: frozenset[Step] = frozenset({remove_buttons_to_self})
"""The steps that change the words that visitors read; a test checks that the others change none."""
