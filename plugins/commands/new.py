"""New: writes a file or a record for an editor to fill in.

In: what is to be made, and what the editor has said of it. Out: a page or a record that waits as a draft, with
`saknas` in the fields that must be there and a row to uncomment for each that may, and a word of what to do next. The
fields are the models' own. It is checked with the rest of the site before it stays: what is wrong in it is told, and
the folder is left as it was.
"""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Final, TypeVar

from plugins.commands.tell import say, show, tell_result
from plugins.core.intake.formats import recognise
from plugins.core.intake.gallery import Gallery
from plugins.core.kinds.addresses import WEB_ADDRESS
from plugins.core.kinds.days import DAY, find_day
from plugins.core.kinds.keys import Key
from plugins.core.kinds.kind import Kind, KindError
from plugins.core.known import Known
from plugins.core.library import Library
from plugins.core.models.model import UNKNOWN, Model, fields_of
from plugins.core.places import SourceFile
from plugins.core.problems import Problem, sort_problems, tell_problem
from plugins.core.sources import Text, text_of_lines
from plugins.core.swedish import closest, compare_key, join_words, quote, slugify
from plugins.house.context import PageKind
from plugins.local_goals.model import LocalGoal
from plugins.partners.model import LOGO_FOLDER, LOGO_STEPS, Partner, Tier
from plugins.site.model import Theme
from plugins.site.prepare import Reading, prepare_site, read_content
from plugins.site.rooms import KINDS, SHELVES, open_library

T = TypeVar("T")
Ask = Callable[[str], str]
"""Puts a question to the person at the keyboard, and returns the line that was answered; nothing where there are no more."""


class NotEnough(Exception):
    """Something that only the editor knows was not said, or cannot be so; the text tells what to say, in Swedish."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What the editor typed after `new`; empty where nothing was."""

    kind: str
    name: str = ""
    goal: str = ""
    tier: str = ""
    website: str = ""
    logo: str = ""
    """A file anywhere; it is copied."""
    first_day: str = ""
    last_day: str = ""


@dataclass(frozen=True, slots=True)
class Sort:
    """One sort of thing that can be made."""

    words: tuple[str, ...]
    """What it is called: in English, in Swedish without dots, in Swedish."""
    question: str
    make: Callable[[Wish, Library, Ask | None], Draft]
    refuse: Callable[[str, Library], None] = lambda _name, _library: None
    """Raises `NotEnough` where something else has the name."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What is to be written: to a file of its own, or at the end of one."""

    path: str
    """From `content/`."""
    text: str
    next_step: str
    is_record: bool = False
    logo: tuple[str, Path] | None = None
    """A file beside it: path from `content/`, and where it is copied from."""


def _fields(model: type[Model], values: Mapping[str, str], skipped: tuple[str, ...]) -> tuple[list[str], list[str]]:
    """Return a model's fields as lines, in its order: those that have or need a value, and those that may get one."""
    lines, spare = [], []
    for info in sorted(
        fields_of(model).values(), key=lambda info: info.english == "status"
    ):  # the first to change, the last to read
        if value := values.get(info.swedish, UNKNOWN if info.required else ""):
            lines.append(f"{info.swedish}: {value}")
        elif info.swedish not in skipped:
            spare.append(f"# {info.swedish}:")
    return lines, spare


def make_new(wish: Wish, content: Path, today: date, theme: Theme, ask: Ask | None) -> int:
    """Write what was wished for, and return the exit status.

    `ask` puts a question to the editor; None where nobody sits at the keyboard. Raises `NotEnough`.
    """
    sort = find_sort(wish.kind)
    reading = read_content(content)
    library = open_library(reading.shelves, today)

    def check_name(written: str) -> str:
        name = " ".join(written.split())
        if not slugify(name):
            raise NotEnough("Det måste ha ett namn med minst en bokstav.")
        sort.refuse(name, library)
        return name

    unsaid = f"Skriv vad det ska heta: python3 tasks.py new {wish.kind} --name ”…”"
    name = _settle(wish.name.strip(), sort.question, check_name, ask, unsaid)
    return _write(sort.make(replace(wish, name=name), library, ask), reading, content, today, theme)


