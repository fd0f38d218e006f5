"""Pelican: does the finishing steps on every page as it has been written, and makes no page anew that is known already."""

from pathlib import Path

from pelican import signals

from plugins.finishing.steps import finish_page


class KnownTemplate:
    """A template that gives a page finished: as it was made before, where nothing that it rests on has changed."""

    def __init__(self, template, finished, written):
        self._template = template
        self._finished = finished
        self._written = written

    def render(self, context):
        """Return the page."""
        file = context["output_file"]
        self._finished.add(file)
        return self._written(file, lambda: finish(self._template.render(context), context["page"]))


def know_pages(generator):
    """Where the task remembers what it has written (`SITE_WRITTEN`), ask it before a page is made."""
    written, get_template = generator.settings.get("SITE_WRITTEN"), generator.get_template
    finished: set[str] = set()
    generator.context["finished"] = finished
    if written is not None:
        generator.get_template = lambda name: KnownTemplate(get_template(name), finished, written)


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
