"""The program's own tables are parsed once, and again if anything that they are made of changes."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
import yaml

from plugins.core import own_tables
from plugins.core.cache import compiled
from plugins.core.own_tables import read_table


@pytest.fixture
def table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a table of a project with an empty cache."""
    monkeypatch.setattr(compiled, "PROJECT", tmp_path)
    monkeypatch.setattr(compiled, "SETTLED", sys.maxsize)  # also in a clone made a moment ago
    file = tmp_path / "table.yaml"
    file.write_text("rows: [{name: å, is_far: no, number: 8.10}]\n", "utf-8")
    return file


def forbid_parsing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make parsing YAML fail."""
    monkeypatch.setattr(own_tables.yaml, "load", lambda *_: pytest.fail("parsed"))


def test_a_table_is_parsed_once(table: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = read_table(table), read_table(table, is_typed=True)
    assert first == (
        {"rows": [{"name": "å", "is_far": "no", "number": "8.10"}]},
        {"rows": [{"name": "å", "is_far": False, "number": 8.1}]},
    )
    forbid_parsing(monkeypatch)
    assert (read_table(table), read_table(table, is_typed=True)) == first


def test_changing_a_table_that_was_read_does_not_affect_other_readers(table: Path) -> None:
    read_table(table)["rows"].clear()
    assert len(read_table(table)["rows"]) == 1


def test_a_changed_table_is_parsed_again(table: Path) -> None:
    read_table(table)
    table.write_text("rows: []\n", "utf-8")
    assert read_table(table) == {"rows": []}


def test_a_table_is_parsed_again_by_another_version_of_the_parser(table: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read_table(table)
    monkeypatch.setattr(yaml, "__version__", "0.1")
    monkeypatch.setattr(own_tables.yaml, "load", lambda *_: {"by": "another"})
    assert read_table(table) == {"by": "another"}


def test_a_table_with_a_damaged_cache_entry_is_parsed_again(table: Path) -> None:
    whole = read_table(table)
    [kept] = (compiled.compiled_in(compiled.PROJECT) / compiled.VALUES).iterdir()
    data = bytearray(kept.read_bytes())
    data[-3] ^= 1
    kept.write_bytes(data)
    assert read_table(table) == whole


def test_a_table_that_is_not_yaml_is_reported_each_time(table: Path) -> None:
    table.write_text("rows: [", "utf-8")
    for _ in range(2):
        with pytest.raises(yaml.YAMLError):
            read_table(table)
