"""The mark `{antal:…}`: how many goals, partners and global goals there are today, in words as running text has them."""

from __future__ import annotations

from typing import Final

from plugins.core.marks.known import Known
from plugins.core.marks.marks import ValueMark
from plugins.core.swedish import compare_key
from plugins.core.words.interface import Words

COUNT_MARK: Final = "antal"
"""What the mark is called."""
GOALS, PARTNERS, GLOBAL_GOALS = "mål", "partner", "globala mål"


def make_count_mark(goals: int, partners: int, global_goals: int, words: Words) -> ValueMark:
    """Return the mark for the counts of a site; in Swedish one partner is "en", one goal "ett"."""
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
    return ValueMark(COUNT_MARK, known, is_word=True, lasting={compare_key(PARTNERS): ""})  # agreements begin and end
