"""Keep Pelican's generator of pages in memory, so that preview can render one page without a whole run.

The generator has the templates, and what plugins add to it when it starts. What plugins write at the end of a run is kept in
memory.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jinja2 import Environment
from pelican import Pelican, signals
from pelican.contents import Page
from pelican.generators import PagesGenerator

from plugins.commands.building.pelican_run import Places, listen, make_settings, report_records
from plugins.core.dataclass import dataclass
from plugins.core.outputs import MemoryOutput
from plugins.core.problems import Problem
from plugins.house.page import SitePage
from plugins.site.model import Site, Theme


@dataclass(frozen=True)
class _Empty:
    """Stands for the Site while Pelican starts: a page is rendered without the others."""

    pages: tuple[SitePage, ...] = ()
    shows_drafts: bool = True


class ReusedPelican:
    """Pelican's generator with one state of the theme."""

    def __init__(self, content: Path, theme: Theme, project: Path, folder: Path) -> None:
        """Start Pelican; `folder` stands for the output, and nothing is written to it."""
        self.problems: list[Problem] = []
        """Errors that Pelican logged, as of plugins that cannot be loaded."""
        with listen() as records:
            self._settings: dict[str, Any] = make_settings(None, Places(content, folder, theme, project))
            self._pelican = Pelican(self._settings)
            self._run: dict[str, Any] = {"site": _Empty(), "lists": theme.words, "preview": True, "staff_address": ""}
            self._run["output"] = MemoryOutput(folder, ())
            self._settings["SITE_RUN"] = self._run
            context = {**self._settings, "generated_content": {}, "static_links": set(), "static_content": {}}
            context["localsiteurl"] = self._settings["SITEURL"]
            self._generator = PagesGenerator(
                context=context,
                settings=self._settings,
                path=self._pelican.path,
                theme=self._pelican.theme,
                output_path=str(folder),
            )
        self.problems = report_records(records, content, project)

    @property
    def environment(self) -> Environment:
        """Jinja's environment, which renders the pages."""
        environment: Environment = self._generator.env
        return environment

    @property
    def assets(self) -> dict[str, bytes]:
        """Content of stylesheets, fonts and scripts of the theme, by path."""
        made = (self._run[key].files for key in ("mirrored assets", "assets") if key in self._run)
        return {name: data for files in made for name, data in files.items()}

    def render(self, page: SitePage, staff_address: str) -> str:
        """Render a page with its template, without the finishing steps."""
        self._generator.env.globals["staff_address"] = staff_address
        metadata = page.metadata
        if page.source is not None:  # as Pelican's reader of files does
            signals.page_generator_context.send(self._generator, metadata=metadata)
        shown = Page(page.html, metadata, self._settings, str(page.source or ""), self._generator.context)
        signals.page_generator_write_page.send(self._generator, content=shown)
        template = self._generator.get_template(page.template)
        html: str = template.render({**self._generator.context, "output_file": page.file, "page": shown})
        return html

    def write_rest(self, site: Site) -> dict[str, bytes]:
        """Return the files beside the pages, by path."""
        output = MemoryOutput(Path(self._settings["OUTPUT_PATH"]), site.outputs)
        for page in site.pages:
            output.claim(page.file)
        self._run.update(site=site, output=output)
        signals.page_writer_finalized.send(self._generator, writer=None)
        signals.finalized.send(self._pelican)
        return output.files
