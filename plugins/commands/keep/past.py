"""The tasks `history` and `undo`: who changed what and when, and reverting a saved change."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import tzinfo
from itertools import islice
from pathlib import Path
from typing import Final

from plugins.commands.keep.talk import Talk, lower, show_error
from plugins.commands.reporting.speak import say, show
from plugins.core.swedish import compare_key, format_day, quote
from plugins.keeping.changes import ContentChange, FieldChange, describe_changes
from plugins.keeping.choices import Choices
from plugins.keeping.errors import HistoryError
from plugins.keeping.past import CODE_LENGTH, SavedChange, find_past_of, find_saved, is_about, read_past
from plugins.keeping.saving import Archive
from plugins.site.rooms import SHELVES

SHOWN: Final = 20
"""Saved changes in the list; `--all` shows every one."""
LATEST: Final = {"senaste", "sista", "latest"}
LONGEST: Final = 90
"""Characters of a value in the list."""


def run_history(content: Path, zone: tzinfo, about: str | None, *, shows_all: bool) -> int:
    """Print the saved changes, newest first; or those of a page or record, with each value before and after."""
    try:
        archive = Archive(content, SHELVES)
        unsaved = archive.unsaved()
        if about is None:
            if unsaved:
                show(f"Inte sparat än: {lower(describe_changes(unsaved))}")
            past = list(islice(read_past(archive), None if shows_all else SHOWN + 1))
            for saved in past if shows_all else past[:SHOWN]:
                show(_format_head(saved, zone, saved.words))
            if not past:
                show("Ingenting är sparat än.")
            elif len(past) > SHOWN and not shows_all:
                say("Fler visas med --alla. En enda sida eller post: python3 tasks.py historik NAMN")
            say("Ta tillbaka en ändring: python3 tasks.py angra KOD")
            return 0
        return _print_about(archive, zone, about, unsaved)
    except HistoryError as error:
        return show_error(error)


def _print_about(archive: Archive, zone: tzinfo, about: str, unsaved: Sequence[ContentChange]) -> int:
    """Print all changes of one page or record."""
    found = False
    mine = [change for change in unsaved if is_about(change, about)]
    if mine:
        found = True
        show(f"Inte sparat än: {lower(describe_changes(mine))}")
        show("\n".join(format_fields(mine)))
    for saved, changes in find_past_of(archive, about, mine):
        found = True
        show(_format_head(saved, zone, describe_changes(changes)))
        if fields := format_fields(changes):
            show("\n".join(fields))
    if not found:
        show(f"Ingen sparad ändring gäller {quote(about)}. Skriv en sidas titel eller fil, eller namnet på en post.")
        return 1
    return 0


def _format_head(saved: SavedChange, zone: tzinfo, words: str) -> str:
    return f"{saved.code}  {_moment(saved, zone)}  {saved.by}\n    {words}"


def _moment(saved: SavedChange, zone: tzinfo) -> str:
    at = saved.at(zone)
    return f"{format_day(at.date())} {at:%H.%M}"


def format_fields(changes: Iterable[ContentChange]) -> list[str]:
    """Return a line for each changed field, with its value before and after."""
    return [f"      {_format_field(field)}" for change in changes for field in change.fields]


def _format_field(field: FieldChange) -> str:
    if field.before is None:
        return f"{field.name}: {_cut(field.after or '')} (nytt)"
    if field.after is None:
        return f"{field.name}: {_cut(field.before)} (borttaget)"
    return f"{field.name}: {_differing(field.before, field.after)}"


def _differing(before: str, after: str) -> str:
    """Return two values side by side, from where they differ."""
    if max(len(before), len(after)) <= LONGEST // 2:
        return f"{before} → {after}"
    start = next(
        (at for at, pair in enumerate(zip(before, after, strict=False)) if pair[0] != pair[1]), min(len(before), len(after))
    )
    start = max(0, start - 20)
    head = "…" if start else ""
    return f"{head}{_cut(before[start:], LONGEST // 2)} → {head}{_cut(after[start:], LONGEST // 2)}"


def _cut(text: str, longest: int = LONGEST) -> str:
    text = " ".join(text.split())
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def run_undo(content: Path, zone: tzinfo, code: str, talk: Talk) -> int:
    """Revert a saved change, whatever came after, or print why it cannot be done; return the exit status."""
    try:
        archive = Archive(content, SHELVES)
        saved = next(read_past(archive), None) if compare_key(code) in LATEST else find_saved(archive, code.casefold())
        if saved is None:
            show(
                f"Det finns ingen sparad ändring med koden {quote(code)}.\n"
                f"Koden är de {CODE_LENGTH} tecknen först på varje rad: python3 tasks.py historik\n"
                "Den senaste ändringen: python3 tasks.py angra senaste"
            )
            return 1
        who = talk.person(archive, None)
        kept = archive.commit(who)
        if kept is not None:
            say(f"Först sparades det du hade ändrat. {kept.words}.")
        choices = Choices()
        undone = archive.undo(saved.state, who, choices)
        if choices.open:
            show(_describe_why_not(archive, zone, saved, choices, has_codes=talk.has_codes))
            return 1
        if undone is None:
            code = f" {saved.code}" if talk.has_codes else ""
            show(f"Ändringen{code} är redan tillbakatagen: innehållet är som om den inte hade gjorts.")
            return 0
        say(f"{undone.words}.")
        say("Blev det fel: python3 tasks.py angra senaste. Dela det med kollegorna: python3 tasks.py spara")
        return 0
    except HistoryError as error:
        return show_error(error)


def _describe_why_not(archive: Archive, zone: tzinfo, saved: SavedChange, choices: Choices, *, has_codes: bool) -> str:
    """Return a message: which places have been changed since, by whom, and what can be done instead."""
    code = f" {saved.code}" if has_codes else ""
    rows = [f"Ändringen{code} ({lower(saved.words)}) kan inte tas tillbaka: samma ställen har ändrats sedan dess."]
    for conflict in choices.open:
        rows.append(f"  content/{conflict.path}: {conflict.what}")
        rows += [f"      nu: {_cut(conflict.mine or '(borttaget)')}", f"      då: {_cut(conflict.theirs or '(fanns inte)')}"]
        later = next(read_past(archive, conflict.path, saved.state), None)
        if later:
            code = f", kod {later.code}" if has_codes else ""
            rows.append(f"      senast ändrat av {later.by} {_moment(later, zone)}: {lower(later.words)}{code}")
    rows.append("Ta tillbaka den senare ändringen först, eller skriv om stället för hand. Inget är ändrat.")
    return "\n".join(rows)
