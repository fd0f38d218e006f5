"""Bundle the assets of `theme/` (stylesheets, fonts, icon and scripts) under fingerprinted names.

Stylesheets are plain CSS. A list of `@import`s becomes one stylesheet: `css/goal.css`, `css/pages.css` and `css/table.css` for
the kinds of pages, all of which begin with `css/site.css` and the components that no list names; and besides these,
`css/announcements.css` for pages with announcements, and `css/further.css` for goals beyond the first ones and for preview.
"""

from __future__ import annotations

import hashlib
import re
import string
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from functools import cache, partial
from pathlib import Path
from types import MappingProxyType
from typing import Final

from plugins.assets.paints import fill_paints
from plugins.assets.trim import WORDS_OF_CSS, find_uses, find_uses_of_script, split_rules, trim_css
from plugins.core.cache.keyed_answers import share
from plugins.core.cache.memo import Remember, remember_nothing
from plugins.core.dataclass import dataclass
from plugins.core.looks.goal_looks import GoalLooks, read_goal_looks
from plugins.core.looks.site_mark import read_site_mark
from plugins.core.looks.tokens import Tokens, read_tokens
from plugins.core.system.plain_file import read_plain, read_plain_text

_PROPERTY = re.compile(rf"{WORDS_OF_CSS}|(?<![\w-])(?P<name>--[a-z][\w-]*)", re.DOTALL)
_FROM_WIDTH = re.compile(r"@media \(min-width:([\d.]+)em\)")
_FETCHED = re.compile(rb'href="([^"]+\.css)"')
_IMPORT = re.compile(r"@import\s+\"([^\"]+)\";")
FONTS = ("familjen-grotesk-400", "familjen-grotesk-700")
"""The files of the font, one for each weight."""
STYLESHEETS = ("goal", "pages", "table", "announcements", "further")
"""The lists that become stylesheets."""
EVERY_PAGE: Final = "site.css"
"""The list with the styles of every page, which the lists of the kinds of pages import first."""


@dataclass(frozen=True, slots=True)
class Assets:
    """Addresses of the assets for templates, and the files to write, by path in the output."""

    goal_css: str
    pages_css: str
    table_css: str
    announcements_css: str
    further_css: str
    fonts: Sequence[str]
    icon: str
    script: str
    search_script: str
    ground: str
    """Background colour of pages in the light colour scheme, for `theme-color`."""
    evening_ground: str
    """The same in the dark colour scheme."""
    all_styles: str
    """CSS of all stylesheets together, for preview's page of components."""
    files: Mapping[str, bytes]


def ask_assets(theme: Path) -> tuple[Hashable, Callable[[], Assets]]:
    """Return the question for the assets of pages in left-to-right languages: the key, and the function that makes them.

    The key does not depend on the contents of the theme, so the cache that is asked must.
    """
    return ("assets", "ltr"), partial(build_assets, theme)


def build_assets(theme: Path, direction: str = "ltr") -> Assets:
    """Bundle and fingerprint the assets of a theme; `direction` is the text direction of the pages, as in HTML's `dir`."""
    static = theme / "static"
    files: dict[str, bytes] = {}

    def add(stem: str, ending: str, data: bytes) -> str:
        name = name_file(f"theme/{stem}", ending, data)
        files[name] = data
        return f"/{name}"

    addresses = {f"../fonts/{stem}.woff2": add(stem, "woff2", read_plain(static / "fonts" / f"{stem}.woff2")) for stem in FONTS}
    files["theme/familjen-grotesk-OFL.txt"] = read_plain(static / "fonts" / "familjen-grotesk-OFL.txt")
    looks, tokens = read_goal_looks(theme), read_tokens(theme)
    icon = add("lokalamalen", "svg", read_site_mark(theme, looks, tokens).encode())
    script = add("site", "js", read_plain(static / "js" / "site.js"))
    search_script = add("search", "js", read_plain(static / "js" / "search.js"))
    orders = [read_order(theme, f"{stem}.css") for stem in STYLESHEETS]
    orders.append(list(dict.fromkeys(name for order in orders for name in order)))
    parts = {
        name: minify_css(_put_addresses(css, addresses)) for name, css in fill_files(theme, orders[-1], looks, tokens).items()
    }
    joined = (merge_media_queries("".join(parts[name] for name in order)) for order in orders)
    *sheets, every = shorten_properties([resolve_logical_properties(css, direction) for css in joined])
    styles = [add(stem, "css", sheet.encode()) for stem, sheet in zip(STYLESHEETS, sheets, strict=True)]
    goal, pages, table, announcements, further = styles
    fonts = tuple(addresses.values())
    ground, evening = tokens.day["paper"], tokens.evening["paper"]
    return Assets(goal, pages, table, announcements, further, fonts, icon, script, search_script, ground, evening, every, files)


