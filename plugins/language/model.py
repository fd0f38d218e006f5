"""The model of writing rules: how the site's texts are written, with reasons, in one list that the staff keep."""

from __future__ import annotations

from typing import ClassVar

from plugins.core.kinds.annotations import PlainLine, YesNo
from plugins.core.models.model import RegisterModel, field
from plugins.core.shelf import Shelf


class WritingRule(RegisterModel):
    """A rule: words to avoid, what to write instead, and why.

    A lone `N` is a number, with spaces between thousands and with decimals; beside letters (`Nkr`) only if `write` has more `N`s
    than stand alone. A lone `N-N` is an ascending range. A lower-case first letter also matches a capital.
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
    """True if either spelling is correct, but a site should not use both."""


RULES_FILE = "skrivregler.yaml"

SHELVES = (Shelf(RULES_FILE, WritingRule, "list", "Skrivregler", is_translated=False),)
