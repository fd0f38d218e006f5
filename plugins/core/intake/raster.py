"""Open bitmaps safely, upright and in sRGB, and write them for the web.

Takes the contents of a PNG, JPEG, WebP, GIF or AVIF file; returns an RGB or RGBA image without metadata, and findings. The size
is read from the header before any pixel is decoded.
"""

from __future__ import annotations

import io
import math
import warnings
from collections.abc import Callable, Iterator, Sequence

from PIL import ExifTags, Image, ImageCms, ImageOps

from plugins.core.dataclass import dataclass
from plugins.core.intake.findings import Finding, Refused, Use, answer, remark
from plugins.core.intake.formats import Format

MOST_PIXELS = 50_000_000
"""The resolution of the largest phone cameras in common use (8160 × 6120)."""


_PNG = b"\x89PNG\r\n\x1a\n"


@dataclass(frozen=True, slots=True)
class Opened:
    """A decoded picture, ready to be scaled down."""

    image: Image.Image
    """RGB, or RGBA if it has transparency."""
    findings: tuple[Finding, ...]


def open_raster(data: bytes, found: Format, use: Use, longest: int) -> Opened:
    """Decode a picture, scaled to at most `longest` pixels per side; raise `Refused` if it is broken or not allowed."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about damaged metadata, which is discarded
            with Image.open(io.BytesIO(_without_notes(data)), formats=_decoders(found)) as image:
                _refuse_size(image.size, use)
                _refuse_moving(image, use)
                image.draft("RGB", (longest, longest))  # JPEG can be decoded at a smaller size
                image.load()
                return Opened(_upright(image, longest), tuple(_find_remarks(image, use)))
    except Image.DecompressionBombError:
        raise _too_many(use) from None
    except Refused:
        raise
    except Exception:  # decoders raise all sorts of exceptions for broken files
        raise _broken(data, found, use) from None


def _decoders(found: Format) -> tuple[str, ...]:
    # MPO: a JPEG with a second picture appended, as saved by many phones
    return ("JPEG", "MPO") if found.pillow == "JPEG" else (found.pillow,)


def _without_notes(data: bytes) -> bytes:
    """Return a PNG without its text chunks (PNG 3, section 11.3.3): Photoshop adds megabytes, which Pillow refuses to read."""
    if not data.startswith(_PNG):
        return data
    kept, at = [_PNG], len(_PNG)
    while at + 8 <= len(data):
        end = at + 12 + int.from_bytes(data[at : at + 4], "big")
        if data[at + 4 : at + 8] not in (b"tEXt", b"zTXt", b"iTXt"):
            kept.append(data[at:end])
        at = end
    return b"".join(kept)


def _refuse_size(size: tuple[int, int], use: Use) -> None:
    if min(size) < 1:
        raise Refused("skadad-bild", f"Bilden är {size[0]} × {size[1]} bildpunkter, så inget syns av den.")
    if size[0] * size[1] > MOST_PIXELS:
        raise _too_many(use, size)


def _too_many(use: Use, size: tuple[int, int] | None = None) -> Refused:
    measure = f"är {size[0]} × {size[1]}" if size else "har orimligt många"
    message = f"Bilden {measure} bildpunkter. Mer än {MOST_PIXELS // 1_000_000} miljoner öppnas inte."
    if use == "logo":
        return Refused("for-stor-bild", message, *answer("Bilden är så stor att vår webbplats inte kan ta emot den."))
    return Refused("for-stor-bild", message, "Spara bilden mindre. Ungefär 2 000 bildpunkter på bredden räcker gott.")


def _refuse_moving(image: Image.Image, use: Use) -> None:
    """Raise `Refused` for an animation: nothing moves by itself on the site (WCAG 2.2.2)."""
    if image.format != "MPO" and getattr(image, "is_animated", False):
        message = "Bilden rör sig. På webbplatsen får inget röra sig av sig självt."
        asked = answer("Bilden ni skickade rör sig, och på vår webbplats är allt stilla.")
        raise Refused("rorlig-bild", message, *(asked if use == "logo" else ("Spara en stillbild ur den.",)))


def _find_remarks(image: Image.Image, use: Use) -> Iterator[Finding]:
    if image.mode == "CMYK":
        advice = answer("Filen är i tryckfärger (CMYK), så färgerna kan bli fel på skärm.") if use == "logo" else ()
        message = "Bilden är gjord för tryck (CMYK). Den visas, men färgerna är omräknade och kan ha ändrats."
        yield remark("tryckfarger", message, *(advice or ("Spara den i RGB om färgerna ser fel ut.",)))
    if _has_position(image):
        message = "Bilden säger var den är tagen. Platsen följer inte med till webbplatsen, men den finns kvar i filen."
        yield remark("bild-med-plats", message, "Kan platsen röja någon: spara om bilden utan platsinformation.")


def _has_position(image: Image.Image) -> bool:
    try:
        return bool(image.getexif().get_ifd(ExifTags.IFD.GPSInfo))
    except Exception:  # metadata may be damaged in any way
        return False


def _broken(data: bytes, found: Format, use: Use) -> Refused:
    what = f"Filen ser ut att vara {found.name}, men den är skadad eller avbruten"
    advice = (
        "Spara filen på nytt ur mejlet, eller be om den igen." if use == "logo" else "Lägg in bilden på nytt från originalet."
    )
    return Refused("skadad-bild", f"{what} ({len(data)} byte).", advice)


# ---- upright, sRGB


def _upright(image: Image.Image, longest: int) -> Image.Image:
    """Return a picture rotated according to its metadata, in sRGB, without any metadata."""
    try:
        turned = ImageOps.exif_transpose(image)
    except Exception:  # damaged metadata does not make the picture unusable
        turned = image
    plain = _to_srgb(turned, image.info.get("icc_profile"))
    if plain.mode == "RGBA" and plain.getchannel("A").getextrema() == (255, 255):
        plain = plain.convert("RGB")
    plain.thumbnail((longest, longest), Image.Resampling.LANCZOS, reducing_gap=3)
    bare = Image.new(plain.mode, plain.size)
    bare.paste(plain)
    return bare


def _to_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    alpha = None
    if image.mode.startswith("I;16"):
        image = image.convert("I").point(lambda value: value / 256).convert("L")
    elif image.mode in ("PA", "LA", "La", "RGBa") or "transparency" in image.info:
        image = image.convert("RGBA")
    elif image.mode in ("1", "P", "I", "F"):
        image = image.convert("RGB")
    if image.mode == "RGBA":
        alpha = image.getchannel("A")
        image = image.convert("RGB")
    if profile:
        image = _by_profile(image, profile)
    image = image.convert("RGB")
    if alpha is not None:
        image.putalpha(alpha)
    return image


def _by_profile(image: Image.Image, profile: bytes) -> Image.Image:
    """Return a picture converted from its colour profile to sRGB; an invalid profile is ignored, as in browsers."""
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        converted = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError):
        return image
    return converted or image


# ---- for the web


@dataclass(frozen=True, slots=True)
class EncodedPicture:
    """A picture as a file for the web."""

    ending: str
    width: int
    height: int
    data: bytes


def write_webp(image: Image.Image, most: int, *, is_drawn: bool) -> EncodedPicture:
    """Return a WebP of at most `most` bytes: lossless if drawn and small enough, otherwise in the best quality that fits."""
    if is_drawn and len(exact := _save(image, "WEBP", lossless=True, quality=80, method=4)) <= most // 3:
        return EncodedPicture("webp", *image.size, exact)
    qualities = (86, 78, 68, 56, 44, 32)
    return _first_that_fits(
        image, "webp", most, lambda im, q: _save(im, "WEBP", quality=q, method=5, alpha_quality=90), qualities
    )


def write_fallback(image: Image.Image, most: int, *, is_drawn: bool) -> EncodedPicture:
    """Return the picture for browsers without WebP (Safari 12): PNG if drawn or transparent, otherwise JPEG."""
    if image.mode == "RGBA" or is_drawn:
        save = lambda im, colours: _save(_fewer_colours(im, colours), "PNG", optimize=True)  # noqa: E731 (as its neighbour)
        return _first_that_fits(image, "png", most, save, (0, 256, 96, 32, 12))
    qualities = (84, 76, 66, 54, 42, 30)
    return _first_that_fits(
        image, "jpg", most, lambda im, q: _save(im, "JPEG", quality=q, optimize=True, progressive=True), qualities
    )


def _first_that_fits(
    image: Image.Image, ending: str, most: int, save: Callable[[Image.Image, int], bytes], steps: Sequence[int]
) -> EncodedPicture:
    """Return the best step of at most `most` bytes, found by bisection; if none fits, the last step with ever fewer pixels."""
    fitting, low, high = None, 0, len(steps)
    while low < high:
        step = 0 if low == 0 and high == len(steps) else (low + high) // 2  # most pictures fit at the first step
        data = save(image, steps[step])
        if len(data) <= most:
            fitting, high = data, step
        else:
            low = step + 1
    while fitting is None:
        data = save(image, steps[-1])
        if len(data) <= most or min(image.size) < 8:
            fitting = data
        else:
            shrink = max(0.5, 0.95 * math.sqrt(most / len(data)))
            image = image.resize((round(image.width * shrink), round(image.height * shrink)), Image.Resampling.LANCZOS)
    return EncodedPicture(ending, *image.size, fitting)


def _fewer_colours(image: Image.Image, colours: int) -> Image.Image:
    # FASTOCTREE is the only method that supports transparency
    return image.quantize(colours, method=Image.Quantize.FASTOCTREE) if colours else image


def _save(image: Image.Image, form: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, form, **options)
    return buffer.getvalue()
