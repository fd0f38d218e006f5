"""Pelican plugin: give templates the views of the 17 global goals as `global_goals`, by number.

The theme's own templates take them from `view`: this is for other themes, and for other plugins of Pelican.
"""

from collections.abc import Mapping

from pelican import signals

from plugins.global_goals.model import GLOBAL_GOALS
from plugins.global_goals.view import view_global_goal


class TranslatedGoals(Mapping):
    """The views of the goals by number, in the language of the page that is being rendered.

    The words are looked up at each access, because the plugin that sets them may run after this one: handlers of the same
    Pelican signal are called in no defined order.
    """

    def __init__(self, given):
        self._given = given

    def __getitem__(self, number):
        return view_global_goal(GLOBAL_GOALS[number], self._given["words"])

    def __iter__(self):
        return iter(GLOBAL_GOALS)

    def __len__(self):
        return len(GLOBAL_GOALS)


def give_global_goals(generator):
    """Set `global_goals` for the templates."""
    generator.context["global_goals"] = TranslatedGoals(generator.env.globals)


def register():
    """Connect to Pelican."""
    signals.generator_init.connect(give_global_goals)
