"""Take a submitted form: check it and write it.

Takes an `EditTarget` and the submitted fields; returns the form with its problems, or a `SavedForm`. Nothing is written until the
whole site has been checked with the change, and the file is known to be the one that the form was filled from. Called by the
preview, the only place with forms.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field, replace
from itertools import count
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

from plugins.core.dataclass import dataclass
from plugins.core.kinds.words import MARKDOWN
from plugins.core.models.model import FieldInfo, Model, fields_of, shape_of
from plugins.core.reading.placing import find_shelf
from plugins.core.swedish import compare_key, slugify
from plugins.core.system.plain_file import read_plain
from plugins.core.writer.places import FieldPath, path_to
from plugins.core.writer.refusal import CannotWrite
from plugins.core.writer.styles import record_lines
from plugins.core.writer.tree import Tree
from plugins.core.writer.write import EditedFile, open_document, write_body, write_tree
from plugins.editing.buttons import all_with_buttons, with_buttons
from plugins.editing.change import ChangeProblem, Check, Files, try_change, write_change
from plugins.editing.fields import is_program_own
from plugins.editing.joined import FormContent, differences, follow, join, tidy_body
from plugins.editing.posted import LIST_ACTIONS, record_from, record_with_changed_list
from plugins.editing.show import FormBuilder, body_of, digest_of
from plugins.editing.target import EditTarget, is_draft, name_of, open_target, record_of
from plugins.editing.view import (
    ACTION,
    BODY,
    DIGEST,
    FILE_NAME,
    MOVE,
    MOVE_TO,
    RECORD,
    REMOVE,
    SAVE,
    UNCHANGED,
    FieldProblem,
    FormView,
    SavedForm,
)
from plugins.editing.wording import find_missing, model_at, reword
from plugins.site.rooms import SHELVES

NAMED_BY: Final = ("namn", "roll", "rubrik", "enhet")
"""Keys of the fields that the id of a new record is made from, in order of preference."""
LONGEST_ID: Final = 40
DRAFT: Final = "Det är ett utkast. När det är klart: välj publicerad i fältet Status, och spara igen."


@dataclass(frozen=True, slots=True)
class Trial:
    """The files that saving a form would write."""

    target: EditTarget
    record: dict[str, Tree]
    files: Files


@dataclass(frozen=True)
class FormSaver:
    """Checks and saves the forms for one `content/`."""

    show: FormBuilder
    check: Check
    check_records: Check | None = None
    """As `check`, but only problems that records show without any page; None: always use `check`."""
    shown: Mapping[str, bytes] = field(default_factory=dict)
    """The bytes that forms were filled from, by digest. A form whose bytes are missing here cannot be merged."""

    @property
    def content(self) -> Path:
        """Return the folder that is edited."""
        return self.show.content

    def form(self, target: EditTarget, posted: Mapping[str, str]) -> FormView | SavedForm:
        """Do what a form asks for; return the form again, with the reasons, if that is not possible.

        Raises `OSError`, `CannotWrite`, or `Overtaken` if a file was saved at the same moment: the caller may try again.
        """
        action, _, at = posted.get(ACTION, SAVE).partition(":")
        if target.is_new:
            return self._take_new(target, posted, action, at)
        data, document = open_target(target, self.content)
        target = self._follow(target, document, posted)
        old = record_of(target, document)
        known_as = name_of(old, target.model)
        body = tidy_body(posted.get(BODY), body_of(target, document))
        if action in LIST_ACTIONS:
            record = record_with_changed_list(posted, target.model, old, action, at, self.show.find_default_items(target, at))
            return self.show.view(target, record, posted.get(DIGEST, ""), body, known_as)
        record = record_from(posted, target.model, old)
        also = ""
        if posted.get(DIGEST) != digest_of(data):
            now = FormContent(old, body_of(target, document))
            meant, both = join(self.shown.get(posted.get(DIGEST, "")), target, posted, now) or (FormContent(record, body), None)
            mine = self.show.view(target, meant.record, digest_of(data), meant.body, known_as)
            if both is None or both or action != SAVE:
                theirs = self.show.view(target, old, digest_of(data), now.body)
                return replace(mine, conflict=tuple(differences(theirs, mine, both)))
            record, body, also = meant.record, meant.body, " Filen hade ändrats medan du skrev, och de ändringarna är med."
        if action == REMOVE:
            return self._remove(target, data, document)
        if action == MOVE:
            return self._move(target, data, document, posted.get(MOVE_TO, ""))
        new = _written(data, document, target, record, body)
        if new == data:
            return SavedForm(UNCHANGED, target.path)
        files: Files = {target.file: new}
        found = self._check_quickly(target, old, record, files)
        found = try_change(self.content, files, self.check) if found is None else found
        problems = tuple(self._report_at_fields(found, target, new))
        if any(problem.is_error for problem in problems):
            return replace(self.show.view(target, record, digest_of(data), body, known_as), problems=problems)
        write_change(self.content, files, {target.file: data})
        return SavedForm(_describe_saved(record, target) + also, target.path, self._tips(found, target, new))

    def redisplay(self, target: EditTarget, posted: Mapping[str, str]) -> FormView:
        """Return a form as it was submitted, without checking or saving. Raises `OSError` or `CannotWrite`."""
        if target.is_new:
            body = tidy_body(posted.get(BODY), "") if target.shelf.form == "page" else None
            return self.show.view(target, record_from(posted, target.model, {}, keeps_empty=True), "", body)
        _, document = open_target(target, self.content)
        target = self._follow(target, document, posted)
        old = record_of(target, document)
        body = tidy_body(posted.get(BODY), body_of(target, document))
        record = record_from(posted, target.model, old, keeps_empty=True)
        return self.show.view(target, record, posted.get(DIGEST, ""), body, name_of(old, target.model))

    def _follow(self, target: EditTarget, document: EditedFile, posted: Mapping[str, str]) -> EditTarget:
        """Return `target` with the number that its record has now.

        A renamed record is recognised if it has kept its number and at least half of its values.
        """
        name = posted.get(RECORD, "")
        try:
            return follow(target, document, name)
        except CannotWrite:
            data = self.shown.get(posted.get(DIGEST, ""))
            if data is None or not isinstance(document.tree, list) or target.number is None:
                raise
            shown = open_document(data, target.shelf)
            was = record_of(follow(target, shown, name), shown)
            now = document.tree[target.number] if target.number < len(document.tree) else {}
            same = [key for key, value in was.items() if isinstance(now, dict) and now.get(key) == value]
            if 2 * len(same) < len(was):
                raise
            return target

    def _check_quickly(
        self, target: EditTarget, old: Mapping[str, Tree], record: Mapping[str, Tree], files: Files
    ) -> tuple[ChangeProblem, ...] | None:
        """Check a change by records alone; return None if it may affect a page or has errors, so that the full check is needed.

        The preview checks everything after each save, and reports the rest.
        """
        if self.check_records is None or target.shelf.form != "list" or not _breaks_nothing(target, old, record):
            return None
        found = try_change(self.content, files, self.check_records)
        return None if any(one.is_new and one.problem.is_error for one in found) else found

    def _tips(self, found: Iterable[ChangeProblem], target: EditTarget, new: bytes | None) -> tuple[FieldProblem, ...]:
        """Return the problems to show after saving: those that the change caused."""
        return tuple(self._report_at_fields([one for one in found if one.is_new], target, new))

    def trial(self, target: EditTarget, posted: Mapping[str, str]) -> Trial:
        """Return what saving a form would write, unchecked. Raises `OSError` or `CannotWrite`."""
        if target.is_new:
            body = tidy_body(posted.get(BODY), "") if target.shelf.form == "page" else None
            record = self._named(_in_order(record_from(posted, target.model, {}), target), target)
            made, new, _ = self._make(target, record, body, posted.get(FILE_NAME, ""))
            return Trial(made, record, {made.file: new})
        data, document = open_target(target, self.content)
        target = follow(target, document, posted.get(RECORD, ""))
        record = record_from(posted, target.model, record_of(target, document))
        body = tidy_body(posted.get(BODY), body_of(target, document))
        return Trial(target, record, {target.file: _written(data, document, target, record, body)})

    def _take_new(self, target: EditTarget, posted: Mapping[str, str], action: str, at: str) -> FormView | SavedForm:
        body = tidy_body(posted.get(BODY), "") if target.shelf.form == "page" else None
        if action in LIST_ACTIONS:
            record = record_with_changed_list(posted, target.model, {}, action, at)
            return self.show.view(target, record, "", body)
        record = self._named(_in_order(record_from(posted, target.model, {}), target), target)
        view = self.show.view(target, record, "", body)
        if self.show.is_untouched(target, record, body):
            return replace(view, problems=(FieldProblem("", "Formuläret är tomt.", ("Fyll i de fält som behövs.",), True, ""),))
        if target.shelf.form == "list" and len(record) == 1 and (lacking := _find_lacking(record, target)):
            return replace(view, problems=tuple(lacking))  # written alone, its only row would be read as part of the record above
        if target.shelf.form == "page":
            name = slugify(posted.get(FILE_NAME, "")) or self._file_name(target, record)
            if not name or (self.content / target.file / f"{name}.md").exists():
                message = f"Det finns redan en sida som heter {name}." if name else "Sidan behöver ett namn för sin adress."
                way = "Välj ett annat namn." if name else "Fyll i titeln, eller skriv ett namn här med bokstäverna a till z."
                return replace(view, problems=(FieldProblem(FILE_NAME, message, (way,), True, ""),))
        made, new, data = self._make(target, record, body, posted.get(FILE_NAME, ""))
        files: Files = {made.file: new}
        problems = tuple(self._report_at_fields(try_change(self.content, files, self.check), made, new))
        if any(problem.is_error for problem in problems):
            return replace(view, problems=problems)
        write_change(self.content, files, {made.file: data})
        return SavedForm(_describe_saved(record, target), made.path, problems)

    def _named(self, record: dict[str, Tree], target: EditTarget) -> dict[str, Tree]:
        """Return a new record with an id made from its name, if its model has an id and the record has none."""
        if "id" not in fields_of(target.model) or record.get("id"):
            return record
        words = next((value for key in NAMED_BY if isinstance(value := record.get(key), str) and slugify(value)), "")
        document = open_document(read_plain(self.content / target.file), target.shelf)
        rows = document.tree if isinstance(document.tree, list) else []
        taken = {compare_key(str(row.get("id", ""))) for row in rows if isinstance(row, dict)}
        name = slugify(words)[:LONGEST_ID].strip("-")
        free = next(one for number in count(1) if compare_key(one := name if number == 1 else f"{name}-{number}") not in taken)
        return {"id": free, **record} if name else record

    def _make(
        self, target: EditTarget, record: dict[str, Tree], body: str | None, file_name: str
    ) -> tuple[EditTarget, bytes, bytes | None]:
        """Return a new page or record as a target, the new bytes of its file, and the present bytes; None if there is no file."""
        if target.shelf.form == "page":
            name = slugify(file_name) or self._file_name(target, record)
            lines = ["---", *record_lines(record, shape_of(target.model), 0), "---", *(body or "").split("\n")]
            return EditTarget(target.shelf, f"{target.file}/{name}.md"), ("\n".join(lines).rstrip("\n") + "\n").encode(), None
        data = read_plain(self.content / target.file)
        tree = open_document(data, target.shelf).tree
        assert isinstance(tree, list)
        return EditTarget(target.shelf, target.file, len(tree)), write_tree(data, target.shelf, [*tree, record]), data

    def _file_name(self, target: EditTarget, record: dict[str, Tree]) -> str:
        """Return the file name of a new page, without extension; empty if its title has no letter from a to z."""
        named = next(info.key for info in fields_of(target.model).values() if info.english == target.model.NAMED_BY[0])
        kind, slug = self.show.kind(target), slugify(str(record.get(named, "")))
        if not slug:
            return ""
        values = {info.english: record.get(key) for key, info in fields_of(target.model).items()}
        return kind.new.file_of(slug, values) if kind and kind.new.file_of else slug

    def _remove(self, target: EditTarget, data: bytes, document: EditedFile) -> FormView | SavedForm:
        tree = document.tree
        new: bytes | None = None
        if target.number is not None and isinstance(tree, list):
            new = write_tree(data, target.shelf, [item for at, item in enumerate(tree) if at != target.number])
        return self._finish(target, document, {target.file: new}, {target.file: data}, "är borttagen", "ta bort")

    def _move(self, target: EditTarget, data: bytes, document: EditedFile, other: str) -> FormView | SavedForm:
        tree = document.tree
        if target.number is None or not isinstance(tree, list) or other not in self.show.list_other_files(target):
            raise CannotWrite("Posten kan inte flyttas dit.")
        shelf = find_shelf(other, SHELVES)
        assert shelf is not None
        there = read_plain(self.content / other)
        records = open_document(there, shelf).tree
        assert isinstance(records, list)
        files = {  # add before removing: if the program is stopped in between, the record is there twice and not lost
            other: write_tree(there, shelf, [*records, tree[target.number]]),
            target.file: write_tree(data, target.shelf, [item for at, item in enumerate(tree) if at != target.number]),
        }
        return self._finish(target, document, files, {target.file: data, other: there}, f"ligger nu i {other}", "flytta")

    def _finish(
        self, target: EditTarget, document: EditedFile, files: Files, before: Mapping[str, bytes], done: str, what: str
    ) -> FormView | SavedForm:
        """Check and write a change after which the target is gone from its file.

        `done` completes the sentence that reports success, `what` the one that says it cannot be done yet.
        """
        record = record_of(target, document)
        problems = tuple(_say_once(self._report_at_fields(try_change(self.content, files, self.check), target, None)))
        if any(problem.is_error for problem in problems):
            view = self.show.view(
                target, record, digest_of(before[target.file]), body_of(target, document), name_of(record, target.model)
            )
            return replace(view, problems=problems, refused=f"Det går inte att {what} {view.what} än: det här skulle bli fel")
        write_change(self.content, files, before)
        return SavedForm(f"{_capital(name_of(record, target.model))} {done}.", "", problems)

    def _report_at_fields(self, found: Iterable[ChangeProblem], target: EditTarget, new: bytes | None) -> Iterable[FieldProblem]:
        """Yield problems as `FieldProblem`s, each at the field that it is about. Old problems of other records are left out."""
        document = open_document(new, target.shelf) if new is not None else None
        for one in found:
            path: FieldPath = ()
            field, elsewhere = "", f"{self.content.name}/{one.file}, rad {one.problem.place.line}"
            lead = urlencode({"fil": f"{self.content.name}/{one.file}", "rad": one.problem.place.line}, errors="replace")
            if document is not None and one.file == target.file:
                path = path_to(document, one.problem.place.line)
                if target.number is not None and path[:1] != (target.number,):
                    if not one.is_new:
                        continue  # an old problem of another record
                else:
                    path = path[1:] if target.number is not None else path
                    path = find_missing(one.problem.help, path, target.model)
                    is_below = target.shelf.form == "page" and one.problem.place.line > document.limit + 1
                    field, elsewhere = (BODY if is_below else ".".join(map(str, path))), ""
                    if _is_by_program(path, target):
                        field = ""  # no form has it
            is_error = (one.problem.is_error and one.is_new) or (one.problem.is_error and not elsewhere)
            is_text = bool(elsewhere) or field == BODY or _is_markdown(path, target.model)
            help_lines = reword(one.problem.suggestion, one.problem.help, path, is_text=is_text)
            message = with_buttons(one.problem.message)
            yield FieldProblem(field, message, all_with_buttons(help_lines), is_error, elsewhere, lead=lead)


def _say_once(problems: Iterable[FieldProblem]) -> Iterator[FieldProblem]:
    """Yield each problem once, without advice that an earlier one has given: all references to a removed record get the same."""
    said: set[tuple[str, str] | str] = set()
    for problem in problems:
        if (problem.message, problem.where) not in said:
            yield replace(problem, help=tuple(line for line in problem.help if line not in said))
        said |= {(problem.message, problem.where), *problem.help}


def _find_lacking(record: Mapping[str, Tree], target: EditTarget) -> Iterator[FieldProblem]:
    """Yield a problem for each required field that is empty."""
    for key, info in fields_of(target.model).items():
        if info.required and key not in record:
            yield FieldProblem(key, f"Fältet ”{info.swedish}” behöver fyllas i.", (), True, "")


def _is_by_program(path: FieldPath, target: EditTarget) -> bool:
    info = fields_of(target.model).get(str(path[0])) if path else None
    return info is not None and is_program_own(info)


def _is_markdown(path: FieldPath, model: type[Model]) -> bool:
    holder = model_at(path[:-1], model)
    info = fields_of(holder).get(str(path[-1])) if path and holder is not None else None
    return info is not None and info.kind is MARKDOWN


def _written(data: bytes, document: EditedFile, target: EditTarget, record: dict[str, Tree], body: str | None) -> bytes:
    """Return the bytes of a file with `record`, and for a page `body`, in place."""
    new = write_tree(data, target.shelf, _with(document, target, record))
    return write_body(new, target.shelf, body) if body is not None and body != document.body else new


def _breaks_nothing(target: EditTarget, old: Mapping[str, Tree], record: Mapping[str, Tree]) -> bool:
    """Return whether a change only touches fields that refer to nothing and that nothing refers to."""
    fields = fields_of(target.model)
    changed = [fields.get(key) for key in {*old, *record} if old.get(key) != record.get(key)]
    return all(info and _stands_alone(info) and info.english not in target.model.NAMED_BY for info in changed)


def _stands_alone(info: FieldInfo) -> bool:
    return info.kind is not None and info.kind.stands_alone and not info.is_list


def _with(document: EditedFile, target: EditTarget, record: dict[str, Tree]) -> Tree:
    tree = document.tree
    if target.number is None or not isinstance(tree, list):
        return record
    return [record if at == target.number else item for at, item in enumerate(tree)]


def _in_order(record: dict[str, Tree], target: EditTarget) -> dict[str, Tree]:
    """Return a new record with its required fields first and its status last."""
    fields = fields_of(target.model)
    return dict(sorted(record.items(), key=lambda item: (item[0] == "status", not fields[item[0]].required)))


def _describe_saved(record: dict[str, Tree], target: EditTarget) -> str:
    waits = f" {DRAFT}" if is_draft(record) else ""
    return f"{_capital(name_of(record, target.model)).removesuffix('.')} är sparad.{waits}"


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
