"""Views of running text: what a template gets for a Markdown text.

Stage: views. A rendered text is a row of pieces, so that the theme's own components can stand between
paragraphs, and heading ids can be unique over the whole page. Made by `core.texts.outline`.
"""

from __future__ import annotations

from typing import Any

from plugins.core.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading as it stands on a page."""

    id: str
    """Unique over the page; the target of links."""
    text: str
    """Plain text, for tables of contents; not escaped."""
    html: str
    """The heading with its inline markup; safe HTML."""
    level: int
    """2 for `h2` … 6 for `h6`."""
    edit: str | None = None
    """Preview only: where an editor changes what stands under it, e.g.
    `content/block/om-undp.md, rad 3 (visas på 5 sidor)`."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One stretch of a text: its own HTML, a heading of it, or a component."""

    kind: str
    """`html` or `heading`, for the field of that name; else the name of the component that `view` is for."""
    html: str = ""
    """Cleaned HTML of paragraphs, lists, tables."""
    heading: Heading | None = None
    view: Any = None
    """What the component takes (`core.texts.pieces`)."""
    language: str | None = None
    """The tag of its language (BCP 47), where that is not the page's."""
