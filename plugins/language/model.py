"""Writing rules: how the site's texts are written, in one list with reasons that the staff keep."""

from __future__ import annotations

from typing import ClassVar

from plugins.core.kinds.annotations import PlainLine, YesNo
from plugins.core.models.model import RegisterModel, field
from plugins.core.shelf import Shelf


class WritingRule(RegisterModel):
    """One rule: what is not written, what is written instead, and why.

    `N` by itself is a number, with spaces between thousands and decimals; beside letters (`Nkr`) it is one where `write` has more
    of them. `N-N` alone is a range, from the smaller to the larger. A first letter that is small is found as a capital too.
    """

    CALLED: ClassVar[str] = "skrivregeln"
    NAMED_BY: ClassVar[tuple[str, ...]] = ("avoid",)
    NEW_WORDS: ClassVar[tuple[str, ...]] = ("writing-rule", "skrivregel")

    avoid: tuple[PlainLine, ...] = field(
        "inte", "Det vi inte skriver, i alla sina former. N betyder ett tal.", required=True, may_be_unknown=False, default=()
    )
    write: PlainLine = field("skriv", "Det vi skriver i stället. N är talet som stod där.", required=True, may_be_unknown=False)
    reason: PlainLine = field("därför", "Varför. Visas i varningen.", required=True, may_be_unknown=False)
    unless: tuple[PlainLine, ...] = field("utom", "Uttryck där ordet ändå är rätt.", default=())
    only_beside: YesNo = field(
        "bara när båda används", "Ja om regeln bara gäller där båda orden står på samma sida.", default=False
    )
    """True where either way is right, but not both on one site."""


RULES_FILE = "skrivregler.yaml"

SHELVES = (Shelf(RULES_FILE, WritingRule, "list", "Skrivregler", is_translated=False),)
