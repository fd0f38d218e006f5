"""The global goals as templates get them."""

from __future__ import annotations

from types import SimpleNamespace

from plugins.core.words.lists import WordLists
from plugins.global_goals.plugin import give_global_goals
from tests.conftest import PROJECT


def test_goals_are_given_whether_or_not_the_words_have_been() -> None:
    """Both hear one signal of Pelican's, which calls them in no order."""
    generator = SimpleNamespace(context={}, env=SimpleNamespace(globals={}))
    give_global_goals(generator)
    generator.env.globals["words"] = WordLists(PROJECT / "theme" / "words")["sv"]
    goals = generator.context["global_goals"]
    assert [goals[number].number for number in goals] == [*range(1, 18)]
