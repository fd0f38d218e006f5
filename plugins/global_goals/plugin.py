"""Pelican: gives templates the 17 global goals with their links, as `global_goals` by number."""

from collections.abc import Mapping

from pelican import signals

from plugins.global_goals.model import GLOBAL_GOALS
from plugins.global_goals.view import view_global_goal


class SpokenGoals(Mapping):
    """The goals by number, in the language of the page that is being written.

    The words are asked for with each goal: the plugin that gives them may be called after this one, for what hears the same
    signal of Pelican's is called in no order.
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
    """Hand the global goals to the templates."""
    generator.context["global_goals"] = SpokenGoals(generator.env.globals)


def register():
    """Connect to Pelican."""
    signals.generator_init.connect(give_global_goals)
