"""The task `translate`: begin a translation, show what has changed in its original since, or renew its fingerprints.

The old and new words go to stdout, everything else to stderr. A translation without fingerprints gets them; existing ones are
renewed only with `--same`, which says that the translation matches its original again: showing changes never marks them as done.
Called by `tasks.py`.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Collection
from datetime import date
from difflib import ndiff
from pathlib import Path

from plugins.commands.process.failure import PROJECT
from plugins.commands.reporting.speak import say, show
from plugins.commands.runs.job import Options, WrongUsage, find_today
from plugins.commands.tidy import find_file, texts_of
from plugins.commands.translated import Pair, find_before, find_headings, renew_prints
from plugins.core.files.translation_names import OddName, TranslationName, find_odd, join_name, split_name
from plugins.core.models.model import Model
from plugins.core.reading.placing import find_shelf
from plugins.core.reading.reader import ShelfReader
from plugins.core.shelf import Shelf
from plugins.core.shelves import Shelves
from plugins.core.swedish import format_day, join_words
from plugins.core.system.plain_file import read_plain
from plugins.core.translations.begin import begin_translation
from plugins.core.translations.fingerprints import ChangedPart, find_changes, find_day
from plugins.core.translations.library import pair
from plugins.core.translations.model import Translation
from plugins.core.translations.stale import format_parts
from plugins.core.writer.put import Overtaken, put_file
from plugins.core.writer.refusal import CannotWrite
from plugins.site.rooms import SHELVES
from plugins.website.model import Website


def run_translate(file: str, language: str | None, options: Options, *, is_same: bool) -> int:
    """Run the task; return the exit status: 0 done, 1 a file cannot be read or written, 2 wrong usage."""
    content = Path(options.content) if options.content else PROJECT / "content"
    if not content.is_dir():
        say(f"Mappen ”{options.content or content.name}” finns inte.")
        return 2
    found = find_file(file, content, texts_of(content))
    if isinstance(found, str):
        say(_describe_not_begun(file, content) or found)
        return 2
    try:
        today = find_today(options.date, content)
        reader = ShelfReader(content, SHELVES)
        shelves = reader.read().shelves
        relative = found.resolve().relative_to(content.resolve()).as_posix()
        name = _name_old(relative, language, shelves) or _name_new(relative, language, shelves)
        return _Work(reader, shelves, name, today).do(is_same=is_same)
    except WrongUsage as error:
        say(str(error))
        return 2
    except CannotWrite as error:
        say(str(error))
        return 1
    except OSError as error:
        say(f"Det gick inte att läsa eller skriva {Path(error.filename or found).name}. Är det en mapp, eller filen låst?")
        return 1


def begin_file(content: Path, relative: str, code: str, today: date) -> str:
    """Begin the translation of an original into a language; return its path. Raises `CannotWrite` or `OSError`."""
    if split_name(relative):
        raise CannotWrite("Filen är själv en översättning. Utgå från originalet.")
    try:
        reader = ShelfReader(content, SHELVES)
        shelves = reader.read().shelves
        work = _Work(reader, shelves, _name_new(relative, code, shelves), today)
        if work.original in shelves.torn_files:
            raise CannotWrite("Originalet har ett fel som först ska rättas.")
        work.begin()
    except (WrongUsage, FileExistsError):
        raise CannotWrite("Översättningen finns redan, eller så har webbplatsen inte språket.") from None
    return work.relative


def _describe_not_begun(file: str, content: Path) -> str | None:
    """Return the message how to begin a translation that does not exist; None where it has no original."""
    name = split_name(Path(file).as_posix()) or find_odd(Path(file).as_posix())
    code = (name.right if isinstance(name, OddName) else name.code) if name else None
    original = find_file(name.original, content, texts_of(content)) if name and code else None
    if not isinstance(original, Path):
        return None
    relative = original.resolve().relative_to(content.resolve()).as_posix()
    return f"{join_name(relative, str(code))} finns inte än. Börja på den: python3 tasks.py översätt {relative} {code}"


def _name_old(relative: str, language: str | None, shelves: Shelves) -> TranslationName | None:
    """Return the parsed name of a translation, None for an original; raise `WrongUsage` where original or language do not fit."""
    name = split_name(relative)
    if name is None:
        if find_odd(relative):
            raise WrongUsage(f"Språket i namnet {relative} finns inte. Kör först: python3 tasks.py kontrollera")
        return None
    if split_name(name.original):
        raise WrongUsage(f"{relative} är en översättning av en översättning. Utgå från originalet.")
    if relative != join_name(name.original, name.code):
        raise WrongUsage(f"Språket skrivs med små bokstäver. Döp om filen till {join_name(name.original, name.code)}.")
    if language is not None and language != name.code:
        raise WrongUsage(f"Utgå från originalet: python3 tasks.py översätt {name.original} {language}")
    website = next(iter(shelves.all(Website)), None)
    if website and name.code not in website.languages[1:]:
        raise WrongUsage(f"{relative} är inte på något av webbplatsens andra språk. Kör först: python3 tasks.py kontrollera")
    return name


def _name_new(relative: str, language: str | None, shelves: Shelves) -> TranslationName:
    """Return the name of a new translation of an original; raise `WrongUsage` unless the site has that other language."""
    website = next(iter(shelves.all(Website)), None)
    others = website.languages[1:] if website else ()
    if language is None or language not in others:
        listing = join_words(list(others), "eller")
        if not others:
            raise WrongUsage("Webbplatsen har bara ett språk. Skriv fler i webbplats.yaml: språk: [sv, en].")
        message = f"Webbplatsen har inget språk som heter ”{language}”." if language else "Skriv också språket, efter filen."
        raise WrongUsage(f"{message} Till exempel: python3 tasks.py översätt {relative} {others[0]}. Språken är {listing}.")
    return TranslationName(relative, language)


class _Work:
    """The file of a translation, and its original."""

    def __init__(self, reader: ShelfReader, shelves: Shelves, name: TranslationName, today: date) -> None:
        """Find both files; `shelves` are what `reader` has read."""
        content = reader.folder
        self.reader, self.content, self.shelves, self.name, self.today = reader, content, shelves, name, today
        self.relative = join_name(name.original, name.code)
        self.path, self.original = content / self.relative, content / name.original
        shelf = find_shelf(name.original, SHELVES)
        if shelf is None or shelf.model is None or not shelf.is_translated or not self.original.is_file():
            raise WrongUsage(f"Det finns inget {name.original} att översätta.")
        self.shelf: Shelf = shelf
        self.model: type[Model] = shelf.model
        own = find_shelf(self.relative, SHELVES)
        assert own is not None
        self.own = own

    def do(self, *, is_same: bool) -> int:
        """Begin the translation, or compare it with its original; return the exit status."""
        if self.original in self.shelves.torn_files or self.path in self.shelves.torn_files:
            say(f"Filen går inte att läsa. Rätta först det som  python3 tasks.py kontrollera  säger om {self.relative}.")
            return 1
        if not self.path.is_file():
            self.begin()
            show(f"{self.relative} är skapad, med originalets ord att skriva över.")
            what = "Varje post" if self.own.form == "list" else "Den"
            say(f"{what} är ett utkast: ändra till status: publicerad när den är klar.")
            return 0
        return self._compare(is_same=is_same)

    def begin(self) -> None:
        """Write a draft with the original's words; raise `FileExistsError` where something has its name."""
        headings = find_headings(self.shelves, self.model, self.name.code, self.today)
        begin = begin_translation(read_plain(self.original), self.shelf, self.own, headings)
        if os.path.lexists(self.path):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(self.path))
        try:
            put_file(self.path, begin, None)
        except Overtaken:
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(self.path)) from None
        self.shelves = self.reader.read().shelves  # only the new file is parsed
        self._renew(range(len(self._pairs())))

    def _pairs(self) -> list[tuple[Model, Translation]]:
        """Return the originals and translations of the file in pairs, in the order of the file."""
        originals = self.shelves.all(self.model)
        translations = [one for one in self.shelves.translations.get((self.name.code, self.model), ()) if self._is_here(one)]
        pairs = pair(tuple(originals), tuple(translations))
        back = {id(translation): original for original, translation in pairs.items()}
        if len(back) < len(translations):
            raise WrongUsage(f"En rad i {self.relative} hör inte ihop med originalet. Kör först: python3 tasks.py kontrollera")
        return [(back[id(translation)], translation) for translation in translations]

    def _is_here(self, translation: Translation) -> bool:
        return translation.place().source.path == self.path

    def _compare(self, *, is_same: bool) -> int:
        """Print what has changed in the original; write missing fingerprints, and with `is_same` renew all."""
        pairs, wanted = self._pairs(), set[int]()
        is_changed = False
        for at, (original, translation) in enumerate(pairs):
            prints = getattr(translation, "translated_from", ())
            changes = find_changes(prints, original, translation)
            if changes:
                is_changed = True
                day = find_day(prints)
                since = f" sedan {format_day(day)}" if day else ""
                show(f"{self.name.original} har ändrats{since}: {format_parts(changes, translation)}.")
                for change in changes:
                    show(self._format_change(change, (original, translation)))
            if is_same or not any(one.original for one in prints):
                wanted.add(at)
        self._renew(wanted)
        if is_changed and not is_same:
            say(f"Rätta översättningen. Säger den sedan samma sak:  python3 tasks.py översätt {self.relative} --samma")
        elif wanted:
            say(f"{self.relative} är märkt som översatt från originalet som det är i dag.")
        else:
            say(f"Inget har ändrats i originalet sedan {self.relative} översattes.")
        return 0

    def _format_change(self, change: ChangedPart, pair: Pair) -> str:
        """Return the old and the new words of a part, as a diff by lines."""
        now = change.now.words.strip() if change.now else ""
        before = find_before(change, pair, self.content, self.shelf) if change.before else ""
        head = f"\n{change.name}"
        if before is None:
            return f"{head}\nNu står det (det gamla finns inte i historiken):\n{_indent(now)}"
        lines = [line for line in ndiff(before.strip().split("\n"), now.split("\n")) if not line.startswith("?")]
        signs = {"- ": "före  ", "+ ": "nu    ", "  ": "      "}
        if change.is_touched:
            head += "\n(Avsnittet är ändrat i översättningen också, före eller efter.)"
        return "\n".join([head, *(f"  {signs[line[:2]]}{line[2:]}" for line in lines)])

    def _renew(self, wanted: Collection[int]) -> None:
        """Write the fingerprints of the records with the numbers `wanted`."""
        data = read_plain(self.path)
        written = renew_prints(data, self.own, self._pairs(), self.today, wanted)
        if written != data:
            put_file(self.path, written, data)


def _indent(text: str) -> str:
    return "\n".join(f"  {line}" for line in text.split("\n"))
