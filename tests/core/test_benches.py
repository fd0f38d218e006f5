"""The result of a bench is a value, which later changes do not affect."""

from __future__ import annotations

from tests.benches import Bench, write_changes


def test_an_earlier_result_is_not_affected_by_later_changes(bench: Bench) -> None:
    home = bench.content / "webbplats.yaml"
    text = home.read_text("utf-8")
    write_changes(bench.content, {"webbplats.yaml": text.replace(": ", ":")})
    broken = bench.prepare()
    write_changes(bench.content, {"webbplats.yaml": text})
    whole = bench.prepare()

    assert "saknar-mellanslag" in {problem.code for problem in broken.problems}
    assert broken.site is None
    assert not any(problem.is_error for problem in whole.problems)
