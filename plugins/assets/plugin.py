"""Pelican: gives templates `assets`, and writes the files at the end."""

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from pelican import signals
from pelican.generators import PagesGenerator

from plugins.assets.bundle import build_assets, trim_assets
from plugins.core.memo import make_anew
from plugins.core.written import hold


def give_assets(generator):
    """Make the assets once a run and hand them to the templates."""
    run, remember = generator.settings["SITE_RUN"], generator.settings.get("SITE_REMEMBER", make_anew)
    if "assets" not in run:  # whoever remembers it has the theme in its name
        run["assets"] = remember(("assets", "ltr"), lambda: build_assets(Path(generator.settings["THEME"])))
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
    run, remember = pelican.settings["SITE_RUN"], pelican.settings.get("SITE_REMEMBER", make_anew)
    output = run["output"]
    kinds = [key for key in ("assets", "mirrored assets") if key in run]
    renamed: Mapping[str, str] = {}
    if not run["preview"]:
        known = dict(run["known"])
        names = [*(name for name in output.written if name.endswith(".html")), *known]

        def read(name):
            """Return a page: one at a time, for all together are much."""
            return known[name] if name in known else hold((output.folder / name).read_bytes())

        for key in kinds:
            files, renamed = trim_assets(run[key], map(read, names), remember)
            run[key] = replace(run[key], files=files)
            for name in names:
                if name not in known:
                    before = read(name)
                    if (page := _rename(before.read(), renamed)) != before.read():
                        (output.folder / name).write_bytes(page)
                    remember(*_ask_renamed(before, renamed))  # of the next run
                elif key != kinds[-1]:
                    known[name] = hold(_rename(known[name].read(), renamed))
        for name, page in known.items():
            _write_known(name, page, renamed, output, remember)
    for name, data in {name: data for key in kinds for name, data in run[key].files.items()}.items():
        output.write(name, data)


def _rename(page, renamed):
    for address, present in renamed.items():
        page = page.replace(address.encode(), present.encode())
    return page


def _ask_renamed(page, renamed):
    """Return what the digest of a page with the addresses of its stylesheets is remembered by, and what finds it."""

    def digest():
        return hashlib.sha256(_rename(page.read(), renamed)).hexdigest()

    return ("renamed", page.digest, tuple(renamed.items())), digest


def _write_known(name, page, renamed, output, remember):
    """Write a page that is known, with the addresses of its stylesheets, if the file of it that is there is not that already."""
    if not output.keep(name, remember(*_ask_renamed(page, renamed))):
        output.write(name, _rename(page.read(), renamed))


def register():
    """Connect to Pelican."""
    signals.generator_init.connect(give_assets)
    signals.page_generator_write_page.connect(turn_assets)
    signals.finalized.connect(write_assets)
