"""Connect to Pelican: write the files beside the pages (logos, pictures, what rooms declare, redirects, files of hosts)."""

from pelican import signals

from plugins.core.system.plain_file import read_plain
from plugins.publishing.hosts.rules import find_moves, read_rules, read_wishes
from plugins.publishing.hosts.writing import write_host_files
from plugins.publishing.redirects import make_redirects


def write_files(pelican):
    """Write the files that pages use, and those beside the pages."""
    run = pelican.settings["SITE_RUN"]
    site, output = run["site"], run["output"]
    for name, source in site.files.items():
        output.write(name, source if isinstance(source, bytes) else read_plain(source))
    for file in site.files_beside:
        if file.write:
            found = write_beside(file, site)
            output.write(file.path, found if isinstance(found, bytes) else found.encode())
    for name, text in make_redirects(site, _policy(pelican.settings)).items():
        output.write(name, text.encode())
    for name, text in write_host_files(find_moves(site, **read_wishes(pelican.settings)), output.written).items():
        output.write(name, text.encode())


def write_beside(file, site):
    """Return the content of a file beside the pages; add its path to any exception."""
    try:
        return file.write(site)
    except Exception as error:
        error.add_note(f"när filen {file.path} skrevs")  # shown to the editor too (`commands.process.failure`)
        raise


def _policy(settings):
    """Return the policy of pages (CSP); "" where the build is not for publishing."""
    return read_rules().page_policy if settings.get("PUBLISHING") else ""


def give_policy(generator):
    """Give templates the policy, for a `<meta>`: some hosts send none of our headers."""
    generator.context["content_policy"] = _policy(generator.settings)


def register():
    """Connect to Pelican."""
    signals.generator_init.connect(give_policy)
    signals.finalized.connect(write_files)
