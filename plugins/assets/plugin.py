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
    for name, data in pelican.settings["SITE_RUN"]["assets"].files.items():
        path = Path(pelican.output_path) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def register():
    """Connect to Pelican."""
    signals.generator_init.connect(give_assets)
    signals.finalized.connect(write_assets)
