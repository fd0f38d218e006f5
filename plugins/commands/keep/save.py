"""The tasks `save` and `fetch`: commit what is written, fetch and merge what others have written, and push."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from plugins.commands.keep.talk import Talk, print_brought, show_error
from plugins.commands.reporting.result import print_result
from plugins.commands.reporting.speak import say, show
from plugins.core.problems import Problem
from plugins.core.swedish import format_day, join_words, quote
from plugins.keeping.changes import ContentChange
from plugins.keeping.choices import Choices
from plugins.keeping.dating import find_dated, write_updated
from plugins.keeping.errors import HistoryError
from plugins.keeping.saving import TRIES, Archive, CommittedChange, Person
from plugins.site.rooms import SHELVES

Check = Callable[[], Sequence[Problem]]


def run_save(content: Path, today: date, check: Check, talk: Talk, by: str | None, *, sets_updated: bool) -> int:
    """Commit the content, and push it where it has no errors; return the exit status."""
    try:
        archive = Archive(content, SHELVES)
        who = talk.person(archive, by)
        if not _finish_merge(archive, who, talk):
            return 1
        _offer_updated(archive, content, today, talk, sets_updated=sets_updated)
        kept = archive.commit(who)
        _print_kept(kept, has_chosen=bool(talk.chosen))
        return _share(archive, who, check, talk, is_new=kept is not None)
    except HistoryError as error:
        return show_error(error)


def run_fetch(content: Path, check: Check, talk: Talk) -> int:
    """Commit what is here, fetch what others have saved, and merge; this may also update the program. Return the exit status."""
    try:
        archive = Archive(content, SHELVES)
        who = talk.person(archive, None)
        if not _finish_merge(archive, who, talk):
            return 1
        if archive.repository.remote is None:
            show("Mappen är inte kopplad till någon plats som ni delar, så det finns inget att hämta.")
            return 1
        kept = archive.commit(who)
        if kept is not None:
            say(f"Först sparades det du hade ändrat. {kept.words}.")
        if not _bring(archive, who, talk):
            return 1
        if archive.has_unpushed:
            say("Det du har sparat är inte delat än. Kör: python3 tasks.py spara")
        errors = [problem for problem in check() if problem.is_error]
        if errors:
            return print_result(errors, "text", is_check=True)
        return 0
    except HistoryError as error:
        return show_error(error)


def _finish_merge(archive: Archive, who: Person, talk: Talk) -> bool:
    """Finish a merge that another program left unfinished; return False where somebody must choose first."""
    found, choices = talk.settle(archive, lambda choices: archive.finish_merge(who, choices))
    if choices.open:
        talk.present_conflicts(archive, choices)
        return False
    if found:
        say("Här låg två versioner halvt sammanförda sedan tidigare. Nu är de sammanförda, och båda finns i historiken.")
    return True


def _offer_updated(archive: Archive, content: Path, today: date, talk: Talk, *, sets_updated: bool) -> None:
    """Set `uppdaterad` in the changed pages, where the option or the answer says so."""
    dated = find_dated(archive.unsaved(), SHELVES)
    if not dated or not (sets_updated or talk.ask):
        return
    names = join_words([quote(change.name) for change in dated])
    if not sets_updated:
        assert talk.ask is not None
        answer = talk.ask(f"Ska {names} visa ”Senast uppdaterad {format_day(today)}”? (j/n)")
        if not answer.strip().casefold().startswith("j"):
            return
    written: list[ContentChange] = write_updated(content, dated, SHELVES, today)
    if written:
        say(f"Dagen är satt i {join_words([quote(change.name) for change in written])}.")


def _print_kept(kept: CommittedChange | None, *, has_chosen: bool) -> None:
    """Print what was committed; somebody who has chosen between two texts had committed everything before that."""
    if kept or not has_chosen:
        say(f"Sparat. {kept.words}." if kept else "Det finns inga nya ändringar att spara.")
    else:
        say("Ditt val gäller nu.")


def _bring(archive: Archive, who: Person, talk: Talk) -> bool:
    """Fetch and merge; return False where somebody must choose first."""
    before = archive.repository.head
    brought, choices = talk.settle(archive, lambda choices: _bring_once(archive, who, choices))
    if choices.open:
        talk.present_conflicts(archive, choices)
        return False
    assert isinstance(brought, list)
    print_brought(brought, archive.changed_beside(before, archive.repository.head))
    if archive.repository.head == before:
        say("Du har redan det senaste.")
    return True


def _bring_once(archive: Archive, who: Person, choices: Choices) -> list[ContentChange] | None:
    return archive.pull(who, choices)


def _share(archive: Archive, who: Person, check: Check, talk: Talk, *, is_new: bool) -> int:
    """Check, fetch, merge, check again and push; again, up to `TRIES` times, where somebody else has pushed first."""
    here = "Det är sparat på den här datorn" if is_new else "Det som redan är sparat finns på den här datorn"
    errors = [problem for problem in check() if problem.is_error]
    if errors:
        print_result(errors, "text", is_check=True)
        show(f"{here}, men inte delat: rätta felen först, och kör sedan python3 tasks.py spara igen.")
        return 1
    if archive.repository.remote is None:
        say("Mappen är inte kopplad till någon plats som ni delar, så ändringarna finns bara på den här datorn.")
        return 0
    for _ in range(TRIES):
        before = archive.repository.head
        try:
            brought, choices = talk.settle(archive, lambda choices: archive.pull(who, choices))
        except HistoryError as error:
            show(f"{here}, men inte delat.")
            raise error from None
        if choices.open:
            talk.present_conflicts(archive, choices)
            return 1
        assert isinstance(brought, list)
        print_brought(brought, archive.changed_beside(before, archive.repository.head))
        if archive.repository.head != before:
            errors = [problem for problem in check() if problem.is_error]
            if errors:
                print_result(errors, "text", is_check=True)
                show(f"{here}, men inte delat: tillsammans med det som hämtades blev det fel. Rätta dem och spara igen.")
                return 1
        if not archive.has_unpushed:
            say("Allt är delat.")
            return 0
        try:
            archive.push()
        except HistoryError as error:
            if error.code == "efter":
                continue
            show(f"{here}, men inte delat.")
            raise
        say("Delat: nu har dina kollegor det också.")
        return 0
    raise HistoryError(f"{here}, men inte delat: andra sparar just nu. Kör python3 tasks.py spara igen om en stund.", "efter")
