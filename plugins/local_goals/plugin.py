"""Pelican plugin: give goal pages their view as `page.goal`, and every template the views as `goal_pages`, by number.

The theme's own templates take all from `view`: this is for other themes, and for other plugins of Pelican.
"""

from pelican import signals

from plugins.local_goals.view import GoalPage


def give_goal_page(generator, metadata):
    """Set `page.goal` on a goal's page."""
    if isinstance(metadata.get("view"), GoalPage):
        metadata["goal"] = metadata["view"]


def give_goal_pages(generator):
    """Set `goal_pages`: the views of the goals in the site's own language, by number."""
    pages = (page for page in generator.context["site"].pages if page.template == "goal" and not page.frame.prefix)
    views = [page.view for page in pages if isinstance(page.view, GoalPage)]
    generator.context["goal_pages"] = {view.number: view for view in views}


def register():
    """Connect to Pelican."""
    signals.page_generator_context.connect(give_goal_page)
    signals.page_generator_init.connect(give_goal_pages)
