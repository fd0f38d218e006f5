"""Compiles all templates once, where a build looks for them; the last step of making an environment.

In: the theme's templates, and those of Pelican's own theme. Out: what Jinja makes of each, kept (`site/templates.py`). Run in the
new environment as a program of its own; it needs Jinja alone, neither Pelican nor the site. What is not there when a build
asks for it, since this was not done or a template has changed, is compiled then.
"""

from __future__ import annotations

from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, TemplateError

from plugins.commands.process.failure import PROJECT
from plugins.site.templates import FILTERS, OPTIONS, open_template_cache

PELICANS: Final = ("period_archives.html", "tag.html", "category.html", "author.html")
"""What Pelican's generator of articles asks for at each run, articles or none (its own theme has them)."""


def compile_templates(theme: Path, project: Path) -> None:
    """Compile the templates of a theme for a project, but for those that are kept already."""
    templates, pelican = theme / "templates", find_spec("pelican")  # found, not loaded
    others = [Path(folder, "themes", "simple", "templates") for folder in (pelican and pelican.submodule_search_locations) or ()]
    cache = open_template_cache(project, OPTIONS)
    environment = Environment(loader=FileSystemLoader([templates, *others]), bytecode_cache=cache, **OPTIONS)
    environment.filters.update(FILTERS)
    for name in [*sorted(file.relative_to(templates).as_posix() for file in templates.rglob("*.html")), *PELICANS]:
        with suppress(TemplateError):  # told where it is used
            environment.get_template(name)


if __name__ == "__main__":
    compile_templates(PROJECT / "theme", PROJECT)