def find_sort(kind: str) -> Sort:
    """Return the sort that a word stands for. Raises `NotEnough`."""
    found = next((sort for sort in SORTS if compare_key(kind) in map(compare_key, sort.words)), None)
    if found is None:
        swedish = [sort.words[-1] for sort in SORTS]
        guess = closest(kind, [word for sort in SORTS for word in sort.words])
        meant = f" Menade du {guess}?" if guess else ""
        raise NotEnough(f"Jag kan inte skapa {quote(kind)}.{meant} Det som kan skapas är {join_words(swedish)}.")
    return found


def _write(draft: Draft, reading: Reading, content: Path, today: date, theme: Theme) -> int:
    """Write the draft, check the site with it, and take it back if it is wrong."""
    file = content / draft.path
    before = file.read_bytes() if file.is_file() else None
    if before is not None and not draft.is_record:
        say(f"Filen {draft.path} finns redan. Välj ett annat namn, eller öppna den.")
        return 1
    if refused := [*_refuse_logo(draft)]:
        return tell_result(refused, "text", is_check=True)
    gap = b"" if not before else b"\n" if before.endswith(b"\n") else b"\n\n"
    first_line = (before or b"").count(b"\n") + gap.count(b"\n") + 1
    old = {_sign(problem) for problem in prepare_site(reading, today, theme, shows_drafts=True).problems}
    files = {file: (before or b"") + gap + draft.text.encode()}
    if draft.logo is not None:
        files[content / draft.logo[0]] = draft.logo[1].read_bytes()
    is_right = False
    try:
        for path, data in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        now = prepare_site(content, today, theme, shows_drafts=True).problems
        wrong = [problem for problem in now if _sign(problem) not in old]
        is_right = not any(problem.is_error for problem in wrong)
    finally:  # also where the disk is full, or somebody stops it
        if not is_right:
            for path in files:
                _take_back(path, before if path == file else None)
    if not is_right:
        tell_result(sort_problems(wrong), "text", is_check=True)
        return 1
    if draft.logo is not None and wrong:  # such as what was taken out of the logo: shown, but somebody must look
        for problem in sort_problems(wrong):
            show(f"{tell_problem(problem)}\n")
    say(f"Skapat: {draft.path}, rad {first_line}.\n{draft.next_step}\nSe hur det blir: python3 tasks.py preview")
    return 0


def _refuse_logo(draft: Draft) -> Iterator[Problem]:
    """Yield why a logo cannot be shown, at the file as it came; as a draft's it would only be a warning."""
    if draft.logo is not None:
        name, original = draft.logo
        gallery = Gallery({name: original}, LOGO_STEPS)
        yield from (problem for problem in gallery.problems(name, gallery.logo(name)) if problem.is_error)


def _sign(problem: Problem) -> tuple[object, ...]:
    """Return what tells a problem from others; a draft at the end of a file moves no line above it."""
    return problem.place.source.path, problem.place.line, problem.code, problem.message


def _take_back(file: Path, before: bytes | None) -> None:
    if before is None:
        file.unlink(missing_ok=True)
    else:
        file.write_bytes(before)


# ---------------------------------------------------------------------------------------------------------
# The sorts
# ---------------------------------------------------------------------------------------------------------

DRAFT: Final = "utkast"
_RECOGNISED: Final = 200_000
"""Bytes of a file that tell what it is."""
_LOGO_ENDINGS: Final = (".svg", ".png", ".webp", ".jpg", ".jpeg")
_PAGE_STEP: Final = "Fyll i det som är ”saknas”, skriv texten, och ändra status till publicerad när sidan är klar."


def _page(model: type[Model], values: Mapping[str, str], body: list[str]) -> str:
    lines, spare = _fields(model, values, ("tidigare adresser",))
    advice = ["# De här fälten kan du använda. Ta bort # framför, och skriv värdet efter kolonet."] if spare else []
    return "\n".join(["---", *lines, *advice, *spare, "---", *body, ""])


