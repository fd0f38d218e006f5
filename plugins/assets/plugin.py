"""Pelican: gives templates `assets`, and writes the files at the end."""

from dataclasses import replace
from pathlib import Path

from pelican import signals

from plugins.assets.bundle import build_assets, trim_assets


def give_assets(generator):
    """Make the assets once a run and hand them to the templates."""
    run = generator.settings["SITE_RUN"]
    if "assets" not in run:
        run["assets"] = build_assets(Path(generator.settings["THEME"]))
    generator.env.globals["assets"] = run["assets"]  # components are imported without context


def write_assets(pelican):
    """Write stylesheets, font, icon and script: of the stylesheets what the written pages use.

    Preview has them whole: it makes each page by itself, and knows no other.
    """
    run = pelican.settings["SITE_RUN"]
    output = run["output"]
    if not run["preview"]:
        names = [name for name in output.written if name.endswith(".html")]
        pages = {name: (output.folder / name).read_text("utf-8") for name in names}
        files, changed = trim_assets(run["assets"], pages)
        run["assets"] = replace(run["assets"], files=files)
        for name, html in changed.items():
            (output.folder / name).write_text(html, "utf-8", newline="\n")
    for name, data in run["assets"].files.items():
        output.write(name, data)


def register():
    """Connect to Pelican."""
    signals.generator_init.connect(give_assets)
    signals.finalized.connect(write_assets)
