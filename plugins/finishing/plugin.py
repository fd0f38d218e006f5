"""Pelican: does the finishing steps on every page as it has been written, and makes no page anew that is known already."""

import os
from pathlib import Path

from pelican import signals

from plugins.core.aside import Aside
from plugins.finishing.steps import finish_page

MANY = 40
"""Pages of which it is worth the start of a second process to make half."""
HERE = 3
"""Of ten pages so many are made here, where all are written too, and what each rests on is remembered."""
FIRST = 8
"""Pages that are made before that process is begun, so that it has most templates ready."""


class KnownTemplate:
    """A template that gives a page finished: as it was made before, where nothing that it rests on has changed."""

    def __init__(self, template, finished, written, ahead):
        self._template = template
        self._finished = finished
        self._written = written
        self._ahead = ahead

    def render(self, context):
        """Return the page."""
        file = context["output_file"]
        self._finished.add(file)
        return self._written(file, lambda: self._ahead.take(file) or self.make(context))

    def make(self, context):
        """Return the page, made of its template."""
        return finish(self._template.render(context), context["page"])


class Ahead:
    """Pages that are made aside (`docs/decisions/0094-work-aside.md`): the last of many, while the others are made here."""

    def __init__(self, generator):
        self._generator = generator
        self._is_begun = not generator.settings.get("SITE_IS_NEW")  # where some are known, few are to be made
        self._made = 0
        self._files: frozenset[str] = frozenset()
        self._work = None
        self._pages = {}

    def take(self, file):
        """Return a page that was made aside; None where it was not."""
        if not self._is_begun and self._made == FIRST:
            self._begin()
        if self._work is not None and file in self._files:
            self._pages, self._work = self._work.answer(), None
        self._made += 1
        page = self._pages.pop(file, None)
        return None if page is None else page.decode()

    def _begin(self):
        """Begin to make them, if that can be done here."""
        self._is_begun = True
        files = [page.save_as for page in (*self._generator.translations, *self._generator.pages)]
        later, process = frozenset(files[FIRST + (len(files) - FIRST) * HERE // 10 :]), os.getpid()

        def make():
            if os.getpid() == process:
                return {}  # each is made when its turn comes
            writer = Reader(later)
            self._generator.generate_output(writer)
            return writer.pages

        if len(files) >= MANY:
            self._files, self._work = later, Aside(make)


class Reader:
    """Stands for Pelican's writer: takes some pages as they would be written."""

    def __init__(self, files):
        self._files = files
        self.pages = {}

    def write_file(self, name, template, context, *, page, **_told):
        """Take a page."""
        if name in self._files:
            self.pages[name] = template.make({**context, "output_file": name, "page": page}).encode()


def know_pages(generator):
    """Where the task remembers what it has written (`SITE_WRITTEN`), ask it before a page is made."""
    written, get_template = generator.settings.get("SITE_WRITTEN"), generator.get_template
    finished: set[str] = set()
    generator.context["finished"] = finished
    if written is not None:
        ahead = Ahead(generator)
        generator.get_template = lambda name: KnownTemplate(get_template(name), finished, written, ahead)
        generator.env.auto_reload = False  # no template changes within a run: else each is looked at on the disk for each page


def finish(html, page):
    """Return a page with the finishing steps done, in its language."""
    return finish_page(html, page.frame.language, page.frame.tongue)


def finish_file(path, context):
    """Read a written page, finish it if it is not, and write it again."""
    file = Path(path)
    output = context["output"]
    name = file.relative_to(output.folder).as_posix()
    output.claim(name)
    if file.suffix == ".html" and name not in context["finished"]:
        file.write_text(finish(file.read_text("utf-8"), context["page"]), "utf-8", newline="\n")


def register():
    """Connect to Pelican."""
    signals.page_generator_init.connect(know_pages)
    signals.content_written.connect(finish_file)
