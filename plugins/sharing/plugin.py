"""Pelican: draws the icons, and the share pictures; those not in preview, where nobody shares.

Where nothing is known from earlier runs, a copy of the process draws them while the pages are written.
"""

import os
from functools import cache, partial
from pathlib import Path

from pelican import signals

from plugins.core.aside import Aside, can_copy
from plugins.core.memo import make_anew
from plugins.core.outputs import SHARE_FOLDER
from plugins.sharing.icons import ask_icons, make_icons

PATIENCE = 5
"""How far the copy stands back for what is needed before: pages (in the system's own measure, of which 19 is most)."""


def draw_picture(picture, theme):
    """Draw a share picture."""
    from plugins.sharing.picture import draw_picture as draw  # noqa: PLC0415 (Pillow, only for what is new)

    return draw(picture, theme)


def ask_picture(picture, theme):
    """Return what a share picture is known by, and what draws it."""
    shown = picture.eyebrow, picture.title, picture.goal_number, picture.language.code
    return ("share picture", *shown), partial(draw_picture, picture, theme)


def list_pictures(site):
    """Return the share pictures: of the site and of each goal."""
    return () if site.shows_drafts else site.pictures


def begin_pictures(generators):
    """Begin to draw aside, if that can be done here and nothing of it is known."""
    settings = generators[0].settings
    if settings.get("SITE_IS_NEW") and can_copy():
        theme, pictures = Path(settings["THEME"]), list_pictures(settings["SITE_RUN"]["site"])
        questions = [ask_icons(theme), *(ask_picture(picture, theme) for picture in pictures)]
        process = os.getpid()

        def draw():
            if os.getpid() != process:
                os.nice(PATIENCE)
            return {key: make() for key, make in questions}

        settings["SITE_RUN"]["drawn"] = cache(Aside(draw).answer)


def draw_pictures(pelican):
    """Draw and write the icons, and the share pictures."""
    run = pelican.settings["SITE_RUN"]
    theme = Path(pelican.settings["THEME"])
    known = pelican.settings.get("SITE_REMEMBER", make_anew)
    drawn = run.get("drawn", dict)

    def remember(key, make):
        return known(key, lambda: drawn()[key] if key in drawn() else make())

    for name, data in make_icons(run["site"], theme, remember).items():
        run["output"].write(name, data)
    for picture in list_pictures(run["site"]):
        run["output"].write(f"{SHARE_FOLDER}/{picture.name}.png", remember(*ask_picture(picture, theme)))


def register():
    """Connect to Pelican."""
    signals.all_generators_finalized.connect(begin_pictures)
    signals.finalized.connect(draw_pictures)
