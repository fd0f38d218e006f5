"""Pelican: draws the icons, and the share pictures; those not in preview, where nobody shares."""

from pathlib import Path

from pelican import signals

from plugins.sharing.icons import make_icons
from plugins.sharing.picture import draw_picture
from plugins.website.view import SHARE_FOLDER


def draw_pictures(pelican):
    """Draw and write the icons, and the picture of the site and of each goal."""
    site = pelican.settings["SITE_RUN"]["site"]
    theme = Path(pelican.settings["THEME"])
    output = Path(pelican.output_path)
    for name, data in make_icons(site, theme).items():
        file = output / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    if site.shows_drafts:
        return
    folder = output / SHARE_FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    for picture in site.pictures:
        (folder / f"{picture.name}.png").write_bytes(draw_picture(picture, theme))


def register():
    """Connect to Pelican."""
    signals.finalized.connect(draw_pictures)
