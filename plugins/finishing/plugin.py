"""Pelican: does the finishing steps on every page as it has been written."""

from pathlib import Path

from pelican import signals

from plugins.finishing.steps import finish_page


def finish_file(path, context):
    """Read a written page, finish it, and write it again."""
    file = Path(path)
    output = context["output"]
    output.claim(file.relative_to(output.folder).as_posix())
    if file.suffix == ".html":
        frame = context["page"].frame
        file.write_text(finish_page(file.read_text("utf-8"), frame.language, frame.tongue), "utf-8", newline="\n")


def register():
    """Connect to Pelican."""
    signals.content_written.connect(finish_file)
