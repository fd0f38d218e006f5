"""Pelican: gives templates `assets`, and writes the files at the end."""

from pathlib import Path

from pelican import signals

from plugins.assets.bundle import build_assets


def give_assets(generator):
    """Make the assets once a run and hand them to the templates."""
    run = generator.settings["SITE_RUN"]
    if "assets" not in run:
        run["assets"] = build_assets(Path(generator.settings["THEME"]))
    generator.env.globals["assets"] = run["assets"]  # components are imported without context


def write_assets(pelican):
    """Write stylesheets, font, icon and script."""
    run = pelican.settings["SITE_RUN"]
    for name, data in run["assets"].files.items():
        run["output"].write(name, data)


def register():
    """Connect to Pelican."""
    signals.generator_init.connect(give_assets)
    signals.finalized.connect(write_assets)
