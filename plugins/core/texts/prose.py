"""Views of running text: what a template gets for a Markdown text.

A rendered text is a sequence of pieces, so that components can be between paragraphs, and heading ids can be unique on the page.
Made by `core.texts.outline`.
"""

from __future__ import annotations

from typing import Any

from plugins.core.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading on a page."""

    id: str
    """Unique on the page; the target of links."""
    text: str
    """Plain text, for tables of contents; not escaped."""
    html: str
    """The heading with its inline markup; safe HTML."""
    level: int
    """2 for `h2` … 6 for `h6`."""
    edit: str | None = None
    """Preview only: where an editor changes what is under it, for example
    `content/block/om-undp.md, rad 3 (visas på 5 sidor)`."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One part of a text: HTML, a heading, or a component."""

    kind: str
    """`html` or `heading`, for the field of that name; otherwise the name of the component that `view` is for."""
    html: str = ""
    """Cleaned HTML of paragraphs, lists and tables."""
    heading: Heading | None = None
    view: Any = None
    """The view that the component's template takes (`core.texts.pieces`)."""
    language: str | None = None
    """BCP 47 tag of its language, if that is not the page's."""
