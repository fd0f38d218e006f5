"""Answers: which of them are worth keeping, for another process or a later one.

In: the key of a question in the memo. Out: whether its answer is kept, or made anew where it is asked for.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import Final

from plugins.core.library import ASKED, GATHERED, IN, gather_sheaf, gather_whole
from plugins.house.given import GIVEN

LARGE: Final = ("document", "_texts_of", "_texts_in", "_models_by_source", "_passages_in", "marks", "_house_style")
"""Answers that are large, or that only this process can hold: they are quickly made anew where they are asked for."""
GATHERED_OF_ALL: Final = ("site", "pages by file")
"""Answers that hold many others whole, each of which is kept by itself."""
FORGOTTEN: Final = frozenset((*LARGE, *GATHERED_OF_ALL))
OF_THE_THEME: Final = (("input", "words"), ("input", "looks"))
"""Inputs that the name of what is kept vouches for."""

PASSING: Final = frozenset(("written",))
"""Answers that are long, equal by what they hold, and asked for once in a run: pages as they are written."""

JUDGED: Final = frozenset(
    (
        "problems",
        "first problems",
        "found",
        "found of records",
        "found of pages",
        "joined",
        "_list_sources",
        "_texts_in",
        "_models_in",
    )
)
"""Questions after what is wrong, and after the texts of each file, which are found ahead for these: most of what is known of a
site is what these rest on, and who only shows it asks for none."""

OF_LINKS: Final = frozenset(("_field_links", "_sort_links_of"))
"""Questions that are asked to judge the links of pages."""

FOR_THE_JOIN: Final = frozenset(("_traces_of", "_find_passage", "_names_in"))
"""Answers that are long, and that only the rules ask for which join all texts: where that was done aside, nobody does."""


def stays(key: Hashable) -> bool:
    """Tell whether the answer to a question is held when it has been asked for."""
    return not (isinstance(key, tuple) and key[0] in PASSING)


def is_kept(key: Hashable) -> bool:
    """Tell whether the answer to a question is kept."""
    if key in OF_THE_THEME:
        return False
    if isinstance(key, tuple) and key[0] == IN:  # in another language: `MemoIn`
        return is_kept(key[2])
    return _name(key) not in FORGOTTEN


def comes_first(key: Hashable) -> bool:
    """Tell whether a question has to be at hand from the start, though only judging asks for it: who judges the links of pages
    takes up none of what is known of their texts.
    """
    if isinstance(key, tuple) and key[0] == IN:
        return comes_first(key[2])
    return _name(key) in OF_LINKS


def comes_last(key: Hashable) -> bool:
    """Tell whether only judging asks for a question, though it has been asked for by itself."""
    if isinstance(key, tuple) and key[0] == IN:  # in another language: `MemoIn`
        return comes_last(key[2])
    return _name(key) in JUDGED


def is_for_the_join(key: Hashable) -> bool:
    """Tell whether the answer to a question is of those that only the rules ask for which join all texts."""
    return _name(key) in FOR_THE_JOIN


def _name(key: Hashable) -> str:
    """Return what a question is called by: its own name, that of what it asks, or that of the rule that is asked by the sheaf."""
    first = key[0] if isinstance(key, tuple) else key
    if isinstance(key, tuple) and first in (ASKED, GATHERED, GIVEN):
        first = key[2] if key[1] in (gather_sheaf, gather_whole) else key[1]
    return first if isinstance(first, str) else getattr(first, "__name__", "")
