"""The task `new`: create a file or a record for an editor to fill in.

Writes a draft with `saknas` in required fields and a commented line for each optional one, and prints what to do next. The fields
are those of the model. The draft is checked with the rest of the site: after an error the files are restored, except where
somebody else has saved in them meanwhile. Called by `tasks.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Final

from plugins.commands.new.fields import read_options
from plugins.commands.new.page import FILE, sort_of_pages
from plugins.commands.new.partner import PARTNER
from plugins.commands.new.questions import ask_at_keyboard, settle
from plugins.commands.new.record import sort_of_records
from plugins.commands.new.sort import AnswerMissing, Ask, NewDraft, NewSort, Wish
from plugins.commands.reporting.result import print_result
from plugins.commands.reporting.speak import say, show
from plugins.commands.runs.job import Job, Options, WrongUsage
from plugins.commands.runs.work import run_work
from plugins.core.kinds.days import find_day
from plugins.core.pictures.gallery import Gallery
from plugins.core.problems import Problem, format_problem, sort_problems
from plugins.core.reading.reader import ShelfReader
from plugins.core.shelves import Reading
from plugins.core.swedish import closest, compare_key, format_day, join_words, quote
from plugins.core.writer.put import Overtaken, put_file, put_files
from plugins.partners.model import LOGO_SIZES
from plugins.site.hooks import ForkingHooks
from plugins.site.model import Theme
from plugins.site.prepare import prepare
from plugins.site.rooms import KINDS, SHELVES, open_library
from plugins.site.workbench import Workbench


def run_new(wish: Wish, options: Options) -> int:
    """Run the task; return the exit status."""

    def make(job: Job) -> int:
        try:
            return make_new(wish, job.content, job.today, job.theme, ask_at_keyboard())
        except AnswerMissing as error:
            raise WrongUsage(str(error)) from None

    return run_work(options, make)


def make_new(wish: Wish, content: Path, today: date, theme: Theme, ask: Ask | None) -> int:
    """Create what was wished for; return the exit status.

    `ask` asks the editor; None where there is no terminal. Raises `AnswerMissing`.
    """
    sort = find_sort(wish.kind)
    wish = read_options(sort, wish)
    reader = ShelfReader(content, SHELVES)
    reading = reader.read()
    library = open_library(reading.shelves, today, theme.words, shows_drafts=True)

    def check_name(written: str) -> str:
        name = " ".join(written.split())
        if not any(map(str.isalnum, name)):
            raise AnswerMissing("Det måste ha ett namn med minst en bokstav.")
        sort.refuse(name, library)
        return name

    unsaid = f"Skriv vad det ska heta: python3 tasks.py skapa {wish.kind} --namn ”…”"
    name = settle(wish.name.strip(), sort.question, check_name, ask, unsaid)
    return _write(sort.make(replace(wish, name=name), library, ask), reader, reading, today, theme)


def find_sort(kind: str) -> NewSort:
    """Return the sort with a name; raise `AnswerMissing` where there is none."""
    found = next((sort for sort in SORTS if compare_key(kind) in map(compare_key, sort.words)), None)
    if found is None:
        swedish = [sort.words[-1] for sort in SORTS]
        called = {word: sort.words[-1] for sort in SORTS for word in sort.words}
        guess = closest(kind, [*called])
        meant = f" Menade du {called[guess]}?" if guess else ""
        raise AnswerMissing(f"Jag kan inte skapa {quote(kind)}.{meant} Det som kan skapas är {join_words(swedish)}.")
    return found


def _write(draft: NewDraft, reader: ShelfReader, reading: Reading, today: date, theme: Theme) -> int:
    """Write the draft, check the site with it, and undo it after an error; return the exit status."""
    content = reader.folder
    file = content / draft.path
    before = _read(file)
    if before is not None and not draft.is_record:
        say(f"Filen {draft.path} finns redan. Öppna den, eller ge den nya ett annat filnamn: --{FILE} {Path(draft.path).stem}-2")
        return 1
    if refused := [*_refuse_logo(draft)]:
        return print_result(refused, "text", is_check=True)
    gap = b"" if not before else b"\n" if before.endswith(b"\n") else b"\n\n"
    first_line = (before or b"").count(b"\n") + gap.count(b"\n") + 1
    bench = Workbench(reading, today, theme, shows_drafts=True)
    old = {_sign(problem) for problem in prepare(bench, ForkingHooks()).problems}
    files = {file: (before or b"") + gap + draft.text.encode()}
    if draft.logo is not None:
        files[content / draft.logo[0]] = draft.logo[1].read_bytes()
    was = {path: before if path == file else None for path in files}

    def check() -> list[Problem]:
        bench.take(reader.read(), today, theme)  # parses only the new files
        return [problem for problem in prepare(bench).problems if _sign(problem) not in old]

    try:
        wrong = _place(files, was, check)
    except Overtaken as error:
        name = error.file.relative_to(content).as_posix()
        say(f"Filen {name} ändrades just nu av någon annan. Kör kommandot en gång till. Ingenting är sparat.")
        return 1
    if any(problem.is_error for problem in wrong):
        print_result(sort_problems(wrong), "text", is_check=True)
        if _read(file) != before:
            say(
                f"Filen {draft.path} ändrades just nu av någon annan, och lämnas som den är. "
                "Se efter om utkastet står kvar i den."
            )
        return 1
    if draft.logo is not None and wrong:  # e.g. elements removed from the logo: it can be shown, but somebody should look
        for problem in sort_problems(wrong):
            show(f"{format_problem(problem)}\n")
    _print_made(draft, first_line, today)
    return 0


def _place(files: Mapping[Path, bytes], was: Mapping[Path, bytes | None], check: Callable[[], list[Problem]]) -> list[Problem]:
    """Write files and return what `check` finds; after an error, or any failure, restore the content in `was`.

    Raises `Overtaken` where somebody else has changed one of them: then none is written.
    """
    ours, is_right = dict(files), False
    try:
        put_files(files, was)
        found = check()
        is_right = not any(problem.is_error for problem in found)
    except Overtaken:
        ours.clear()  # none has been written
        raise
    finally:  # also where the disk is full, or the task is interrupted
        if not is_right:
            for path, written in ours.items():
                _take_back(path, written, was[path])
    return found


def _print_made(draft: NewDraft, line: int, today: date) -> None:
    """Print where the draft is, and how to see it."""
    say(f"Skapat: {draft.path}, rad {line}.\n{draft.next_step}")
    day = find_day(draft.shown_from)
    if day is not None and day > today:
        say(f"Det visas från {format_day(day)}. Se hur det blir den dagen: python3 tasks.py forhandsvisa --dag {day}")
    else:
        say("Se hur det blir: python3 tasks.py forhandsvisa")


def _refuse_logo(draft: NewDraft) -> Iterator[Problem]:
    """Yield the errors of a logo, at the original file; in a draft they would only be warnings."""
    if draft.logo is not None:
        name, original = draft.logo
        gallery = Gallery({name: original}, LOGO_SIZES)
        yield from (problem for problem in gallery.problems(name, gallery.logo(name)) if problem.is_error)


def _sign(problem: Problem) -> tuple[object, ...]:
    """Return the identity of a problem; a draft at the end of a file moves no line above it."""
    return problem.place.source.path, problem.place.line, problem.code, problem.message


def _read(file: Path) -> bytes | None:
    """Return the content of a file; None where there is none."""
    return file.read_bytes() if file.is_file() else None


def _take_back(file: Path, written: bytes, before: bytes | None) -> None:
    """Restore a file, unless somebody else has saved something in it since we wrote it."""
    if _read(file) != written:
        return
    if before is None:
        file.unlink(missing_ok=True)
    else:
        with suppress(Overtaken):
            put_file(file, before, written)


SORTS: Final = (
    *(sort_of_pages(kind) for kind in KINDS),
    PARTNER,
    *(sort for shelf in SHELVES if shelf.form == "list" and (sort := sort_of_records(shelf)).words != PARTNER.words),
)
