"""Pelican: does the finishing steps on every page as it has been written, and makes no page anew that is known already."""

from functools import partial
from pathlib import Path

from pelican import signals

from plugins.core.cache.workers import WorkerStream
from plugins.finishing.steps import finish_page

MANY = 40
"""Pages of which it is worth the start of a second process to make most."""
HERE = 1
"""How many of ten pages are made in this process, which also writes all of them and remembers what each rests on: that takes it
as long as the other to make nine."""
FIRST = 8
"""Pages that are made before that process is begun, so that it has most templates ready."""


class KnownTemplate:
    """A template that gives a page finished: as it was made before, where nothing that it rests on has changed."""

    def __init__(self, get_template, finished, written, ahead):
        self._get_template = get_template
        self._finished = finished
        self._written = written
        self._ahead = ahead

    def render(self, context):
        """Return the page."""
        file = context["output_file"]
        self._finished.add(file)
        self._ahead.begin()
        return self._written(file, lambda: self._ahead.take(file) or self.make(context))

    def make(self, context):
        """Return the page, made of its template."""
        return finish(self._get_template().render(context), context["page"], context["site"])


class PagesAside:
    """Pages that are made aside (`docs/decisions/0094-work-aside.md`): nine of each ten, while the others are made here.

    All of them, where this process has something else to do meanwhile (`SITE_MEANWHILE`), which it does at the first page.
    """

    def __init__(self, generator):
        self._generator = generator
        self._meanwhile = generator.settings.get("SITE_MEANWHILE")
        self._first, self._here = (0, 0) if self._meanwhile else (FIRST, HERE)
        self._is_begun = not generator.settings.get("SITE_IS_NEW")  # where some are known, few are to be made
        self._made = 0
        self._files: set[str] = set()
        self._coming = None

    def begin(self):
        """Begin to make them, if it is time, and if that can be done here."""
        if not self._is_begun and self._made >= self._first:
            self._is_begun = True
            files = [page.save_as for page in (*self._generator.translations, *self._generator.pages)][self._first :]
            if len(files) >= MANY:
                there = self._files = {file for at, file in enumerate(files) if at % 10 >= self._here}
                self._coming = WorkerStream(lambda send: self._generator.generate_output(PageSender(there, send)))
        if self._meanwhile is not None:
            meanwhile, self._meanwhile = self._meanwhile, None
            try:
                meanwhile()
            except BaseException:
                self._coming = None  # nobody will take them
                raise

    def take(self, file):
        """Return a page that was made aside; None where it was not."""
        self._made += 1
        if self._coming is None or file not in self._files:
            return None
        name, page = self._coming.take() or ("", b"")
        self._files.discard(file)
        if name != file or not self._files:
            self._coming = None  # nothing comes, or another than is asked for: the others are made here
        return page.decode() if name == file else None


class PageSender:
    """Takes the place of Pelican's writer in a forked copy, and sends the pages to the process that asked for them."""

    def __init__(self, files, send):
        self._files = files
        self._send = send

    def write_file(self, name, template, context, *, page, **_told):
        """Send a page."""
        if name in self._files:
            self._send((name, template.make({**context, "output_file": name, "page": page}).encode()))


def know_pages(generator):
    """Where the task remembers what it has written (`SITE_WRITTEN`), ask it before a page is made."""
    written, get_template = generator.settings.get("SITE_WRITTEN"), generator.get_template
    finished: set[str] = set()
    generator.context["finished"] = finished
    if written is not None:
        ahead = PagesAside(generator)
        generator.get_template = lambda name: KnownTemplate(partial(get_template, name), finished, written, ahead)
        share_globals(generator.env)
        generator.env.auto_reload = False  # no template changes within a run: else each is looked at on the disk for each page


def share_globals(environment):
    """Let templates without globals of their own, as all of ours, have the environment's themselves; only beside no other plugin.

    Jinja lays an empty layer over them for each, through which it looks name by name at every import.
    """
    layered = environment.make_globals
    environment.make_globals = lambda own: layered(own) if own else environment.globals


def finish(html, page, site):
    """Return a page of a site with the finishing steps done, in its language."""
    frame = page.frame
    return finish_page(html, frame.language, frame.translation, frame.gone, frame.canonical, site.hidden)


def finish_file(path, context):
    """Read a written page, finish it if it is not, and write it again."""
    file = Path(path)
    output = context["output"]
    name = file.relative_to(output.folder).as_posix()
    output.claim(name)
    if file.suffix == ".html" and name not in context["finished"]:
        file.write_text(finish(file.read_text("utf-8"), context["page"], context["site"]), "utf-8", newline="\n")


def register():
    """Connect to Pelican."""
    signals.page_generator_init.connect(know_pages)
    signals.content_written.connect(finish_file)