Needs = tuple[frozenset[str], frozenset[str]]
"""The elements and classes of a page (`find_uses`), and the addresses of the stylesheets that it links."""


def find_needs(page: bytes) -> Needs:
    """Return what a finished page, as UTF-8 HTML, needs of stylesheets."""
    return share(find_uses(page)), share(frozenset(address.decode() for address in _FETCHED.findall(page)))


def trim_assets(
    assets: Assets, pages: Iterable[Needs], remember: Remember = remember_nothing
) -> tuple[Mapping[str, bytes], Mapping[str, str]]:
    """Return the files with each stylesheet trimmed to what its pages use, and the replacements to make in pages.

    `pages` are the needs of all pages. Replacements are of the whole attribute, `href="…"`, old by new. A stylesheet that no page
    links stays whole. `remember` caches trimmed stylesheets, by the needs and the fingerprinted addresses of stylesheet and
    scripts.
    """
    styles = (assets.goal_css, assets.pages_css, assets.table_css, assets.announcements_css, assets.further_css)
    used: dict[str, set[str]] = {}
    for uses, fetched in pages:
        for address in filter(fetched.__contains__, styles):
            used.setdefault(address, set()).update(uses)
    scripts = assets.script, assets.search_script

    @cache
    def find_of_scripts() -> set[str]:
        return set[str]().union(*(find_uses_of_script(assets.files[address.lstrip("/")].decode()) for address in scripts))

    def trim(whole: bytes, uses: Collection[str]) -> bytes:
        return trim_css(whole.decode(), find_of_scripts().union(uses)).encode()

    files, renamed = dict(assets.files), dict[str, str]()
    for address in filter(used.__contains__, styles):
        uses = frozenset(used[address])
        data = remember(("trimmed", address, *scripts, uses), partial(trim, files.pop(address.lstrip("/")), uses))
        trimmed = name_file(address.lstrip("/").split(".")[0], "css", data)
        files[trimmed] = data
        renamed[f'href="{address}"'] = f'href="/{trimmed}"'
    return files, renamed


def name_file(path: str, ending: str, data: bytes) -> str:
    """Return a path with a digest of the file's contents in its name, so that browsers can cache it for good."""
    return f"{path}.{hashlib.sha256(data).hexdigest()[:10]}.{ending}"


def read_order(theme: Path, name: str) -> list[str]:
    """Return the files that a list of styles imports, in order, with nested lists expanded.

    `EVERY_PAGE` ends with the components that no list names: any page may have them, and trimming removes those that no page
    has.
    """
    folder = theme / "static" / "css"
    inner = _IMPORT.findall(read_plain_text(folder / name))
    order = [file for one in inner for file in read_order(theme, one)] or [name]
    return [*order, *_find_unnamed(folder)] if name == EVERY_PAGE else order


def _find_unnamed(folder: Path) -> list[str]:
    named = {file for sheet in folder.glob("*.css") for file in _IMPORT.findall(read_plain_text(sheet))}
    there = sorted(path.relative_to(folder).as_posix() for path in folder.glob("components/*.css"))
    return [file for file in there if file not in named]


def fill_files(theme: Path, names: Iterable[str], looks: GoalLooks, tokens: Tokens) -> Mapping[str, str]:
    """Return files of styles by name, with the rules for the goals' colours filled in."""
    folder = theme / "static" / "css"
    return {name: fill_paints(read_plain_text(folder / name), looks, tokens) for name in names}


