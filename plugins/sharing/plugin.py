"""Pelican plugin: draw the icons and, except in preview, the share pictures.

For a new site, a worker process has started on them before (`plugins/site/cache/cached_bench.py`).
"""

from pathlib import Path

from pelican import signals

from plugins.core.cache.memo import remember_nothing
from plugins.core.outputs import SHARE_FOLDER
from plugins.sharing.drawings import ask_picture
from plugins.sharing.icons import make_icons


def list_pictures(site):
    """Return the share pictures of the site and of each goal; nothing for a site with drafts, which nobody shares."""
    return () if site.shows_drafts else site.pictures


def draw_pictures(pelican):
    """Write the icons and the share pictures, drawn now if no cache has them."""
    run = pelican.settings["SITE_RUN"]
    theme = Path(pelican.settings["THEME"])
    remember = pelican.settings.get("SITE_REMEMBER", remember_nothing)
    for name, data in make_icons(run["site"], theme, remember).items():
        run["output"].write(name, data)
    for picture in list_pictures(run["site"]):
        run["output"].write(f"{SHARE_FOLDER}/{picture.name}.png", remember(*ask_picture(picture, theme)))


def register():
    """Connect to Pelican."""
    signals.finalized.connect(draw_pictures)
