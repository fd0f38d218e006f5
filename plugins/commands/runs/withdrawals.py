"""The list of what was taken off the site at once: `borttaget.yaml`, beside `content/`.

Writing it commits and pushes it by itself, whatever else is uncommitted. It is no part of the content: going back to an earlier
content must not bring back what was taken off.
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
from plugins.keeping.errors import HistoryError
from plugins.keeping.repository import Repository, SavedFile
from plugins.keeping.saving import TRIES, Person
from plugins.keeping.states import go_to, write_state
from plugins.site.model import Preparation, Theme
from plugins.site.prepare import prepare_site, read_content
from plugins.site.removal.leaving import prepare_for_today, prepare_without
from plugins.site.removal.withdrawn import SORTS, Withdrawal, find_remaining, make_remover

FILE: Final = WITHDRAWN
HEAD: Final = (
    "# Det som har tagits bort från webbplatsen med en gång, och som ingen publicering får visa igen.\n"
    "# Skrivs av python3 tasks.py ta-bort-nu. Ska något visas igen: python3 tasks.py ta-bort-nu NAMN --visa-igen\n"
)


def read_withdrawals(project: Path, repository: Repository | None = None) -> tuple[Withdrawal, ...]:
    """Return the list in the project, joined with the one in the newest commit fetched."""
    found: dict[tuple[str, str], Withdrawal] = {}
    texts = [_read(project / FILE)]
    if repository is not None and (shared := repository.upstream):
        files = repository.files(shared)
        entry = files.get(_path(project, repository) or "")
        texts.append(repository.read_blobs([entry.blob])[entry.blob] if entry else b"")
    for text in texts:
        for one in parse(text):
            found.setdefault((one.sort, one.name.casefold()), one)
    return tuple(found.values())


def fetch_withdrawals(project: Path, content: Path, *, may_fail: bool) -> tuple[Withdrawal, ...]:
    """Fetch, and return the list: a colleague may have taken something off since we last fetched.

    Where that fails, raise `DeliveryFault` or, with `may_fail`, print a warning and return what is known here.
    """
    if not lies_in_history(content):
        return read_withdrawals(project)
    try:
        repository = Repository(content)
    except HistoryError:
        return read_withdrawals(project)
    try:
        repository.fetch()
    except HistoryError as error:
        message = f"Det går inte att se om en kollega har tagit bort något från webbplatsen. {error}"
        if not may_fail:
            raise DeliveryFault(f"{message}\nInget är ändrat. Ska det läggas ut ändå: kör samma kommando med --ersatt.") from None
        say(message)
    return read_withdrawals(project, repository)


def parse(data: bytes) -> list[Withdrawal]:
    """Parse a list; invalid rows are ignored."""
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
    """Return the content of the file."""
    rows = [{"namn": one.name, "sort": one.sort, "dag": one.day.isoformat()} for one in withdrawals]
    text = yaml.safe_dump(rows, allow_unicode=True, sort_keys=False) if rows else ""
    return f"{HEAD}\n{text}".encode()


def write_withdrawals(
    project: Path, withdrawals: Sequence[Withdrawal], words: str, repository: Repository | None, who: Person | None
) -> HistoryError | None:
    """Write the list, and commit and push it by itself; return the error where it could not be pushed."""
    data = format_list(withdrawals)
    put_files({project / FILE: data}, {})
    path = _path(project, repository) if repository else None
    if repository is None or who is None or repository.head is None or path is None:
        return None
    entry = SavedFile("100644", repository.write_blob(data))
    changes = {path: entry}
    for _ in range(TRIES):
        try:
            head, shared = repository.head, repository.fetch()
            assert head is not None
            base = shared or head
            state = write_state(repository, base, changes, [base], words, who.as_settings)
            if repository.remote is not None:
                repository.push(state)
            if base == head:
                row = f"{entry.mode} {entry.blob}\t{path}\0"  # only git's index is updated: the file is written already
                repository.run("update-index", "-z", "--index-info", given=row.encode("utf-8", "surrogateescape"))
                go_to(repository, head, state, "ta-bort-nu")
        except HistoryError as error:
            if error.code != "efter":
                return error
        else:
            return None
        finally:
            put_files({project / FILE: data}, {})
    return HistoryError("Andra sparar just nu, så listan över det borttagna är inte delad.", "efter")


def prepare_shown(content: Path, today: date, theme: Theme, withdrawals: Sequence[Withdrawal]) -> Preparation:
    """Prepare a site without what was withdrawn, with warnings where the content still has it."""
    if not withdrawals:
        return prepare_site(content, today, theme)
    reading = read_content(content)
    preparation = prepare_without(reading, today, theme, make_remover(withdrawals))
    standing: list[Problem] = list(find_remaining(reading, withdrawals))
    return preparation.with_problems((*preparation.problems, *standing))


def prepare_again(
    content: Path, today: date, before: date, theme: Theme, withdrawals: Sequence[Withdrawal]
) -> tuple[Preparation, list[Problem]]:
    """Prepare an earlier content, which had no errors on the day `before`; return its problems.

    What only the days since have made wrong is left out, with a warning.
    """
    found = prepare_for_today(read_content(content), today, before, theme, make_remover(withdrawals))
    warnings = [] if found.errors else [replace(problem, severity=Severity.WARNING) for problem in found.left_out]
    return replace(found.preparation, left_out=()), sort_problems([*found.errors, *warnings])


def _path(project: Path, repository: Repository) -> str | None:
    """Return the path of the list in the repository of the content; None where the program is in another one."""
    path, top = project.resolve() / FILE, repository.top.resolve()
    return path.relative_to(top).as_posix() if path.is_relative_to(top) else None


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""
