"""The form of a translation: what has changed in its original since, and the mark that it is up to date again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from plugins.commands.translated import Pair, find_before, renew_prints
from plugins.core.files.translation_names import join_name, name_language, split_name
from plugins.core.library import Library
from plugins.core.reading.placing import find_shelf
from plugins.core.swedish import format_day
from plugins.core.system.plain_file import read_plain
from plugins.core.translations.fingerprints import find_changes, find_day
from plugins.core.translations.library import TranslatedLibrary
from plugins.core.translations.model import has_language, original_of
from plugins.core.translations.stale import format_parts
from plugins.editing.joined import cut_to_difference
from plugins.editing.target import EditTarget
from plugins.editing.view import StalePart, StaleTranslation
from plugins.site.rooms import SHELVES
from plugins.website.model import Website


def find_stale(target: EditTarget, library: Library, content: Path) -> StaleTranslation | None:
    """Return what has changed in the original of a translation; None where nothing has."""
    name, number = split_name(target.file), target.number or 0
    pairs = _pairs(target, library, content)
    if name is None or number >= len(pairs):
        return None
    original, translation = pairs[number]
    prints = getattr(translation, "translated_from", ())
    changes = find_changes(prints, original, translation)
    if not any(one.original for one in prints):
        return StaleTranslation("", ())
    if not changes:
        return None
    shelf = find_shelf(name.original, SHELVES)
    assert shelf is not None
    parts = []
    for change in changes:
        now = change.now.words.strip() if change.now else ""
        before = find_before(change, pairs[number], content, shelf) if change.before else ""
        old, new = cut_to_difference(before.strip(), now) if before else (before, now)
        parts.append(StalePart(format_parts((change,), translation), old.strip("\n") if old else old, new.strip("\n")))
    day = find_day(prints)
    return StaleTranslation(format_day(day) if day else "", tuple(parts))


def find_untranslated(target: EditTarget, library: Library, content: Path) -> tuple[tuple[str, str], ...]:
    """Return code and name of the site's languages into which a file is not translated yet."""
    website = library.only(Website)
    if website is None or not target.shelf.is_translated or not has_language(target.model):
        return ()
    others = [code for code in website.languages[1:] if not (content / join_name(target.file, code)).exists()]
    return tuple((code, name_language(code)) for code in others)


def mark_as_right(target: EditTarget, library: Library, content: Path, today: date) -> tuple[bytes, bytes]:
    """Return the bytes of a translation's file, and the same with the mark that it matches its original today."""
    pairs = _pairs(target, library, content)
    data = read_plain(content / target.file)
    return data, renew_prints(data, target.shelf, pairs, today, [target.number or 0]) if pairs else data


def _pairs(target: EditTarget, library: Library, content: Path) -> Sequence[Pair]:
    """Return the translations of a file with their originals, in order; none where one has no original."""
    name, model = split_name(target.file), original_of(target.model)
    if name is None:
        return ()
    shelves = TranslatedLibrary(library, name.code).shelves
    back = {id(translation): original for original, translation in shelves.pairs(model).items()}
    own = [one for one in shelves.translations(model) if one.place().source.path == content / target.file]
    return [(back[id(one)], one) for one in own] if all(id(one) in back for one in own) else ()
