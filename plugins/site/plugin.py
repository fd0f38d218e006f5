"""Pelican: hands the Site over to generators, readers and templates.

The tasks prepare the Site themselves and give it in the setting `SITE`. Under the plain `pelican` command it is
prepared here, at the beginning of every run, and errors stop the run.
"""

import os
import shutil
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from pelican import signals
from pelican.contents import Page
from pelican.readers import BaseReader

from plugins.core.outputs import EXAMPLES_FOLDER, Output
from plugins.core.problems import sort_problems, tell_problem
from plugins.house.page import SitePage
from plugins.site.examples import render_components
from plugins.site.prepare import prepare_site
from plugins.site.theme import read_theme


class ContentHasErrors(Exception):
    """The content has errors; they are in the message."""


def begin_run(pelican):
    """Make the Site ready before the generators exist; fires at every run, also in autoreload."""
    settings = pelican.settings
    settings["SITE_RUN"] = {}
    theme = settings.get("SITE_THEME") or read_theme(Path(settings["THEME"]))
    site = settings.get("SITE")
    if site is None:
        preparation = prepare_site(Path(settings["PATH"]), _today(settings), theme)
        errors = [p for p in sort_problems(preparation.problems) if p.is_error]
        if errors or preparation.site is None:
            raise ContentHasErrors("\n".join(tell_problem(error) for error in errors))
        site = preparation.site
    by_file = {page.source.resolve(): page for page in site.pages if page.source}
    output = Output(Path(pelican.output_path), site.outputs)
    settings["SITE_RUN"].update(site=site, words=theme.words, by_file=by_file, output=output)


def _today(settings):
    """Return the day as the tasks do: given, from `SOURCE_DATE_EPOCH`, or today in the time zone of the settings."""
    given, epoch, zone = settings.get("SITE_DATE"), os.environ.get("SOURCE_DATE_EPOCH"), ZoneInfo(settings["TIMEZONE"])
    if given:
        return date.fromisoformat(given)
    return (datetime.fromtimestamp(int(epoch), zone) if epoch else datetime.now(zone)).date()


def hand_over_site(generator):
    """Give templates the words, and whether this is a preview."""
    run = generator.settings["SITE_RUN"]
    generator.context["site"] = run["site"]
    generator.context["output"] = run["output"]  # where each written page tells its path
    staff = next((page.address for page in run["site"].pages if page.template == "staff"), "")
    # components are imported without context
    generator.env.globals.update(words=run["words"], preview=run["site"].shows_drafts, staff_address=staff)


class SiteReader(BaseReader):
    """Returns for a file what `prepare_site` has already read, checked and rendered."""

    enabled = True
    file_extensions = ("md",)

    def read(self, source_path):
        """Return the page's HTML and what Pelican and the templates need to know of it."""
        source = Path(source_path).resolve()
        page = self.settings["SITE_RUN"]["by_file"].get(source)
        if page is None:  # a draft, or an explanation for those who read the folder
            return "", {"title": source.stem, "status": "skip"}
        return page.html, _metadata(page)


def _metadata(page: SitePage):
    return {
        "title": page.frame.title,
        "summary": page.frame.description,
        "slug": page.address.strip("/") or "start",
        "lang": page.frame.language,
        "status": "published",
        "template": page.template,
        "url": page.address.lstrip("/"),
        "save_as": page.file,
        "frame": page.frame,
        "view": page.view,
    }


def add_reader(readers):
    """Read `.md` with our reader."""
    readers.reader_classes["md"] = SiteReader


def add_pages_without_file(generator):
    """Add the pages that are made also without a file of the editors."""
    for page in generator.settings["SITE_RUN"]["site"].pages:
        if page.source is None:
            generator.pages.append(Page(page.html, _metadata(page), generator.settings, context=generator.context))


def write_examples(generator, writer):
    """In preview, write the page of every component in every mode; the published site has none of it."""
    site = generator.context["site"]
    is_taken = any(page.file.startswith(f"{EXAMPLES_FOLDER}/") for page in site.pages)  # by a page of the editors' own
    if not site.shows_drafts or is_taken:
        return
    theme = Path(generator.settings["THEME"])
    folder = Path(generator.output_path) / EXAMPLES_FOLDER
    shutil.copytree(theme / "examples" / "files", folder / "filer", dirs_exist_ok=True)
    components = list(render_components(theme, generator.env))
    assets = generator.env.globals["assets"]
    sheets = (assets.css, assets.pages_css, assets.news_css, assets.further_css)
    styles = b"".join(assets.files[name.lstrip("/")] for name in sheets).decode()
    # A window within a page takes the scheme of the screen: here each has a stylesheet that has already chosen.
    for scheme, screen in (("light", "(max-width:0)"), ("dark", "(min-width:0)")):
        (folder / f"{scheme}.css").write_text(styles.replace("(prefers-color-scheme:dark)", screen), "utf-8")
        html = generator.env.get_template("examples_all.html").render(components=components, scheme=scheme)
        (folder / f"{scheme}.html").write_text(html.replace("(prefers-color-scheme: dark)", screen), "utf-8")
    (folder / "index.html").write_text(generator.env.get_template("examples.html").render(), "utf-8")


def register():
    """Connect to Pelican."""
    signals.get_generators.connect(begin_run)
    signals.readers_init.connect(add_reader)
    signals.generator_init.connect(hand_over_site)
    signals.page_generator_finalized.connect(add_pages_without_file)
    signals.page_writer_finalized.connect(write_examples)
