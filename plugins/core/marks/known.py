"""Known things: what references can point to.

References are compared like field names. A reference to nothing is reported with a guess, unless a file of the register could not
be read: then nothing is known about missing records, and the fault would be reported twice.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import field, replace
from datetime import date
from functools import partial
from typing import Final, Generic, Protocol, TypeVar

from plugins.core.dataclass import dataclass
from plugins.core.invisible import HELP, clean, explain
from plugins.core.kinds.keys import Key
from plugins.core.kinds.kind import find_several
from plugins.core.places import Place
from plugins.core.problems import Problem, warning
from plugins.core.source.sources import Text
from plugins.core.swedish import closest, compare_key, join_words, quote

T_co = TypeVar("T_co", covariant=True)
U = TypeVar("U")


ALL: Final = "alla"
"""The argument with which a mark shows all records of its register, if a component supports it (`core.texts.pieces`)."""
OVER = "avslutad-post"
"""The code for a reference to something whose last day has passed: only time has made it wrong, so it is a warning."""


@dataclass(frozen=True, slots=True)
class OffDay:
    """Why a published thing is not shown on a day."""

    reason: str
    """The reason in Swedish: `visades till 30 juni 2027`, `visas från 1 december 2026`."""
    is_over: bool
    """False: its first day has not come."""
    row: str
    """The field with the day, and its file: `till i fakta.yaml`."""


@dataclass(frozen=True)
class Known(Generic[T_co]):
    """All things of one type, by name as compared."""

    things: Mapping[str, T_co]
    names: Mapping[str, str]
    """Their names as editors write them, by the same keys."""
    code: str
    """Code of the problem for an unknown name, for example `okand-niva`."""
    missing: str
    """Message of that problem, with `{}` for what was written: "Det finns ingen nivå som heter {}."."""
    listing: str
    """How that problem introduces the list of names: "Nivåerna är"."""
    is_complete: bool = True
    """False if a file could not be read; unknown names are then not reported."""
    drafts: frozenset[str] = frozenset()
    """Keys of drafts."""
    shows_drafts: bool = False
    """True in preview."""
    other_names: Mapping[str, str] = field(default_factory=dict)
    """Common alternative names, as compared, each with the reference to write instead: "Alla är trygga" for goal 2."""
    off: Mapping[str, OffDay] = field(default_factory=dict)
    """Published things that are not shown today because of their days, by key."""
    are_words: bool = False
    """Whether the things are the texts of a mark, which are part of a sentence: those of ended things stay until an editor
    rewrites the sentence, which would be incomplete without them."""
    reports_drafts: bool = False
    """Whether their room reports drafts that are used (`Register.reports_drafts`)."""
    has_all: bool = False
    """Whether `alla` stands for all of them; it is then one of the names."""
    next_change: Callable[[str, date], date | None] | None = None
    """Returns the first day after a given day on which the thing behind a name (as written) changes, or None if it never does;
    the house reports the change. None: nothing depends on the day."""

    def get(self, reference: Key | None) -> T_co | None:
        """Return what `reference` points to if that is shown today, else None; drafts are shown in preview only."""
        return self.things.get(reference.key) if reference is not None and self._is_shown(reference.key) else None

    def _is_shown(self, key: str) -> bool:
        off = self.off.get(key)
        return (self.shows_drafts or key not in self.drafts) and (off is None or (off.is_over and self.are_words))

    @property
    def last_day(self) -> None:
        """None: a thing in the list has no last day of its own, since the list changes with the day."""

    @property
    def example(self) -> str:
        """Empty: all that can be written is listed."""
        return ""

    @property
    def shown(self) -> Mapping[str, T_co]:
        """The things that visitors see: published, or in preview drafts too, and within their days."""
        return {key: thing for key, thing in self.things.items() if self._is_shown(key)}

    @property
    def said(self) -> Mapping[str, T_co]:
        """The things that visitors see in the texts of marks."""
        return replace(self, are_words=True).shown

    def map(self, change: Callable[[T_co], U]) -> Known[U]:
        """Return the same names with `change` applied to the things: the texts of a mark."""
        things = {key: change(thing) for key, thing in self.things.items()}
        state = (self.is_complete, self.drafts, self.shows_drafts)
        texts = (self.names, self.code, self.missing, self.listing)
        known = Known(things, *texts, *state, off=self.off, are_words=True, reports_drafts=self.reports_drafts)
        return replace(known, next_change=self.next_change, other_names=self.other_names)

    def with_all(self) -> Known[object]:
        """Return these things for a mark that also accepts `alla`."""
        known: Known[object] = self
        return replace(known, things={**known.things, ALL: known}, names={**known.names, ALL: ALL}, has_all=True)

    def check(self, reference: Key | None, *, is_list: bool = False) -> Iterator[Problem]:
        """A reference points to something that exists and is published; in a list (`is_list`) several may be in `[ ]`."""
        if reference is not None and reference.key in self.drafts:
            yield from () if self.reports_drafts else self.check_draft(reference)
        elif reference is not None and (off := self.off.get(reference.key)):
            yield from self._report_off(reference, off)
        elif reference is not None and self.has_all and reference.key == ALL:
            yield from self._report_none(reference)
        yield from self.check_exists(reference, is_list=is_list)

    def check_draft(self, reference: Key | None) -> Iterator[Problem]:
        """A reference does not point to a draft."""
        if reference is not None and reference.key in self.drafts:
            yield warning(
                reference.text.place(),
                "pekar-pa-utkast",
                f"{quote(reference.text.value)} är ett utkast och visas inte för besökaren.",
                "Publicera det, eller ta bort hänvisningen.",
                stops_publishing=True,
            )

    def _report_none(self, reference: Key) -> Iterator[Problem]:
        """A mark for all records finds at least one that is published, unless a file could not be read."""
        if self.is_complete and not self.things.keys() - self.drafts - {ALL}:
            are = "alla är utkast" if self.drafts else "det finns inga"
            advice = "Vänta med märket tills det finns någon som visas."
            yield warning(reference.text.place(), "pekar-pa-utkast", f"Här visas inget än: {are}.", advice, stops_publishing=True)

    def _report_off(self, reference: Key, off: OffDay) -> Iterator[Problem]:
        """A reference to something ended is a warning; one to something future is accepted, except in the text of a mark."""
        place, subject = reference.text.place(), f"{quote(reference.text.value)} {off.reason}"
        if off.is_over:
            later = f"eller skriv en senare dag på raden {off.row}."
            if self.are_words:
                message, advice = f"{subject}, men orden står kvar här.", f"Skriv om meningen, {later}"
            else:
                message, advice = f"{subject}, så här visas ingenting längre.", f"Ta bort hänvisningen, {later}"
            yield warning(place, OVER, message, advice)
        elif self.are_words:
            message = f"{subject}, så här finns inga ord än."
            advice = f"Vänta med markeringen till den dagen, eller ändra {off.row}."
            yield warning(place, "pekar-pa-utkast", message, advice, stops_publishing=True)

    def check_exists(self, reference: Key | None, *, is_list: bool = False) -> Iterator[Problem]:
        """A reference points to something that exists, draft or not; in a list (`is_list`) several may be in `[ ]`."""
        if reference is None or reference.key in self.things or not self.is_complete:
            return
        written = reference.text.value
        place = reference.text.place()
        if (cleaned := clean(written)) != written and compare_key(cleaned) in self.things:
            right = place.rewritten(written, cleaned)
            yield Problem(place, "osynligt-tecken", explain(written), help=(HELP,), suggestion=right)
            return
        several = self.find_row(reference)
        is_row = len(several) > 1
        guess = None if is_row else self.other_names.get(reference.key.strip("#. ")) or closest(written, self.names.values())
        is_in_brackets = place.written[: place.column - 1].rstrip().endswith("[")
        right = guess
        if is_row and is_list:
            right = ", ".join(several) if is_in_brackets else f"[{', '.join(several)}]"
        names = [name for key, name in self.names.items() if not (self.has_all and key == ALL)]
        listing = f"{self.listing} {join_words(names[:20])}{' …' if len(names) > 20 else ''}." if names else "Det finns inga än."
        listing += f" Skriv {ALL}, så visas alla." if names and self.has_all else ""
        yield Problem(
            place,
            self.code,
            self.missing.format(quote(written)),
            suggestion=place.rewritten(written, right) if right else None,
            help=("Här får bara en stå.", listing) if is_row and not is_list else (listing,),
        )

    def find_row(self, reference: Key) -> tuple[str, ...]:
        """Return the references in a value that has several: `1, 2`, `1–3`, `alla`; empty if one of them is unknown."""
        several = [self.other_names.get(compare_key(part).strip("#. "), part) for part in find_several(reference.text.value)]
        if span := re.fullmatch(r"([0-9]{1,2})\s*[–-]\s*([0-9]{1,2})", reference.text.value):
            several = [str(number) for number in range(int(span[1]), int(span[2]) + 1)]
        if reference.key in (ALL, "samtliga"):
            several = list(self.names.values())
        return tuple(several) if all(compare_key(part) in self.things for part in several) else ()


class HasStatus(Protocol):
    """Something that may be a draft."""

    @property
    def is_draft(self) -> bool:
        """Whether it is withheld from publishing."""
        ...


S = TypeVar("S", bound=HasStatus)


def know(
    things: Iterable[tuple[str, S]], code: str, missing: str, listing: str, *, is_complete: bool, shows_drafts: bool = False
) -> Known[S]:
    """Return things by name as compared; of two with the same name the first is used, and unknown names are not reported."""
    index: dict[str, S] = {}
    names: dict[str, str] = {}
    for name, thing in things:
        if index.setdefault(compare_key(name), thing) is not thing:
            is_complete = False  # one of the two should have another name, and there may be references to that
        names.setdefault(compare_key(name), name)
    drafts = frozenset(key for key, thing in index.items() if thing.is_draft)
    return Known(index, names, code, missing, listing, is_complete, drafts, shows_drafts)


def check_unique(
    names: Iterable[Key | Text], what: str, advice: str = "Byt namn på den ena, eller ta bort den."
) -> Iterator[Problem]:
    """No two records of a register have the same id or name; `what` is the noun for one of them: "kontakt"."""
    seen: dict[str, Place] = {}
    for name in names:
        text, key = (name.text, name.key) if isinstance(name, Key) else (name, compare_key(name.value))
        place = text.place()
        first = seen.setdefault(key, place)
        if first is not place:
            where = "" if first.source is place.source else f" i {first.source.path.name}"
            message = f"{quote(text.value)} finns redan som {what}, på rad {first.line}{where}."
            yield Problem(place, "dubbelt-namn", message, help=(advice,))


def check_references(references: Iterable[Key], known: Known[object]) -> Iterator[Problem]:
    """Each reference of a list is valid (`Known.check`), and none occurs twice."""
    yield from check_list(references, partial(known.check, is_list=True))


def check_list(references: Iterable[Key], check: Callable[[Key], Iterable[Problem]]) -> Iterator[Problem]:
    """No reference of a list occurs twice, and `check` yields no problem for any of them."""
    seen: dict[str, Key] = {}
    for reference in references:
        first = seen.setdefault(reference.key, reference)
        if first is not reference:
            message = f"{quote(str(reference))} står redan, på rad {first.text.place().line}."
            yield Problem(reference.text.place(), "dubbel-hanvisning", message, help=("Ta bort den ena.",))
        else:
            yield from check(reference)
