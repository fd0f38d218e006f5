"""Pelican plugin: give templates `assets`, and write the files, trimmed, after the pages."""

import hashlib
from dataclasses import replace
from functools import partial
from pathlib import Path

from pelican import signals
from pelican.generators import PagesGenerator

from plugins.assets.bundle import ask_assets, build_assets, find_needs, trim_assets
from plugins.core.cache.memo import remember_nothing
from plugins.core.cache.written import hold


def give_assets(generator):
    """Set `assets` for the templates; the assets are made once a run."""
    run, remember = generator.settings["SITE_RUN"], generator.settings.get("SITE_REMEMBER", remember_nothing)
    if "assets" not in run:
        run["assets"] = remember(*ask_assets(Path(generator.settings["THEME"])))
    generator.env.globals["assets"] = run["assets"]  # components are imported without context


def set_page_assets(generator, content):
    """Set `assets` for the next page, by its text direction."""
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
    """Write the assets, with stylesheets trimmed to what the pages use, and put their new addresses in the pages.

    Pages from the cache (`known`) are written here too. Preview does not trim: it renders one page at a time.
    """
    run, remember = pelican.settings["SITE_RUN"], pelican.settings.get("SITE_REMEMBER", remember_nothing)
    output = run["output"]
    kinds = [key for key in ("assets", "mirrored assets") if key in run]
    moves: tuple[tuple[str, str], ...] = ()  # one object for all pages, so that the cache stores it once
    if not run["preview"]:
        known = dict(run["known"])
        new = [name for name in output.written if name.endswith(".html") and name not in known]
        for key in kinds:
            digests, needs = {}, set()
            for name in new:  # one at a time, to save memory
                with open(f"{output.folder}/{name}", "rb", buffering=0) as file:  # noqa: PTH123 (a `Path` for each page is slower)
                    page = hold(file.read())
                digests[name] = page.digest
                needs.add(_find_needs(page, remember))
            needs.update(_find_needs(page, remember) for page in known.values())
            files, renamed = trim_assets(run[key], needs, remember)
            moves = tuple(renamed.items())
            run[key] = replace(run[key], files=files)
            for name, digest in digests.items():
                page = _put_addresses(f"{output.folder}/{name}", moves)
                remember(("renamed", digest, moves), partial(_digest, page))  # for the next run
            if key != kinds[-1]:
                known = {name: hold(_rename(page.read(), moves)) for name, page in known.items()}
        for name, page in known.items():
            _write_known(name, page, moves, output, remember)
    for name, data in {name: data for key in kinds for name, data in run[key].files.items()}.items():
        output.write(name, data)


def _find_needs(page, remember):
    return remember(("uses", page.digest), lambda: find_needs(page.read()))


def _put_addresses(path, moves):
    """Put the addresses of trimmed stylesheets in a page on disk; return its bytes."""
    with open(path, "r+b") as file:  # noqa: PTH123 (as above)
        before = file.read()
        page = _rename(before, moves)
        if page != before:
            file.seek(0)
            file.write(page)
            file.truncate()
    return page


def _rename(page, moves):
    for address, present in moves:
        page = page.replace(address.encode(), present.encode())
    return page


def _digest(page):
    return hashlib.sha256(page).hexdigest()


def _write_known(name, page, moves, output, remember):
    """Write a page from the cache, with the addresses of trimmed stylesheets, unless its file already has these contents."""
    digest = remember(("renamed", page.digest, moves), lambda: _digest(_rename(page.read(), moves)))
    if not output.keep(name, digest):
        output.write(name, _rename(page.read(), moves))


def register():
    """Connect to Pelican."""
    signals.generator_init.connect(give_assets)
    signals.page_generator_write_page.connect(set_page_assets)
    signals.finalized.connect(write_assets)
