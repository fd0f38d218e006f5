"""The name of a record depends on its model's declaration alone, whatever the field is called."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

from plugins.core.kinds.annotations import Id, PlainLine
from plugins.core.models.binding import bind_all
from plugins.core.models.model import RegisterModel, field, shape_of
from plugins.core.places import Place, SourceFile
from plugins.core.record_names import key_of, name_of, names_of
from plugins.core.records.read import read_records
from plugins.core.source.sources import text_of_lines
from plugins.core.swedish import compare_key
from plugins.core.translations.model import translation_of
from plugins.editing.target import name_of as name_in_form


class Prize(RegisterModel):
    """A record whose fields have unusual names, the naming field last."""

    NAMED_BY: ClassVar[tuple[str, ...]] = ("spoken", "mark")

    mark: Id = field("märke", "", required=True, may_be_unknown=False)
    year: PlainLine | None = field("utdelas", "", required=True)
    spoken: PlainLine | None = field("benämning", "", translated="kallas")


def bind(model: Any, *lines: str) -> Any:
    """Return the record with these lines."""
    source = SourceFile(Path("priser.yaml"), "\n".join((f"- {lines[0]}", *(f"  {line}" for line in lines[1:]))) + "\n")
    root, problems = read_records(text_of_lines(source, 1, source.text), shape_of(model), is_list=True)
    assert problems == []
    (record,), problems = bind_all(model, root, Place(source))
    assert problems == []
    return record


def call(values: dict[str, str], model: Any) -> str:
    """Return the name that a form shows for a record with these values."""
    return name_in_form({compare_key(name): value for name, value in values.items()}, model)


def test_a_record_has_the_best_name_available() -> None:
    whole = bind(Prize, "märke: guld", "utdelas: varje år", "benämning: Guldäpplet  i  Sandvålla")
    assert names_of(whole) == ("Guldäpplet i Sandvålla", "guld")
    assert (name_of(whole), key_of(whole)) == ("Guldäpplet i Sandvålla", "guld")
    short = bind(Prize, "märke: silver", "utdelas: saknas", "benämning: saknas")
    assert (name_of(short), key_of(short)) == ("silver", "silver")


def test_a_form_gives_a_record_the_same_name() -> None:
    assert call({"märke": "guld", "utdelas": "varje år", "benämning": "Guldäpplet"}, Prize) == "Guldäpplet"
    assert call({"utdelas": "varje år", "märke": "silver"}, Prize) == "silver"


def test_a_translated_record_has_its_translated_name() -> None:
    spoken = translation_of(Prize, is_row=True)
    assert name_of(bind(spoken, "märke: guld", "kallas: The golden apple")) == "The golden apple"
    assert name_of(bind(spoken, "märke: guld")) == "guld"
    assert call({"märke": "guld", "kallas": "The golden apple"}, spoken) == "The golden apple"


def test_a_record_that_no_field_names_has_the_name_of_its_file() -> None:
    class Nameless(RegisterModel):
        what: PlainLine | None = field("vad", "")

    record = bind(Nameless, "vad: Något")
    assert (name_of(record), key_of(record)) == ("priser.yaml", "")
