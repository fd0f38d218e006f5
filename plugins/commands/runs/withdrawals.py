"""The list of what was taken off the site at once: `borttaget.yaml`, beside `content/`.

In: the project's folder, and the history where there is one. Out: the list, and a new one that is kept and shared by itself,
whatever else is unsaved. The list is no part of the content: an earlier content must not bring back what was taken away.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Final

import yaml

from plugins.commands.reporting.speak import say
from plugins.commands.runs.delivery_options import WITHDRAWN
from plugins.commands.runs.history import lies_in_history
from plugins.core.problems import Problem, Severity, sort_problems
from plugins.core.writer.put import put_files
from plugins.delivery.fault import DeliveryFault
from plugins.keeping.repository import Repository, SavedFile
from plugins.keeping.saving import TRIES, Person
from plugins.keeping.states import go_to, write_state
from plugins.keeping.trouble import Trouble
from plugins.site.leaving import prepare_for_today, prepare_without
from plugins.site.model import Preparation, Theme
from plugins.site.prepare import prepare_site, read_content
from plugins.site.withdrawn import SORTS, Withdrawal, find_standing, take_away

FILE: Final = WITHDRAWN
HEAD: Final = (
    "# Det som har tagits bort från webbplatsen med en gång, och som ingen publicering får visa igen.\n"
    "# Skrivs av python3 tasks.py ta-bort-nu. Ska något visas igen: python3 tasks.py ta-bort-nu NAMN --visa-igen\n"
)


def read_withdrawals(project: Path, repository: Repository | None = None) -> tuple[Withdrawal, ...]:
    """Return the list as it lies in the project, with what is in the newest shared one."""
    found: dict[tuple[str, str], Withdrawal] = {}
    texts = [_read(project / FILE)]
    if repository is not None and (shared := repository.shared):
        files = repository.files(shared)
        entry = files.get(_path(project, repository) or "")
        texts.append(repository.read([entry.blob])[entry.blob] if entry else b"")
    for text in texts:
        for one in parse(text):
            found.setdefault((one.sort, one.name.casefold()), one)
    return tuple(found.values())


def fetch_withdrawals(project: Path, content: Path, *, may_fail: bool) -> tuple[Withdrawal, ...]:
    """Ask where all share for the list, and return it: somebody may have taken something away since we last fetched.

    Where nobody can be asked, raise `DeliveryFault`, or (`may_fail`) make do with what this computer knows, and tell that.
    """
    if not lies_in_history(content):
        return read_withdrawals(project)
    try:
        repository = Repository(content)
    except Trouble:
        return read_withdrawals(project)
    try:
        repository.fetch()
    except Trouble as trouble:
        told = f"Det går inte att se om en kollega har tagit bort något från webbplatsen. {trouble}"
        if not may_fail:
            raise DeliveryFault(f"{told}\nInget är ändrat. Ska det läggas ut ändå: kör samma kommando med --ersatt.") from None
        say(told)
    return read_withdrawals(project, repository)


def parse(data: bytes) -> list[Withdrawal]:
    """Return what a list says; a row that says nothing is passed over."""
    try:
        rows = yaml.load(data.decode("utf-8-sig"), Loader=yaml.BaseLoader)
    except (yaml.YAMLError, UnicodeDecodeError):
        return []
    found = []
    for row in rows if isinstance(rows, list) else []:
        if isinstance(row, dict) and row.get("namn") and row.get("sort") in SORTS:
            try:
                day = date.fromisoformat(str(row.get("dag")))
            except ValueError:
                day = date.min
            found.append(Withdrawal(str(row["namn"]), row["sort"], day))
    return found


def format_list(withdrawals: Sequence[Withdrawal]) -> bytes:
    """Return the file."""
    rows = [{"namn": one.name, "sort": one.sort, "dag": one.day.isoformat()} for one in withdrawals]
    told = yaml.safe_dump(rows, allow_unicode=True, sort_keys=False) if rows else ""
    return f"{HEAD}\n{told}".encode()


def write_withdrawals(
    project: Path, withdrawals: Sequence[Withdrawal], words: str, repository: Repository | None, who: Person | None
) -> Trouble | None:
    """Write the list, and keep and share it by itself; return what hindered the sharing."""
    data = format_list(withdrawals)
    put_files({project / FILE: data}, {})
    path = _path(project, repository) if repository else None
    if repository is None or who is None or repository.head is None or path is None:
        return None
    entry = SavedFile("100644", repository.write(data))
    changes = {path: entry}
    for _ in range(TRIES):
        try:
            head, shared = repository.head, repository.fetch()
            assert head is not None
            base = shared or head
            state = write_state(repository, base, changes, [base], words, who.as_settings)
            if repository.remote is not None:
                repository.share(state)
            if base == head:
                row = f"{entry.mode} {entry.blob}\t{path}\0"  # it lies there: git is told so, and leaves it
                repository.run("update-index", "-z", "--index-info", given=row.encode("utf-8", "surrogateescape"))
                go_to(repository, head, state, "ta-bort-nu")
        except Trouble as trouble:
            if trouble.code != "efter":
                return trouble
        else:
            return None
        finally:
            put_files({project / FILE: data}, {})
    return Trouble("Andra sparar just nu, så listan över det borttagna är inte delad.", "efter")


def prepare_shown(content: Path, today: date, theme: Theme, withdrawals: Sequence[Withdrawal]) -> Preparation:
    """Prepare a site without what was withdrawn, with warnings of where it still stands."""
    if not withdrawals:
        return prepare_site(content, today, theme)
    reading = read_content(content)
    preparation = prepare_without(reading, today, theme, take_away(withdrawals))
    standing: list[Problem] = list(find_standing(reading, withdrawals))
    return preparation.with_problems((*preparation.problems, *standing))


def prepare_again(
    content: Path, today: date, before: date, theme: Theme, withdrawals: Sequence[Withdrawal]
) -> tuple[Preparation, list[Problem]]:
    """Prepare an earlier content, which was right on the day `before`, and tell what stops it.

    What only the days since have made wrong is left out, and told.
    """
    found = prepare_for_today(read_content(content), today, before, theme, take_away(withdrawals))
    told = [] if found.errors else [replace(problem, severity=Severity.WARNING) for problem in found.left_out]
    return replace(found.preparation, left_out=()), sort_problems([*found.errors, *told])


def _path(project: Path, repository: Repository) -> str | None:
    """Return where the list lies in the history of the content; None where the content lies in another than the program."""
    path, top = project.resolve() / FILE, repository.top.resolve()
    return path.relative_to(top).as_posix() if path.is_relative_to(top) else None


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""
