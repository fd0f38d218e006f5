"""Connect the Site with Pelican: generators, readers and templates.

Our tasks prepare the Site and pass it in the setting `SITE`. Under the plain command `pelican` it is prepared here at the start
of every run, and errors stop the run.
"""

import os
from datetime import date, datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from pelican import signals
from pelican.contents import Page
from pelican.generators import PagesGenerator
from pelican.readers import BaseReader

from plugins.core.outputs import EXAMPLES_FOLDER, Output
from plugins.core.problems import format_problem, sort_problems
from plugins.core.words.interface import FIRST_LIST, SpokenWords
from plugins.site.examples import make_examples
from plugins.site.prepare import prepare_site
from plugins.site.theme import read_theme
from plugins.site.to_do.statistics import find_staff_address


class ContentHasErrors(Exception):
    """The content has errors; they are in the message."""


def begin_run(pelican):
    """Prepare the Site before the generators are created; runs again in autoreload."""
    settings = pelican.settings
    settings["SITE_RUN"] = {}
    theme = settings.get("SITE_THEME") or read_theme(Path(settings["THEME"]))
    site = settings.get("SITE")
    if site is None:
        preparation = prepare_site(Path(settings["PATH"]), _today(settings), theme)
        errors = [p for p in sort_problems(preparation.problems) if p.is_error]
        if errors or preparation.site is None:
            raise ContentHasErrors("\n".join(format_problem(error) for error in errors))
        site = preparation.site
    find = settings["SITE_RUN"]["find"] = _make_find()
    by_file = {find(page.source): page for page in site.pages if page.source}
    output = Output(Path(pelican.output_path), site.outputs, settings.get("SITE_SEEN", {}))
    staff = find_staff_address({page.address for page in site.pages}) if site.shows_drafts else ""
    settings["SITE_RUN"].update(
        site=site, lists=theme.words, by_file=by_file, output=output, preview=site.shows_drafts, staff_address=staff
    )


def _make_find():
    """Return a function that returns the real path of a file, with a cache for folders."""
    resolve = cache(os.path.realpath)

    def find(path):
        folder, name = os.path.split(path)
        return f"{resolve(folder)}{os.sep}{name}"

    return find


def _today(settings):
    """Return the date: from `SITE_DATE`, from `SOURCE_DATE_EPOCH`, or today in the time zone of the settings."""
    given, epoch, zone = settings.get("SITE_DATE"), os.environ.get("SOURCE_DATE_EPOCH"), ZoneInfo(settings["TIMEZONE"])
    if given:
        return date.fromisoformat(given)
    return (datetime.fromtimestamp(int(epoch), zone) if epoch else datetime.now(zone)).date()


def hand_over_site(generator):
    """Give templates the site, the interface words, and whether this is a preview."""
    run = generator.settings["SITE_RUN"]
    generator.context["site"] = run["site"]
    generator.context["output"] = run["output"]  # each page that is written registers its path here
    # components are imported without context
    run.setdefault("words", SpokenWords(run["lists"][FIRST_LIST]))  # one for all generators
    generator.env.globals.update(words=run["words"], preview=run["preview"], staff_address=run["staff_address"])


def speak(generator, content):
    """Switch the interface words to the language of the page that is written next."""
    if isinstance(generator, PagesGenerator) and (frame := getattr(content, "frame", None)):
        run = generator.settings["SITE_RUN"]
        run["words"].turn_to(run["lists"][frame.language.code])


def leave_known_pages(generator):
    """Keep Pelican from rendering pages whose cached output is still valid (`SITE_KNOWN`)."""
    run, find_known, is_wanted = generator.settings["SITE_RUN"], generator.settings.get("SITE_KNOWN"), generator._include_path
    run["known"] = {}
    if find_known is None:
        return
    files = [page.file for page in run["site"].pages]
    run["known"] = {file: one for file in files if (one := find_known(file)) is not None}
    for file in files:
        if file not in run["known"]:
            run["output"].remove(file)
    find, content = run["find"], generator.path
    known = {path for path, page in run["by_file"].items() if page.file in run["known"]}

    @cache  # Pelican lists the folder twice
    def is_known(file):
        return find(os.path.join(content, file)) in known  # noqa: PTH118

    def is_other(file, extensions=None):
        """Return whether Pelican has to read a file, before it tries its twenty patterns."""
        return not is_known(file) and is_wanted(file, extensions)

    generator._include_path = is_other


class SiteReader(BaseReader):
    """Returns what `prepare_site` has already read, checked and rendered for a file."""

    enabled = True
    file_extensions = ("md",)

    def read(self, source_path):
        """Return the page's HTML and its metadata."""
        run = self.settings["SITE_RUN"]
        page = run["by_file"].get(run["find"](source_path))
        if page is None:  # a draft, or the README of a folder
            return "", {"title": Path(source_path).stem, "status": "skip"}
        return page.html, page.metadata


def add_reader(readers):
    """Register our reader for `.md`."""
    readers.reader_classes["md"] = SiteReader


def add_pages_without_file(generator):
    """Add the pages that the site has without a file of the editors."""
    run = generator.settings["SITE_RUN"]
    for page in run["site"].pages:
        if page.source is None and page.file not in run["known"]:
            generator.pages.append(Page(page.html, page.metadata, generator.settings, context=generator.context))


def write_examples(generator, writer):
    """In preview, write the pages of all components; the published site has none."""
    run = generator.settings["SITE_RUN"]
    site, output = run["site"], run["output"]
    is_taken = any(page.file.startswith(f"{EXAMPLES_FOLDER}/") for page in site.pages)  # an editor's page has that address
    if not site.shows_drafts or is_taken:
        return
    home = next(page for page in site.pages if page.frame is site.home)
    content = Page(home.html, home.metadata, generator.settings, context=generator.context)
    signals.page_generator_write_page.send(generator, content=content)  # resets the language that the last page has set
    for name, data in make_examples(Path(generator.settings["THEME"]), generator.env).items():
        output.write(f"{EXAMPLES_FOLDER}/{name}", data)


def register():
    """Connect the handlers to Pelican's signals."""
    signals.get_generators.connect(begin_run)
    signals.readers_init.connect(add_reader)
    signals.generator_init.connect(hand_over_site)
    signals.page_generator_init.connect(leave_known_pages)
    signals.page_generator_finalized.connect(add_pages_without_file)
    signals.page_generator_write_page.connect(speak)
    signals.page_writer_finalized.connect(write_examples)
