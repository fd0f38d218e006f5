"""Build the view of a form: the fields of a record with their values and choices.

Takes an `EditTarget`, the folder and the library, if there is one; returns a `FormView`. Called by `editing.take` and by the
preview.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from plugins.core.dataclass import dataclass
from plugins.core.files.translation_names import split_name
from plugins.core.library import ANY_PAGE, Library
from plugins.core.marks.known import ALL
from plugins.core.models.model import UNKNOWN, Model, fields_of
from plugins.core.models.stand_ins import is_stand_in
from plugins.core.swedish import compare_key
from plugins.core.system.plain_file import read_plain
from plugins.core.texts.pieces import MarkedPiece
from plugins.core.writer.refusal import CannotWrite
from plugins.core.writer.tree import Tree
from plugins.core.writer.write import EditedFile, open_document
from plugins.editing.fields import FieldChoices, Option, build_fields
from plugins.editing.seen import find_page
from plugins.editing.target import EditTarget, name_of, open_target, record_of, title_of
from plugins.editing.view import FormView
from plugins.global_goals.model import GLOBAL_GOALS
from plugins.house.context import PageKind
from plugins.partners.model import Partner
from plugins.site.rooms import BOXES, KINDS, NAMED, PIECES, REGISTERS, SHELVES
from plugins.website.links import Link
from plugins.website.model import Website

BY_ITSELF: Final = "Lämna det tomt, så blir det till av namnet."


@dataclass(frozen=True)
class FormBuilder:
    """Builds the forms for one `content/`."""

    content: Path
    library: Library | None
    """None if nothing could be read yet; then references have no choices."""

    find_menu: Callable[[], Iterable[Link]] = tuple[Link, ...]
    """Returns the present menu, as visitors see it."""

    def find_default_items(self, target: EditTarget, name: str) -> list[Tree]:
        """Return the items that the site uses while a list is empty: for the site's menu, the computed links; else none."""
        if target.model is not Website or split_name(target.file) or name != "meny":
            return []
        return [{"text": link.text, "adress": link.address} for link in self.find_menu()]

    def form(self, target: EditTarget) -> FormView:
        """Return the form of a target, filled from its file. Raises `OSError` or `CannotWrite`."""
        if target.is_new:
            return self.view(target, self._new_record(target), "", self._new_body(target))
        data, document = open_target(target, self.content)
        record = record_of(target, document)
        return self.view(target, record, digest_of(data), body_of(target, document), name_of(record, target.model))

    def view(self, target: EditTarget, record: dict[str, Tree], digest: str, body: str | None, known_as: str = "") -> FormView:
        """Return a form filled with `record` and `body`. `digest` identifies the bytes of the file, `known_as` the record."""
        fields = build_fields(target.model, record, self._choices())
        if target.is_new:
            own = [replace(one, hint=f"{one.hint} {BY_ITSELF}".strip()) for one in fields if one.name == "id"]
            rest = [one for one in fields if one.name != "id"]
            fields = (*rest[:-1], *own, *rest[-1:])  # optional, so almost last: only the status comes after it
        name = name_of(record, target.model) if record else ""
        page = "" if target.is_new else self.page_of(target)
        has_texts = body is not None or any(part.widget == "text" for field in fields for part in field.walk())
        register = REGISTERS.get(target.model)
        has_pieces = register is None or not register.no_pieces
        return FormView(
            title=f"Lägg till i {title_of(target.shelf).lower()}" if target.is_new else name,
            what=target.model.CALLED,
            path=target.path,
            file=f"{self.content.name}/{target.file}",
            record=known_as,
            digest=digest,
            fields=fields,
            body=body,
            others=tuple(self.list_other_files(target)),
            can_remove=not target.is_new and target.shelf.form != "record" and not target.shelf.is_required,
            is_new=target.is_new,
            asks_file_name=target.is_new and target.shelf.form == "page",
            page=page,
            has_headings=register is None or not register.no_headings,
            insertables=self._insertables(has_pieces=has_pieces) if has_texts else (),
            proof=name if page and target.model is Partner else page,
        )

    def _insertables(self, *, has_pieces: bool) -> tuple[Option, ...]:
        """Return the marks and links that can be inserted into a text: inline values first, then components, then links."""
        if self.library is None:
            return ()
        marked_pieces = [piece for piece in PIECES if isinstance(piece, MarkedPiece)]
        pieces = [piece.register.model for piece in marked_pieces]
        registers = [one for one in self.library.registers.values() if one.mark and (has_pieces or one.model not in pieces)]
        marked = [(one.mark, self.library.known(one.model)) for one in sorted(registers, key=lambda one: one.model in pieces)]
        marked += [(named.name, self.library.known(named.of)) for named in NAMED.values()]
        marks = [
            Option(f"{{{mark}:{name}}}", _label(known.things[key], name))
            for mark, known in marked
            for key, name in known.names.items()
        ]
        marks += self._offer_values({compare_key(mark) for mark, _ in marked})
        titles = {shelf.model: shelf.title.partition(",")[0].lower() for shelf in SHELVES}
        marks += [
            Option(f"{{{piece.register.mark}:{ALL}}}", f"{ALL} {titles[piece.register.model]}")
            for piece in marked_pieces
            if has_pieces and piece.make_all and self.library.shown(piece.register.model)
        ]
        marks += [Option(f":::{box.name}", box.shows) for box in BOXES if has_pieces]
        titled = [(str(page.title.typed), page.address) for page in self.library.all_pages if hasattr(page, "title")]
        links = [(title, address) for title, address in titled if not is_stand_in(title)]
        return (*marks, *(Option(f"[{title}]({address})", f"länk till sidan {title}") for title, address in links))

    def _offer_values(self, offered: Collection[str]) -> Iterator[Option]:
        """Yield the marks of all pages that are not among `offered`, each with the text that it has today."""
        assert self.library is not None
        for mark in self.library.marks(ANY_PAGE).values.values():
            if mark.refusal or compare_key(mark.name) in offered:
                continue
            for key, name in mark.values.names.items():
                yield Option(f"{{{mark.name}:{name}}}", f"i dag: {mark.values.things[key]}")
            if mark.values.example:
                yield Option(f"{{{mark.name}:{mark.values.example}}}", "byt det som står efter kolonet")

    def page_of(self, target: EditTarget, data: bytes | None = None) -> str:
        """Return the address of the page that shows a target; empty if none does. `data` replaces the bytes of its file."""
        if self.library is None:
            return ""
        try:
            document = open_document(read_plain(self.content / target.file) if data is None else data, target.shelf)
        except (OSError, CannotWrite):
            return ""
        return find_page(target, document, self.library, self.content)

    def list_other_files(self, target: EditTarget) -> Iterable[str]:
        """Yield the other files that a record can be moved to."""
        if target.number is None or "*" not in target.shelf.pattern:
            return []
        files = [file for file in self.content.glob(target.shelf.pattern) if not file.is_symlink()]
        found = sorted(file.relative_to(self.content).as_posix() for file in files)
        return [name for name in found if name != target.file]

    def _choices(self) -> FieldChoices:
        def references(field_name: str) -> tuple[Option, ...]:
            if self.library is None:
                return ()
            known = self.library.referred_by(field_name)
            return tuple(Option(name, _label(known.things[key], name)) for key, name in known.names.items())

        files: dict[str, tuple[Option, ...]] = {}
        for shelf in SHELVES:
            if shelf.form == "file":
                folder = shelf.pattern.rpartition("/")[0]
                files[folder] = tuple(Option(file.name, file.name) for file in sorted(self.content.glob(shelf.pattern)))
        return FieldChoices(references, files, {"globalt mål": _global_goals()})

    def kind(self, target: EditTarget) -> PageKind[Any] | None:
        """Return the page kind of a target; None if it is no page."""
        return next((kind for kind in KINDS if kind.model is target.model), None)

    def _new_record(self, target: EditTarget) -> dict[str, Tree]:
        kind = self.kind(target)
        values: dict[str, Tree] = {"status": "utkast"} if "status" in fields_of(target.model) else {}
        if kind is not None and self.library is not None:
            values |= _by_key(kind.new.values(self.library), target.model)
        return values

    def is_untouched(self, target: EditTarget, record: Mapping[str, Tree], body: str | None) -> bool:
        """Return whether nobody has filled in anything in the form of a new record or page; the status does not count."""
        offered = self._new_record(target)
        filled = {key for key, value in record.items() if key != "status" and offered.get(key) != value}
        return not filled and (body or "").strip() == (self._new_body(target) or "").strip()

    def _new_body(self, target: EditTarget) -> str | None:
        if target.shelf.form != "page":
            return None
        kind = self.kind(target)
        headings = kind.new.headings("", self.library) if kind is not None and self.library is not None else ()
        return "\n".join(line for heading in headings for line in ("", f"## {heading or 'Ämnet'}", ""))


