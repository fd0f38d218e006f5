"""The mark `{antal:…}`: how many goals, partners and global goals there are today, in words as running text has them."""

from __future__ import annotations

from plugins.core.known import Known
from plugins.core.marks import ValueMark
from plugins.core.swedish import compare_key, number_word

GOALS, PARTNERS, GLOBAL_GOALS = "mål", "partner", "globala mål"


def make_count_mark(goals: int, partners: int, global_goals: int) -> ValueMark:
    """Return the mark for the counts of a site; one partner is "en", one goal "ett"."""
    words = {
        GOALS: number_word(goals),
        PARTNERS: "en" if partners == 1 else number_word(partners),
        GLOBAL_GOALS: number_word(global_goals),
    }
    values = {compare_key(name): word for name, word in words.items()}
    names = {compare_key(name): name for name in words}
    missing = "Det finns inget som heter {} att räkna."
    return ValueMark("antal", Known(values, names, "okand-markering", missing, "Det som kan räknas är"), is_word=True)
