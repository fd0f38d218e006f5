"""Links of menus, lists and the footer, each of which knows whether it leads to the page it stands on.

Stage: view. Called by the frame, and by pages that list goals or pages.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

from plugins.core.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class GoalLink:
    """A local goal in a navigation or list."""

    number: int
    title: str
    address: str
    subheading: str | None
    colour_class: str
    """The paint: `goal-1`."""
    symbol_html: str | None
    """Inline SVG of the drawn symbol; None: show the number in its place."""
    is_this_page: bool
    """True on the goal's own page: marked, and no link."""


@dataclass(frozen=True, slots=True)
class Link:
    """A link of a menu or the footer."""

    text: str
    address: str
    is_this_page: bool = False


@dataclass(frozen=True, slots=True)
class FooterColumn:
    """A titled list of links in the footer."""

    title: str
    links: tuple[Link, ...]


L = TypeVar("L", Link, GoalLink)


def mark_this_page(link: L, address: str) -> L:
    """Return the link, marked if it leads to the page it stands on."""
    return replace(link, is_this_page=True) if link.address == address else link


def mark_all(links: tuple[L, ...], address: str) -> tuple[L, ...]:
    """Return the links, with the one marked that leads to the page it stands on."""
    return tuple(mark_this_page(link, address) for link in links)