def body_of(target: EditTarget, document: EditedFile) -> str | None:
    """Return the Markdown of a page; None for a record."""
    return document.body if target.shelf.form == "page" else None


def digest_of(data: bytes) -> str:
    """Return the digest by which a form identifies the bytes of its file."""
    return hashlib.sha256(data).hexdigest()


def _label(thing: Model, name: str) -> str:
    """Return the words shown beside the name that refers to `thing`, or that name if it has no others."""
    for attribute in (*thing.NAMED_BY, "value"):
        value = getattr(thing, attribute, None)
        words = str(getattr(value, "typed", value)) if value is not None else ""
        if words and words != name and not is_stand_in(words):
            unit = getattr(thing, "unit", None)
            return f"{words} {unit}" if unit else words
    return name


def _by_key(values: Mapping[str, str], model: type[Model]) -> dict[str, Tree]:
    """Return the known ones of `values`, which go by the fields' English names, by the keys that they have in a file."""
    keys = {info.english: key for key, info in fields_of(model).items()}
    return {keys[name]: value for name, value in values.items() if value != UNKNOWN}


def _global_goals() -> tuple[Option, ...]:
    """Return an option for every global goal and target."""
    found = []
    for goal in GLOBAL_GOALS.values():
        found.append(Option(str(goal.number), goal.name))
        found += [Option(code, f"delmål i mål {goal.number}") for code in goal.targets]
    return tuple(found)