def _put_addresses(css: str, addresses: Mapping[str, str]) -> str:
    """Replace each address in a source stylesheet by its address on the site."""
    for written, address in addresses.items():
        css = css.replace(written, address)
    return css


_WORDS_OR_COMMENT = re.compile(rf"{WORDS_OF_CSS}|/\*.*?\*/", re.DOTALL)
_NEEDS_NO_MARKS = re.compile("[\"']([a-z][a-z-]*)[\"']")


def minify_css(css: str) -> str:
    """Minify a stylesheet: remove comments, unnecessary white space, and unnecessary quotation marks in attribute selectors."""
    texts: list[str] = []

    def lay_aside(found: re.Match[str]) -> str:
        before, after = css[found.start() - 1 : found.start()], css[found.end() : found.end() + 1]
        if found[0][0] == "/":  # a comment between two words separates them
            return " " if re.fullmatch(r"[\w-]{2}", before + after) else ""
        bare = _NEEDS_NO_MARKS.fullmatch(found[0]) if before == "=" and after == "]" else None
        if bare:
            return bare[1]
        texts.append(found[0])
        return '""'

    css = _WORDS_OR_COMMENT.sub(lay_aside, css)
    css = re.sub(r"\s+", " ", css)
    css = re.sub(r"\s*([{};,>])\s*", r"\1", css)
    css = re.sub(r" \+ (?=[^(){}]+\{)", "+", css)  # in a selector; `calc()` needs the spaces
    css = re.sub(r"(?<=[\w-]):\s+", ":", css)
    css, written = css.replace(";}", "}").strip(), iter(texts)
    return re.sub('""', lambda _: next(written), css)


SIDES: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {"ltr": {"start": "left", "end": "right"}, "rtl": {"start": "right", "end": "left"}}
)
_INLINE = re.compile(r"(?<=[{;])(?:(margin|padding|border)-inline|inset-inline)-(start|end)(?=[-:])")


def resolve_logical_properties(css: str, direction: str) -> str:
    """Replace the logical properties of a minified stylesheet by the physical ones for a text direction.

    Browsers of 2019 can then read it (Safari supports `margin-inline-start` from 12.1, `inset-inline-start` from 14.1, according
    to MDN's compatibility data), and right-to-left languages need no styles of their own.
    """
    sides = SIDES[direction]
    return _INLINE.sub(lambda found: f"{found[1]}-{sides[found[2]]}" if found[1] else sides[found[2]], css)


def merge_media_queries(css: str) -> str:
    """Merge the `min-width` media queries of a stylesheet: one for each width, in rising order, after the rules without a width.

    This saves 1 %. It also moves a component's rules for wide screens after the plain rules of later components.
    """
    rules = list(split_rules(css))
    found = [_FROM_WIDTH.fullmatch(head) for head, _ in rules]
    last = max((place for place, width in enumerate(found, 1) if width), default=0)
    plain, widths = list[str](), dict[float, list[str]]()
    for (head, body), width in zip(rules[:last], found, strict=False):
        if width:
            widths.setdefault(float(width[1]), []).append(body)
        else:
            plain.append(f"{head}{{{body}}}")
    gathered = (f"@media (min-width:{width:g}em){{{''.join(widths[width])}}}" for width in sorted(widths))
    return "".join([*plain, *gathered, *(f"{head}{{{body}}}" for head, body in rules[last:])])


def shorten_properties(sheets: Sequence[str]) -> list[str]:
    """Rename custom properties to one or two letters, consistently in all stylesheets; this saves 3 %."""
    found = (found["name"] for sheet in sheets for found in _PROPERTY.finditer(sheet))
    names = sorted({name for name in found if name})
    letters = string.ascii_letters
    short = {name: f"--{letters[place // 52 - 1] * (place > 51)}{letters[place % 52]}" for place, name in enumerate(names)}
    return [_PROPERTY.sub(lambda found: short.get(found["name"], found[0]), sheet) for sheet in sheets]
