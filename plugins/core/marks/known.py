"""Known things: what a reference may point to.

Stage: check. A reference is compared as field names are; what points to nothing is told with a guess. A register
that could not be read is incomplete: what refers to it is not judged, or one fault would be told twice.
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
"""What a mark names to show all records of its register, where a component does that (`core.texts.pieces`)."""
OVER = "avslutad-post"
"""The code of a reference to what has had its last day: only the day has made it wrong, so it stops nothing."""


@dataclass(frozen=True, slots=True)
class OffDay:
    """Why a thing that is published is not shown on a day."""

    told: str
    """In Swedish: `visades till 30 juni 2027`, `visas från 1 december 2026`."""
    is_over: bool
    """False: it is to come."""
    row: str
    """What that day is called and where it stands: `till i fakta.yaml`."""


@dataclass(frozen=True)
class Known(Generic[T_co]):
    """All things of one sort by compared name."""

    things: Mapping[str, T_co]
    names: Mapping[str, str]
    """As editors write them, by the same keys."""
    code: str
    """Code of the problem, e.g. `okand-niva`."""
    missing: str
    """The sentence, with `{}` for what was written: "Det finns ingen nivå som heter {}."."""
    listing: str
    """How the known ones are introduced: "Nivåerna är"."""
    is_complete: bool = True
    """False: a file could not be read, so nothing is said of what seems missing."""
    drafts: frozenset[str] = frozenset()
    """Keys of drafts."""
    shows_drafts: bool = False
    """True in preview."""
    other_names: Mapping[str, str] = field(default_factory=dict)
    """What people write instead, by compared name, with the reference as it should be: "Alla är trygga" for goal 2."""
    off: Mapping[str, OffDay] = field(default_factory=dict)
    """By key, what is published and not shown, as its days do not include today."""
    are_words: bool = False
    """True where they are the words of a mark, which stand in a sentence: those of what is over stay there until somebody has
    written it anew, as a sentence without them would say nothing."""
    tells_drafts: bool = False
    """True where their room tells of a draft that is used (`Register.tells_drafts`)."""
    has_all: bool = False
    """True where all may be named at once, as `alla`, which stands among the names."""
    next_change: Callable[[str, date], date | None] | None = None
    """Where what is behind a name follows the day: returns, of a name as it is written and a day, the next day on which it is
    another, or None where it stays; the house tells of it."""

    def get(self, reference: Key | None) -> T_co | None:
        """Return what `reference` points to, or None; a draft only where drafts are shown, and a thing on its days alone."""
        return self.things.get(reference.key) if reference is not None and self._is_shown(reference.key) else None

    def _is_shown(self, key: str) -> bool:
        off = self.off.get(key)
        return (self.shows_drafts or key not in self.drafts) and (off is None or (off.is_over and self.are_words))

    @property
    def last_day(self) -> None:
        """What can be listed has no last day: on another day there are others to choose from."""

    @property
    def shown(self) -> Mapping[str, T_co]:
        """What visitors meet: all but drafts, in preview those too, on days of their own."""
        return {key: thing for key, thing in self.things.items() if self._is_shown(key)}

    @property
    def said(self) -> Mapping[str, T_co]:
        """What visitors meet in the words of marks."""
        return replace(self, are_words=True).shown

    def map(self, change: Callable[[T_co], U]) -> Known[U]:
        """Return the same names with something else behind each: the words of a mark."""
        things = {key: change(thing) for key, thing in self.things.items()}
        state = (self.is_complete, self.drafts, self.shows_drafts)
        texts = (self.names, self.code, self.missing, self.listing)
        known = Known(things, *texts, *state, off=self.off, are_words=True, tells_drafts=self.tells_drafts)
        return replace(known, next_change=self.next_change, other_names=self.other_names)

    def with_all(self) -> Known[object]:
        """Return these things as a mark has them that may also name all at once."""
        known: Known[object] = self
        return replace(known, things={**known.things, ALL: known}, names={**known.names, ALL: ALL}, has_all=True)

    def check(self, reference: Key | None, *, is_list: bool = False) -> Iterator[Problem]:
        """A reference points to something that is there, and is published; in a list (`is_list`) several may stand in `[ ]`."""
        if reference is not None and reference.key in self.drafts:
            yield from () if self.tells_drafts else self.check_draft(reference)
        elif reference is not None and (off := self.off.get(reference.key)):
            yield from self._tell_off(reference, off)
        elif reference is not None and self.has_all and reference.key == ALL:
            yield from self._tell_none(reference)
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

    def _tell_none(self, reference: Key) -> Iterator[Problem]:
        """A mark that names all finds at least one that is published; where a file could not be read nobody knows."""
        if self.is_complete and not self.things.keys() - self.drafts - {ALL}:
            are = "alla är utkast" if self.drafts else "det finns inga"
            advice = "Vänta med märket tills det finns någon som visas."
            yield warning(reference.text.place(), "pekar-pa-utkast", f"Här visas inget än: {are}.", advice, stops_publishing=True)

    def _tell_off(self, reference: Key, off: OffDay) -> Iterator[Problem]:
        """What is over is told, and stops nothing; what is to come is shown on its day, but a sentence waits for its words."""
        place, told = reference.text.place(), f"{quote(reference.text.value)} {off.told}"
        if off.is_over:
            later = f"eller skriv en senare dag på raden {off.row}."
            if self.are_words:
                message, advice = f"{told}, men orden står kvar här.", f"Skriv om meningen, {later}"
            else:
                message, advice = f"{told}, så här visas ingenting längre.", f"Ta bort hänvisningen, {later}"
            yield warning(place, OVER, message, advice)
        elif self.are_words:
            message = f"{told}, så här finns inga ord än."
            advice = f"Vänta med markeringen till den dagen, eller ändra {off.row}."
            yield warning(place, "pekar-pa-utkast", message, advice, stops_publishing=True)

    def check_exists(self, reference: Key | None, *, is_list: bool = False) -> Iterator[Problem]:
        """A reference points to something that is there, draft or not; in a list (`is_list`) several may stand in `[ ]`."""
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
        """Return the references in a value that holds several: `1, 2`, `1–3`, `alla`; none where not all are known."""
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
        """True where it is not to be published."""
        ...


S = TypeVar("S", bound=HasStatus)


def know(
    things: Iterable[tuple[str, S]], code: str, missing: str, listing: str, *, is_complete: bool, shows_drafts: bool = False
) -> Known[S]:
    """Return things by the compared form of their names; the first of two with one name stands, and that is told."""
    index: dict[str, S] = {}
    names: dict[str, str] = {}
    for name, thing in things:
        if index.setdefault(compare_key(name), thing) is not thing:
            is_complete = False  # one of the two should have another name, which somebody may refer to
        names.setdefault(compare_key(name), name)
    drafts = frozenset(key for key, thing in index.items() if thing.is_draft)
    return Known(index, names, code, missing, listing, is_complete, drafts, shows_drafts)


def check_unique(
    names: Iterable[Key | Text], what: str, advice: str = "Byt namn på den ena, eller ta bort den."
) -> Iterator[Problem]:
    """No two records of a register have one id, or one name; `what` is what one of them is called, e.g. "kontakt"."""
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
    """Each reference of a list is judged as a single one is (`Known.check`), and none stands twice."""
    yield from check_list(references, partial(known.check, is_list=True))


def check_list(references: Iterable[Key], judge: Callable[[Key], Iterable[Problem]]) -> Iterator[Problem]:
    """No reference of a list stands twice, and each is judged."""
    seen: dict[str, Key] = {}
    for reference in references:
        first = seen.setdefault(reference.key, reference)
        if first is not reference:
            message = f"{quote(str(reference))} står redan, på rad {first.text.place().line}."
            yield Problem(reference.text.place(), "dubbel-hanvisning", message, help=("Ta bort den ena.",))
        else:
            yield from judge(reference)
