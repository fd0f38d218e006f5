"""Pelican: writes the files beside the pages: logos and pictures, and the mark that the folder is ours."""

from pathlib import Path

from pelican import signals

from plugins.publishing.exchange import MARK, MARK_TEXT


def write_files(pelican):
    """Copy the files that pages show, and leave our mark."""
    output = Path(pelican.output_path)
    for name, source in pelican.settings["SITE_RUN"]["site"].files.items():
        target = output / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(source.read_bytes())
    (output / MARK).write_text(MARK_TEXT, "utf-8", newline="\n")


def register():
    """Connect to Pelican."""
    signals.finalized.connect(write_files)
