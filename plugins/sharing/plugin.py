"""Pelican: draws the icons, and the share pictures; those not in preview, where nobody shares."""

from functools import partial
from pathlib import Path

from pelican import signals

from plugins.core.memo import make_anew
from plugins.core.outputs import SHARE_FOLDER
from plugins.sharing.icons import make_icons


def draw_picture(picture, theme):
    """Draw a share picture."""
    from plugins.sharing.picture import draw_picture as draw  # noqa: PLC0415 (Pillow, only for what is new)

    return draw(picture, theme)


def draw_pictures(pelican):
    """Draw and write the icons, and the picture of the site and of each goal."""
    site = pelican.settings["SITE_RUN"]["site"]
    theme = Path(pelican.settings["THEME"])
    output = pelican.settings["SITE_RUN"]["output"]
    remember = pelican.settings.get("SITE_REMEMBER", make_anew)
    for name, data in make_icons(site, theme, remember).items():
        output.write(name, data)
    if site.shows_drafts:
        return
    for picture in site.pictures:
        shown = picture.eyebrow, picture.title, picture.goal_number, picture.language.code
        data = remember(("share picture", *shown), partial(draw_picture, picture, theme))
        output.write(f"{SHARE_FOLDER}/{picture.name}.png", data)


def register():
    """Connect to Pelican."""
    signals.finalized.connect(draw_pictures)
