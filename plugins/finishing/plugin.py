"""Pelican plugin: run the finishing steps on every page, and take pages from the cache if nothing that they read has changed."""

from functools import partial
from pathlib import Path

from pelican import signals

from plugins.core.cache.workers import WorkerStream
from plugins.finishing.steps import finish_page

MANY = 40
"""Fewest pages to render for which a worker process pays."""
HERE = 1
"""How many of ten pages this process renders itself. It also writes all pages and records what each depends on, which takes as
long as rendering the other nine."""
FIRST = 8
"""Pages that this process renders before it starts the worker, so that the worker inherits most compiled templates."""


class CachedTemplate:
    """A template that renders finished pages: from the cache if nothing that the page depends on has changed."""

    def __init__(self, get_template, finished, written, ahead):
        self._get_template = get_template
        self._finished = finished
        self._written = written
        self._ahead = ahead

    def render(self, context):
        """Return the finished page: from the cache, from the worker process, or rendered here."""
        file = context["output_file"]
        self._finished.add(file)
        self._ahead.begin()
        return self._written(file, lambda: self._ahead.take(file) or self.make(context))

    def make(self, context):
        """Render and finish the page."""
        return finish(self._get_template().render(context), context["page"], context["site"])


class WorkerPages:
    """Pages rendered in a worker process (`docs/decisions/0094-work-aside.md`): nine of ten.

    If this process has other work meanwhile (`SITE_MEANWHILE`), the worker renders all pages, and that work is done at the first
    page.
    """

    def __init__(self, generator):
        self._generator = generator
        self._meanwhile = generator.settings.get("SITE_MEANWHILE")
        self._first, self._here = (0, 0) if self._meanwhile else (FIRST, HERE)
        self._is_begun = not generator.settings.get("SITE_IS_NEW")  # of a site in the cache, few pages are rendered
        self._made = 0
        self._files: set[str] = set()
        self._coming = None

    def begin(self):
        """Start the worker process, once `FIRST` pages are rendered and if enough are left; do the other work, if any."""
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
                self._coming = None  # nobody will take the pages
                raise

    def take(self, file):
        """Return a page rendered by the worker process; None if this process is to render it."""
        self._made += 1
        if self._coming is None or file not in self._files:
            return None
        name, page = self._coming.take() or ("", b"")
        self._files.discard(file)
        if name != file or not self._files:
            self._coming = None  # it was the last page, or the worker failed: the rest are rendered here
        return page.decode() if name == file else None


class PageSender:
    """Replaces Pelican's writer in the worker process, and sends pages to the parent process."""

    def __init__(self, files, send):
        self._files = files
        self._send = send

    def write_file(self, name, template, context, *, page, **_told):
        """Render a page and send it with its name, if it is one of the worker's."""
        if name in self._files:
            self._send((name, template.make({**context, "output_file": name, "page": page}).encode()))


def use_page_cache(generator):
    """Make templates look in the cache of pages first, if the task has one (`SITE_WRITTEN`)."""
    written, get_template = generator.settings.get("SITE_WRITTEN"), generator.get_template
    finished: set[str] = set()
    generator.context["finished"] = finished
    if written is not None:
        ahead = WorkerPages(generator)
        generator.get_template = lambda name: CachedTemplate(partial(get_template, name), finished, written, ahead)
        share_globals(generator.env)
        generator.env.auto_reload = False  # templates do not change within a run: save a `stat` of each for every page


def share_globals(environment):
    """Give templates without globals of their own, as all of ours, the environment's mapping itself.

    Jinja makes an empty layer over it for each template, which slows each lookup at every import.
    """
    layered = environment.make_globals
    environment.make_globals = lambda own: layered(own) if own else environment.globals


def finish(html, page, site):
    """Return the HTML of a page after the finishing steps."""
    frame = page.frame
    return finish_page(html, frame.language, frame.translation, frame.gone, frame.canonical, site.hidden)


def finish_file(path, context):
    """Claim a file that Pelican has written as ours; finish it if it is a page that is not finished."""
    file = Path(path)
    output = context["output"]
    name = file.relative_to(output.folder).as_posix()
    output.claim(name)
    if file.suffix == ".html" and name not in context["finished"]:
        file.write_text(finish(file.read_text("utf-8"), context["page"], context["site"]), "utf-8", newline="\n")


def register():
    """Connect to Pelican."""
    signals.page_generator_init.connect(use_page_cache)
    signals.content_written.connect(finish_file)
