"""Pictures in pages: the field `bild` with file, description and consent, and pictures in running text.

Takes a record's picture, or cleaned HTML, and the gallery; yields problems, and returns pictures in several widths for the
browser to choose from, with their dimensions, so that the page does not shift while they load.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Annotated, ClassVar

from plugins.core.dataclass import dataclass
from plugins.core.intake.taken import Taken
from plugins.core.kinds.annotations import FileName, Line, ValueLine
from plugins.core.kinds.choices import choice
from plugins.core.models.model import Model, field
from plugins.core.pictures.descriptions import check_description
from plugins.core.pictures.gallery import Gallery
from plugins.core.places import Place
from plugins.core.problems import Problem, warning
from plugins.core.shelves import is_awaited
from plugins.core.source.lines import Line as LineOfWords
from plugins.core.swedish import closest, quote

FOLDER = "bilder"
SIZES = "(min-width: 48em) 41rem, 100vw"
"""The display width of a picture, for the `sizes` attribute: the text column, or the whole width of a phone."""


FOCUS = {"mitten": None, "uppe": "top", "nere": "bottom", "vänster": "left", "höger": "right"}
"""Which part of a picture is kept when it is cropped, with the CSS class for it."""


class Picture(Model):
    """A picture of a page or a contact."""

    CALLED: ClassVar[str] = "bilden"
    SHORT_FOR: ClassVar[str | None] = "file"
    FILES_IN: ClassVar[str | None] = FOLDER

    file: FileName = field("fil", "Bildens fil.", required=True, may_be_unknown=False)
    description: Line | None = field("beskrivning", "Vad bilden visar, för den som inte ser den.")
    caption: Line | None = field("bildtext", "Visas under bilden.")
    photographer: ValueLine | None = field("foto", "Vem som har tagit bilden.")
    consent: Annotated[str, choice("samtycke", "ja", "inga personer")] | None = field(
        "samtycke", "Har de som syns sagt ja? Utan svar går sidan inte att publicera."
    )
    focus: Annotated[str, choice("fokus", *FOCUS)] | None = field(
        "fokus", "Den del av bilden som alltid ska synas, när den beskärs."
    )

    @property
    def name(self) -> str:
        """The file's path from `content/`."""
        return f"{FOLDER}/{self.file.value}"

    @property
    def is_described(self) -> bool:
        """True also for `beskrivning: ""`, which marks the picture as decorative."""
        return "description" in self.at


@dataclass(frozen=True, slots=True)
class PictureFile:
    """The files of a picture, for `img` and `source`."""

    address: str
    width: int
    height: int
    """Dimensions of the file at `address`, in pixels, from which the browser derives the aspect ratio."""
    srcset: str | None
    webp: str | None
    """The files as WebP; None, like `srcset`, for an SVG, which is one file for all widths."""
    focus: str | None = None
    """The edge that is kept when it is cropped: `top`, `bottom`, `left`, `right`; None: the middle."""


@dataclass(frozen=True, slots=True)
class PictureView:
    """A picture of a page."""

    file: PictureFile
    sizes: str
    description: str
    """Its text alternative; empty for a decorative picture."""
    caption: str | None
    photographer: str | None


# ---- rules


def check_picture(picture: Picture, gallery: Gallery, *, is_portrait: bool, is_published: bool) -> Iterator[Problem]:
    """A picture exists, can be shown, is described, and the people in it have agreed; a portrait is described by the name."""
    if picture.name not in gallery.files:
        yield from report_missing_picture(picture.name, picture.place("file"), gallery, picture.file.value)
        return
    yield from gallery.problems(picture.name, gallery.picture(picture.name), is_warning=not is_published)
    if not is_published:
        return
    if not picture.is_described and not is_portrait:
        message = "Bilden saknar beskrivning för den som inte ser den."
        help_lines = (*_form(picture), "Lägg till: beskrivning: …", 'Är den bara utsmyckning: skriv beskrivning: ""')
        yield warning(picture.place("file"), "saknar-beskrivning", message, *help_lines, stops_publishing=True)
    if picture.description is not None and picture.description.typed.value:
        yield from check_description(picture.description.typed.value, picture.file.value, picture.place("description"))
    if picture.consent is None and "consent" not in picture.gaps:
        message = "Bilden saknar uppgift om samtycke från dem som syns."
        help_lines = (*_form(picture), "Lägg till: samtycke: ja", "Syns ingen person: skriv samtycke: inga personer")
        yield warning(picture.place("file"), "saknar-samtycke", message, *help_lines, stops_publishing=True)


