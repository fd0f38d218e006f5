"""Pelican: draws the share pictures; not in preview, where nobody shares."""

from pathlib import Path

from pelican import signals

from plugins.sharing.picture import draw_picture
from plugins.website.view import SHARE_FOLDER


def draw_pictures(pelican):
    """Draw and write the picture of the site and of each goal."""
    site = pelican.settings["SITE_RUN"]["site"]
    folder = Path(pelican.output_path) / SHARE_FOLDER
    if site.shows_drafts:
        return
    folder.mkdir(parents=True, exist_ok=True)
    for picture in site.pictures:
        (folder / f"{picture.name}.png").write_bytes(draw_picture(picture, Path(pelican.settings["THEME"])))


def register():
    """Connect to Pelican."""
    signals.finalized.connect(draw_pictures)
