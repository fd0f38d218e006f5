"""Pelican: draws the icons, and the share pictures; those not in preview, where nobody shares.

Of a new site, what is drawn has been begun before (`plugins/site/cached_bench.py`).
"""

from pathlib import Path

from pelican import signals

from plugins.core.cache.memo import remember_nothing
from plugins.core.outputs import SHARE_FOLDER
from plugins.sharing.drawings import ask_picture
from plugins.sharing.icons import make_icons


def list_pictures(site):
    """Return the share pictures: of the site and of each goal."""
    return () if site.shows_drafts else site.pictures


def draw_pictures(pelican):
    """Draw and write the icons, and the share pictures."""
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
