"""Pelican: writes what stands beside the pages: logos, pictures, open data, sitemap, redirects."""

from pelican import signals

from plugins.publishing.discovery import write_discovery
from plugins.publishing.hosts.rules import find_moves, read_rules, read_wishes
from plugins.publishing.hosts.writing import write_host_files
from plugins.publishing.open_data import write_open_data


def write_files(pelican):
    """Write the files that pages show, and those beside the pages."""
    run = pelican.settings["SITE_RUN"]
    site, output = run["site"], run["output"]
    for name, source in site.files.items():
        output.write(name, source if isinstance(source, bytes) else source.read_bytes())
    beside = write_discovery(site, _policy(pelican.settings))
    for name, text in {**beside, **write_open_data(site)}.items():
        output.write(name, text.encode())
    for name, text in write_host_files(site, find_moves(site, **read_wishes(pelican.settings)), output.written).items():
        output.write(name, text.encode())


def _policy(settings):
    """Return what the pages may do; nothing where they go no further than the desk."""
    return read_rules().page_policy if settings.get("PUBLISHING") else ""


def give_policy(generator):
    """Let each page say what it may do: some hosts send no header of ours."""
    generator.context["content_policy"] = _policy(generator.settings)


def register():
    """Connect to Pelican."""
    signals.generator_init.connect(give_policy)
    signals.finalized.connect(write_files)
