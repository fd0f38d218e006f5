"""Pelican: gives templates the 17 global goals with their links, as `global_goals` by number."""

from pelican import signals

from plugins.global_goals.model import GLOBAL_GOALS
from plugins.global_goals.view import view_global_goal


def give_global_goals(generator):
    """Hand the global goals to the templates."""
    generator.context["global_goals"] = {number: view_global_goal(goal) for number, goal in GLOBAL_GOALS.items()}


def register():
    """Connect to Pelican."""
    signals.generator_init.connect(give_global_goals)
