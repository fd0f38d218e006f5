"""Answers that depend on a key alone are stored in one table between runs."""

from __future__ import annotations

from plugins.core.cache.keyed_answers import KeyedAnswers, Table


def ask(table: Table | None, *keys: str) -> tuple[Table | None, list[str]]:
    """Ask questions as a run that begins with a table does; return the next table, and what was computed."""
    made: list[str] = []
    followed = KeyedAnswers(lambda: table)
    for key in (*keys, *keys):
        assert followed.find(key, lambda key=key: made.append(key) or key.upper()) == key.upper()  # type: ignore[misc]
    return followed.asked, made


def test_an_answer_is_kept_for_two_runs_after_its_last_use() -> None:
    table, made = ask(None, "one", "two")
    assert made == ["one", "two"]
    table, made = ask(table, "two", "three")
    assert made == ["three"]
    table, made = ask(table, "one")
    assert made == []
    table, made = ask(table, "two")
    assert made == []
    table, made = ask(table, "three")
    assert made == ["three"]


def test_a_run_that_asks_for_nothing_leaves_the_table_unchanged() -> None:
    assert ask(None)[0] is None


def test_an_answer_may_be_none() -> None:
    followed = KeyedAnswers(lambda: ({"key": None}, {}))
    assert followed.find("key", lambda: 1) is None
