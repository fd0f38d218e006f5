"""Pelican: writes what stands beside the pages: logos, pictures, sitemap, redirects, and the mark that all is ours."""

from pathlib import Path

from pelican import signals

from plugins.publishing.discovery import write_discovery
from plugins.publishing.exchange import MARK, MARK_TEXT


def write_files(pelican):
    """Write the files that pages show, and those beside the pages."""
    output = Path(pelican.output_path)
    site = pelican.settings["SITE_RUN"]["site"]
    for name, source in site.files.items():
        _write(output / name, source if isinstance(source, bytes) else source.read_bytes())
    for name, text in {**write_discovery(site), MARK: MARK_TEXT}.items():
        _write(output / name, text.encode())


def _write(path, data):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def register():
    """Connect to Pelican."""
    signals.finalized.connect(write_files)
