"""The small site shared by tests of whole runs."""

from __future__ import annotations

from tests.flow.trial import CONTENT, Trial, snapshot


def test_the_small_site_of_these_tests_has_no_problems(trial: Trial) -> None:
    """Else the tests that use it would prove less than they claim."""
    assert trial.run("check").stdout == "Inga fel. Inget är skrivet.\n"
    assert snapshot(CONTENT) == snapshot(trial.content)
