"""Assets: stylesheets, the font, the icon and the script, each under a name that tells its content.

Stage: before the templates. In: the folder `theme/`. Out: `Assets`. Plain CSS; the order stands in `css/site.css`, in
`css/pages.css` for what goal pages never use, `css/news.css` for announcements, and in `css/further.css` for what few sites do.
"""

from __future__ import annotations

import hashlib
import re
import string
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from plugins.assets.paints import fill_paints
from plugins.core.goal_looks import read_goal_looks
from plugins.core.tokens import read_tokens

_PROPERTY = re.compile(r"(?<![\w-])--[a-z][\w-]*")
_FROM_WIDTH = re.compile(r"@media \(min-width:([\d.]+)em\)\{((?:[^{}]+\{[^{}]*\})*)\}")
_IMPORT = re.compile(r"@import\s+\"([^\"]+)\";")
FONT = "../fonts/familjen-grotesk.woff2"
"""How the stylesheet names the font; replaced by its fingerprinted address."""
STYLESHEETS = ("site", "pages", "news", "further")


@dataclass(frozen=True, slots=True)
class Assets:
    """Addresses for the templates, and the files to write by path in the output."""

    css: str
    pages_css: str
    news_css: str
    further_css: str
    font: str
    icon: str
    script: str
    ground: str
    """The colour around a page, for the browser's own bars: by day."""
    evening_ground: str
    files: Mapping[str, bytes]


def build_assets(theme: Path) -> Assets:
    """Join and fingerprint what the pages need of the theme."""
    static = theme / "static"
    files: dict[str, bytes] = {}

    def add(stem: str, ending: str, data: bytes) -> str:
        name = f"theme/{stem}.{hashlib.sha256(data).hexdigest()[:10]}.{ending}"
        files[name] = data
        return f"/{name}"

    font = add("familjen-grotesk", "woff2", (static / "fonts" / "familjen-grotesk.woff2").read_bytes())
    files["theme/familjen-grotesk-OFL.txt"] = (static / "fonts" / "familjen-grotesk-OFL.txt").read_bytes()
    icon = add("lokalamalen", "svg", (theme / "symbols" / "lokalamalen.svg").read_bytes())
    script = add("site", "js", (static / "js" / "site.js").read_bytes())
    sheets = [squeeze_css(join_css(theme, f"{stem}.css").replace(FONT, font)) for stem in STYLESHEETS]
    css, pages_css, news_css, further_css = (
        add(stem, "css", sheet.encode()) for stem, sheet in zip(STYLESHEETS, shorten_properties(sheets), strict=True)
    )
    tokens = read_tokens(theme)
    grounds = tokens.day["paper"], tokens.evening["paper"]
    return Assets(css, pages_css, news_css, further_css, font, icon, script, *grounds, files)


def join_css(theme: Path, order_file: str = "site.css") -> str:
    """Return the files that `order_file` names, in its order, with the goals' paints."""
    folder, looks, tokens = theme / "static" / "css", read_goal_looks(theme), read_tokens(theme)
    order = _IMPORT.findall((folder / order_file).read_text("utf-8"))
    return "\n".join(fill_paints((folder / name).read_text("utf-8"), looks, tokens) for name in order)


def squeeze_css(css: str) -> str:
    """Return the stylesheet without comments and needless white space."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    css = re.sub(r"\s+", " ", css)
    css = re.sub(r"\s*([{};,>])\s*", r"\1", css)
    css = re.sub(r"(?<=[\w-]):\s+", ":", css)
    return gather_widths(css.replace(";}", "}").strip())


def gather_widths(css: str) -> str:
    """Return the stylesheet with what holds from a width on said once for each width, after all that holds at any.

    1 % less to send. So a component's rule for wide screens comes after the plain rules of those that follow it.
    """
    found = list(_FROM_WIDTH.finditer(css))
    if not found:
        return css
    widths: dict[float, list[str]] = {}
    for rule in found:
        widths.setdefault(float(rule[1]), []).append(rule[2])
    gathered = "".join(f"@media (min-width:{width:g}em){{{''.join(widths[width])}}}" for width in sorted(widths))
    last = found[-1].end()
    return _FROM_WIDTH.sub("", css[:last]) + gathered + css[last:]


def shorten_properties(sheets: Sequence[str]) -> list[str]:
    """Return the stylesheets with custom properties of one or two letters, the same in all: 3 % less to send."""
    names = sorted({name for sheet in sheets for name in _PROPERTY.findall(sheet)})
    letters = string.ascii_letters
    short = {name: f"--{letters[place // 52 - 1] * (place > 51)}{letters[place % 52]}" for place, name in enumerate(names)}
    return [_PROPERTY.sub(lambda found: short[found[0]], sheet) for sheet in sheets]
