"""The first step of the nightly run: fast-forward to what others have pushed, which may change the program itself too.

What fails is printed, with what to do. Nothing uncommitted or unpushed is changed.
"""

from __future__ import annotations

from pathlib import Path

from plugins.commands.keep.talk import lower
from plugins.commands.reporting.speak import show
from plugins.commands.runs.history import lies_in_history
from plugins.keeping.changes import describe_changes
from plugins.keeping.errors import HistoryError
from plugins.keeping.repository import Repository
from plugins.keeping.saving import Archive
from plugins.keeping.states import go_to
from plugins.site.rooms import SHELVES


def renew(content: Path) -> tuple[Repository | None, str | None, bool]:
    """Fetch and fast-forward; return the repository, the commit to publish, and False where something failed.

    Without a git history all of it is (None, None, True).
    """
    if not lies_in_history(content):
        return None, None, True
    archive = Archive(content, SHELVES)
    repository, is_renewed = archive.repository, True
    try:
        repository.fetch()
    except HistoryError as error:
        show(f"Det nyaste kunde inte hämtas i natt. {error}")
        is_renewed = False
    head, shared = repository.head, repository.upstream
    try:
        if shared and head:
            _move_on(archive, head, shared)
    except HistoryError as error:
        show(f"Mappen på den här datorn kunde inte förnyas. {error}")
        is_renewed = False  # otherwise the program would stay old from now on, and nobody would know
    return repository, shared or head, is_renewed


def _move_on(archive: Archive, head: str, shared: str) -> None:
    """Check out the shared commit, with the program; raise `HistoryError` where somebody's work here would be lost."""
    repository = archive.repository
    if repository.is_ancestor(shared, head):
        return
    if not repository.is_ancestor(head, shared):
        raise HistoryError(
            "Där finns något som är sparat och inte delat. Det ligger kvar, men varken programmet eller innehållet blir nyare "
            "förrän det är delat.\nKör på den datorn: python3 tasks.py spara"
        )
    if unsaved := archive.unsaved():
        raise HistoryError(
            f"Där finns ändringar i innehållet som ingen har sparat ({lower(describe_changes(unsaved))}). De ligger kvar, men "
            "varken programmet eller innehållet där blir nyare förrän de är sparade.\n"
            "Kör på den datorn: python3 tasks.py spara (python3 tasks.py lage visar vad de är)"
        )
    go_to(repository, head, shared, "natt")
