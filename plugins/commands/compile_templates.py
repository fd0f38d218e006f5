"""Compile all templates to the bytecode cache that a build reads: the last step of setting up the environment.

Run as a program of its own in the new environment, since it needs Jinja but neither Pelican nor the site. Compiles the theme's
templates and some of Pelican's own (`site/templates.py` has the cache). A template that is missing there, or has changed since,
is compiled by the build.
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
"""Templates of Pelican's own theme that its generator of articles loads at each run, also without articles."""


def compile_templates(theme: Path, project: Path) -> None:
    """Compile the templates of a theme for a project; those that are cached already are only loaded."""
    templates, pelican = theme / "templates", find_spec("pelican")  # located, not imported
    others = [Path(folder, "themes", "simple", "templates") for folder in (pelican and pelican.submodule_search_locations) or ()]
    cache = open_template_cache(project, OPTIONS)
    environment = Environment(loader=FileSystemLoader([templates, *others]), bytecode_cache=cache, **OPTIONS)
    environment.filters.update(FILTERS)
    for name in [*sorted(file.relative_to(templates).as_posix() for file in templates.rglob("*.html")), *PELICANS]:
        with suppress(TemplateError):  # reported where it is used
            environment.get_template(name)


if __name__ == "__main__":
    compile_templates(PROJECT / "theme", PROJECT)
