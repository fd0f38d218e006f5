"""The mark `{antal:…}`: the number of goals, partners or global goals today, spelt for running text."""

from __future__ import annotations

from typing import Final

from plugins.core.marks.known import Known
from plugins.core.marks.marks import ValueMark
from plugins.core.swedish import compare_key
from plugins.core.words.interface import Words

COUNT_MARK: Final = "antal"
"""Name of the mark."""
GOALS, PARTNERS, GLOBAL_GOALS = "mål", "partner", "globala mål"


def make_count_mark(goals: int, partners: int, global_goals: int, words: Words) -> ValueMark:
    """Return the mark for these counts. Each has words of its own, because of gender: one partner is "en", one goal "ett"."""
    alone = words.alone
    counts = {
        GOALS: alone.goal.say(goals),
        PARTNERS: alone.partner.say(partners),
        GLOBAL_GOALS: alone.global_goal.say(global_goals),
    }
    values = {compare_key(name): str(said) for name, said in counts.items()}
    names = {compare_key(name): name for name in counts}
    missing = "Det finns inget som heter {} att räkna."
    known = Known(values, names, "okand-markering", missing, "Det som kan räknas är")
    return ValueMark(COUNT_MARK, known, is_word=True, lasting={compare_key(PARTNERS): ""})  # changes with the days of agreements
