"""The global goals as templates get them."""

from __future__ import annotations

from types import SimpleNamespace

from plugins.core.words.lists import WordLists
from plugins.global_goals.plugin import give_global_goals
from tests.conftest import PROJECT


def test_templates_get_the_global_goals_before_or_after_the_words() -> None:
    """Both hear one signal of Pelican's, which calls them in no order."""
    generator = SimpleNamespace(context={}, env=SimpleNamespace(globals={}))
    give_global_goals(generator)
    generator.env.globals["words"] = WordLists(PROJECT / "theme" / "words")["sv"]
    goals = generator.context["global_goals"]
    assert [goals[number].number for number in goals] == [*range(1, 18)]