def _sort_of_pages(kind: PageKind[Any]) -> Sort:
    """Return how pages of a kind are made, as its room declares it."""
    new = kind.new
    folder = next(shelf.pattern for shelf in SHELVES if shelf.model is kind.model).partition("*")[0]

    def make(wish: Wish, library: Library, ask: Ask | None) -> Draft:
        values = {"titel": wish.name, **new.values(library), "status": DRAFT}
        if new.asks_for_goal:  # it belongs to one from the start
            values["lokala mål"] = _choose_goal(wish, library, ask)
        body = [UNKNOWN]
        for heading in new.headings(wish.name, library):
            body += ["", f"## {heading}", "", UNKNOWN]
        file = new.file_of(slugify(wish.name), library) if new.file_of else slugify(wish.name)
        return Draft(f"{folder}{file}.md", _page(kind.model, values, body), _PAGE_STEP)

    def refuse(name: str, library: Library) -> None:
        if reason := new.refuse(name, library):
            raise NotEnough(reason)

    return Sort(new.words, new.question, make, refuse)


def _make_partner(wish: Wish, library: Library, ask: Ask | None) -> Draft:
    goal = _choose_goal(wish, library, ask)
    tiers = [str(tier.name) for tier in library.known(Tier).things.values()]
    tier = _choose(wish.tier, "Vilken nivå", tiers, library.known(Tier), ask, "--tier")
    website = _offer(wish.website, "Webbplats, med https:// först", _check_value(WEB_ADDRESS), ask) or UNKNOWN
    first_day = _offer(wish.first_day, "Första dag, som 2027-01-01", _check_value(DAY), ask) or ""
    last_day = _offer(wish.last_day, "Sista dag, som 2027-12-31", _check_last_day(first_day), ask) or ""
    logo = _offer(wish.logo, "Logotypens fil: dra den hit", lambda line: _find_logo(_read_dragged(line), wish.name, library), ask)
    values = {
        "namn": wish.name, "logotyp": logo[0].rpartition("/")[2] if logo else "", "webbplats": website,
        "lokalt mål": goal, "nivå": tier, "från": first_day, "till": last_day, "status": DRAFT,
    }  # fmt: skip
    lines, spare = _fields(Partner, values, ("avtal", "ny logotyp", "logotyp mörk", "godkänd", "presentation"))
    text = "\n".join([f"- {lines[0]}", *(f"  {line}" for line in [*lines[1:], *spare]), ""])
    step = "Ta bort raden ”status: utkast” när allt stämmer."
    if logo is None:
        step = f"Lägg logotypen i {LOGO_FOLDER}/, ta bort # framför ”logotyp:” och skriv filens namn där. {step}"
    chosen = next((known for known in library.known(Tier).things.values() if str(known.name) == tier), None)
    if logo is not None and chosen is not None and chosen.display not in LOGO_STEPS:
        step = f"Nivån {tier} visar bara namn, så logotypen syns inte på webbplatsen med det här avtalet. {step}"
    return Draft("partner/partner.yaml", text, step, is_record=True, logo=logo)


def _refuse_partner(name: str, library: Library) -> None:
    known = next((p for p in library.all(Partner) if compare_key(p.name.value) == compare_key(name)), None)
    if known is not None:
        place = known.place("name")
        raise NotEnough(f"{name} finns redan i {place.source.path.name}, rad {place.line}. Ändra där i stället.")


def _read_dragged(line: str) -> str:
    """Return the path of a file that was dragged to a terminal, which writes it as a shell would have it."""
    if os.name == "nt" or Path(line).exists():
        return line.strip("'\"")
    try:
        parts = shlex.split(line)
    except ValueError:
        parts = []
    return parts[0] if len(parts) == 1 else line


def _find_logo(written: str, name: str, library: Library) -> tuple[str, Path]:
    """Return where a logo is to stand in `content/`, named after the partner and what the file is, and where it lies now."""
    file = Path(written).expanduser()
    if file.is_dir():
        inside = sorted(path.name for path in file.iterdir() if path.suffix.lower() in _LOGO_ENDINGS)[:5]
        listing = f" I den ligger {join_words(inside)}." if inside else ""
        raise NotEnough(f"{written} är en mapp.{listing} Ange filen som är logotypen.")
    if not file.is_file():
        raise NotEnough(f"Filen {written} finns inte. Ange var logotypen ligger.")
    try:
        with file.open("rb") as opened:
            endings = recognise(opened.read(_RECOGNISED)).endings
    except OSError:
        raise NotEnough(f"Filen {written} går inte att läsa. Kopiera den till en egen mapp, och försök igen.") from None
    ending = file.suffix.lower().removeprefix(".")
    path = f"{LOGO_FOLDER}/{slugify(name)}.{endings[0] if endings and ending not in endings else ending}".rstrip(".")
    # Windows and Mac hold names that differ in capitals for the same file
    if there := next((known for known in library.shelves.files if known.casefold() == path.casefold()), None):
        raise NotEnough(f"Det finns redan en logotyp som heter {there}. Ta bort den först, om den inte används.")
    return path, file


