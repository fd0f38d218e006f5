"""Pelican: gives templates `assets`, and writes the files at the end."""

from dataclasses import replace
from pathlib import Path

from pelican import signals
from pelican.generators import PagesGenerator

from plugins.assets.bundle import build_assets, trim_assets
from plugins.core.memo import make_anew


def give_assets(generator):
    """Make the assets once a run and hand them to the templates."""
    run = generator.settings["SITE_RUN"]
    if "assets" not in run:
        run["assets"] = build_assets(Path(generator.settings["THEME"]))
    generator.env.globals["assets"] = run["assets"]  # components are imported without context


def turn_assets(generator, content):
    """Give the page that is written next the stylesheets for the direction of its writing."""
    if not isinstance(generator, PagesGenerator):
        return
    run = generator.settings["SITE_RUN"]
    frame = getattr(content, "frame", None)
    assets = run["assets"]
    if frame is not None and frame.language.dir == "rtl":
        if "mirrored assets" not in run:
            run["mirrored assets"] = build_assets(Path(generator.settings["THEME"]), "rtl")
        assets = run["mirrored assets"]
    generator.env.globals["assets"] = assets


def write_assets(pelican):
    """Write stylesheets, font, icon and script: of the stylesheets what the pages use; and the pages that are known.

    Preview has them whole: it makes each page by itself, and knows no other.
    """
    run = pelican.settings["SITE_RUN"]
    output = run["output"]
    kinds = [key for key in ("assets", "mirrored assets") if key in run]
    if not run["preview"]:
        known = dict(run["known"])
        names = [*(name for name in output.written if name.endswith(".html")), *known]

        def read(name):
            """Return a page: one at a time, for all together are much."""
            return (known[name] if name in known else (output.folder / name).read_bytes()).decode()

        for key in kinds:
            files, renamed = trim_assets(run[key], map(read, names), pelican.settings.get("SITE_REMEMBER", make_anew))
            run[key] = replace(run[key], files=files)
            for name in names:
                html = before = read(name)
                for address, present in renamed.items():
                    html = html.replace(address, present)
                if name in known:
                    known[name] = html.encode()
                elif html != before:
                    (output.folder / name).write_text(html, "utf-8", newline="\n")
        for name, data in known.items():
            output.write(name, data)
    for name, data in {name: data for key in kinds for name, data in run[key].files.items()}.items():
        output.write(name, data)


def register():
    """Connect to Pelican."""
    signals.generator_init.connect(give_assets)
    signals.page_generator_write_page.connect(turn_assets)
    signals.finalized.connect(write_assets)