def _form(picture: Picture) -> tuple[str, ...]:
    """Return how to write a picture with more than its file, for an editor who has used the short form."""
    is_short = picture.place() == picture.place("file")
    return (f"Skriv bild: ensamt på raden, och indraget på raden under: fil: {picture.file.value}",) if is_short else ()


def report_missing_picture(name: str, place: Place, gallery: Gallery, written: str) -> Iterator[Problem]:
    """A picture that is named exists in its folder; `written` is its name as the editor wrote it."""
    if is_awaited(name, gallery.awaited):
        return
    bare = name.removeprefix(f"{FOLDER}/")
    before = written.removesuffix(bare)
    there = [before + file.removeprefix(f"{FOLDER}/") for file in gallery.files if file.startswith(f"{FOLDER}/")]
    guess = closest(written, there)
    help_line = "Lägg filen där, eller rätta namnet. Stora och små bokstäver räknas."
    if elsewhere := next((file for file in gallery.files if file.rpartition("/")[2] == bare), None):
        help_line = f"Filen ligger i mappen content/{elsewhere.rpartition('/')[0]}/. Flytta den till content/{FOLDER}/."
    yield Problem(
        place,
        "saknar-bild",
        f"Bilden {quote(name.removeprefix(f'{FOLDER}/'))} finns inte i mappen content/{FOLDER}/.",
        suggestion=place.rewritten(written, guess) if guess else None,
        help=(help_line,),
    )


# ---- views


def view_picture(
    picture: Picture | None, line: Callable[[LineOfWords | None], str], gallery: Gallery, sizes: str = SIZES
) -> PictureView | None:
    """Return a page's picture with its texts; `line` fills in lines, `sizes` is the display width."""
    file = view_file(picture, gallery)
    if picture is None or file is None:
        return None
    return PictureView(
        file=file,
        sizes=sizes,
        description=line(picture.description),
        caption=line(picture.caption) or None,
        photographer=line(picture.photographer) or None,
    )


def view_file(picture: Picture | None, gallery: Gallery) -> PictureFile | None:
    """Return the files of a picture, and have them written; None if there is none that can be shown."""
    if picture is None or not publish_picture(picture.name, gallery):
        return None
    file = view_taken(picture.name, gallery.picture(picture.name), gallery)
    return replace(file, focus=FOCUS[picture.focus]) if picture.focus else file


def publish_picture(name: str, gallery: Gallery) -> bool:
    """Have all widths of a picture written; return False if the file is no picture that can be shown."""
    taken = gallery.picture(name)
    for variant in taken.variants:
        gallery.publish(name, variant)
    return taken.is_shown


def view_taken(name: str, taken: Taken, gallery: Gallery) -> PictureFile:
    """Return the addresses of a picture that is shown; `address` is the widest that every browser supports."""
    plain = [variant for variant in taken.variants if variant.is_fallback]
    widest = plain[-1]
    address = gallery.address(name, widest)
    if taken.is_scalable:
        return PictureFile(address, widest.width, widest.height, None, None)
    sets = [
        ", ".join(f"{gallery.address(name, v)} {v.width}w" for v in found)
        for found in (plain, [variant for variant in taken.variants if not variant.is_fallback])
    ]
    return PictureFile(address, widest.width, widest.height, sets[0], sets[1])


_IMAGE = re.compile(r'<img\b(?>(?:[^<>"]|"[^"]*")*)>')
_SOURCE = re.compile(r' src="/([^"]*)"')


def render_pictures(markup: str, gallery: Gallery) -> str:
    """Return cleaned HTML in which pictures have their dimensions and files."""

    def render(found: re.Match[str]) -> str:
        source = _SOURCE.search(found[0])
        name = html.unescape(source[1]) if source else ""
        taken = gallery.picture(name)
        if source is None or not taken.is_shown:
            return found[0]
        file = view_taken(name, taken, gallery)
        sets = f' srcset="{file.srcset}" sizes="{SIZES}"' if file.srcset else ""
        bare = _SOURCE.sub("", found[0]).rstrip("/>")
        image = f'{bare} src="{file.address}"{sets} width="{file.width}" height="{file.height}" loading="lazy">'
        if file.webp is None:
            return image
        return f'<picture><source type="image/webp" srcset="{file.webp}" sizes="{SIZES}">{image}</picture>'

    return _IMAGE.sub(render, markup)
