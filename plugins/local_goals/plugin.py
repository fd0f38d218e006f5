"""Pelican plugin: give goal pages their view as `page.goal`, which any template can show.

The theme's own templates take it from `view`: this is for other themes, and for other plugins of Pelican.
"""

from pelican import signals

from plugins.local_goals.view import GoalPage


def give_goal_page(generator, metadata):
    """Set `page.goal` on a goal's page."""
    if isinstance(metadata.get("view"), GoalPage):
        metadata["goal"] = metadata["view"]


def register():
    """Connect to Pelican."""
    signals.page_generator_context.connect(give_goal_page)