# ---------------------------------------------------------------------------------------------------------
# Questions
# ---------------------------------------------------------------------------------------------------------


def _settle(given: str, question: str, check: Callable[[str], T], ask: Ask | None, unsaid: str) -> T:
    """Return what was given with an option, or the first answer to `question` that `check` takes.

    `unsaid` is told where nobody can be asked. `check` and this raise `NotEnough`.
    """
    if given:
        return check(given)
    if ask is None:
        raise NotEnough(unsaid)
    while True:
        line = ask(question)
        if not line:
            raise KeyboardInterrupt  # Ctrl-D, or the end of a file
        try:
            return check(line.strip())
        except NotEnough as wrong:
            say(str(wrong))


def _offer(given: str, question: str, check: Callable[[str], T], ask: Ask | None) -> T | None:
    """Return the same for a question that may be passed over."""
    if not given and ask is None:
        return None
    return _settle(given, f"{question} (tryck Enter om du inte vet):", lambda line: check(line) if line else None, ask, "")


def _choose_goal(wish: Wish, library: Library, ask: Ask | None) -> str:
    """Return the number of the goal that was named, or the answer to which it is."""
    goals = [f"{goal.number} {goal.title.typed!s}" for goal in library.all(LocalGoal)]
    return _choose(wish.goal, "Vilket lokalt mål", goals, library.known(LocalGoal), ask, "--goal")


def _choose(given: str, question: str, among: list[str], known: Known[Any], ask: Ask | None, option: str) -> str:
    """Return what was given or answered to a question that must be answered, as it stands in a register."""
    if not among:
        raise NotEnough(f"{question}? Det finns inget att välja på än.")

    def check(written: str) -> str:
        if not written:
            raise NotEnough("Här behövs ett svar. Vill du avbryta: tryck Ctrl-C.")
        named = written.split(maxsplit=1)[0] if written in among and known.things.get(written.split(maxsplit=1)[0]) else written
        problem = next(known.check_exists(Key(_as_text(named), compare_key(named))), None)
        if problem is not None:
            raise NotEnough(_explain(problem.message, problem.suggestion, problem.help))
        return named

    listing = f"{question}: {join_words(among, 'eller')}?"
    return _settle(given, listing, check, ask, f"{listing} Skriv till exempel {option} {among[0].split()[0]}.")


def _check_value(kind: Kind) -> Callable[[str], str]:
    """Return what refuses a value that a field of this kind would not take."""

    def check(written: str) -> str:
        try:
            if written != UNKNOWN:
                kind.parse(_as_text(written))
        except KindError as wrong:
            raise NotEnough(_explain(wrong.message, wrong.right, wrong.help)) from None
        return written

    return check


def _check_last_day(first_day: str) -> Callable[[str], str]:
    """Return what refuses a last day before the first."""

    def check(written: str) -> str:
        _check_value(DAY)(written)
        first, last = find_day(first_day), find_day(written)
        if first and last and last < first:
            raise NotEnough(f"Avtalet kan inte sluta {written}, innan det börjar {first_day}. Skriv en senare dag.")
        return written

    return check


def _as_text(written: str) -> Text:
    return text_of_lines(SourceFile(Path(), written), 1, written)


def _explain(message: str, right: str | None, help_lines: Sequence[str]) -> str:
    return " ".join([message, *([f"Menade du {right}?"] if right else []), *help_lines])


SORTS: Final = (
    *(_sort_of_pages(kind) for kind in KINDS),
    Sort(("partner",), "Vad heter företaget eller organisationen?", _make_partner, _refuse_partner),
)


def ask_at_keyboard() -> Ask | None:
    """Return a way to ask, if somebody sits at the keyboard."""
    if not (sys.stdin and sys.stdin.isatty()):
        return None

    def ask(question: str) -> str:
        sys.stderr.write(f"{question} ")
        sys.stderr.flush()
        return sys.stdin.readline()

    return ask
