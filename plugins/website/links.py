"""Links of menus, lists and the footer, each with a flag that marks a link to the current page."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

from plugins.core.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class GoalLink:
    """A link to a local goal in a menu or list."""

    number: int
    title: str
    address: str
    subheading: str | None
    colour_class: str
    """CSS class of the goal's colour: `goal-1`."""
    symbol_html: str | None
    """Inline SVG of the goal's symbol; None: its number is shown instead."""
    is_this_page: bool
    """True on the goal's own page, where it is marked as current and is no link."""


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
    """Return a link, marked as current if it leads to `address`, the page on which it is shown."""
    return replace(link, is_this_page=True) if link.address == address else link


def mark_all(links: tuple[L, ...], address: str) -> tuple[L, ...]:
    """Return links, the one that leads to `address` marked as current."""
    return tuple(mark_this_page(link, address) for link in links)
