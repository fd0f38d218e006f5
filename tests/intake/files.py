# ruff: noqa: E501 (the files are quoted as they are)
"""Files as partners send them: good, odd and hostile ones, each with the expected codes and whether it is shown.

They are generated here, so that the repository has no binary files.
"""

from __future__ import annotations

import base64
import gzip
import io
import random
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass

from PIL import ExifTags, Image, ImageCms, ImageDraw, PngImagePlugin

NS = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
MARK = '<path fill="#0a5c36" d="M10 10h80v30h-80z"/>'


def svg(inside: str = MARK, attributes: str = 'viewBox="0 0 100 50"', before: str = "") -> bytes:
    """Return an SVG file."""
    return f"{before}<svg {NS} {attributes}>{inside}</svg>".encode()


def drawn(
    width: int = 600, height: int = 300, mode: str = "RGB", ground: object = "white", ink: object = "#0a5c36"
) -> Image.Image:
    """Return a raster logo: a ring and a bar on a background of the colour `ground`, with margins."""
    image = Image.new(mode, (width, height), ground)
    draw = ImageDraw.Draw(image)
    edge = min(width, height) // 6
    draw.ellipse((edge, edge, height - edge, height - edge), outline=ink, width=max(1, edge // 2))
    draw.rectangle((height, height // 2 - edge, width - edge, height // 2 + edge), fill=ink)
    return image


def saved(image: Image.Image, form: str, **options: object) -> bytes:
    """Return an image as the bytes of a file."""
    buffer = io.BytesIO()
    image.save(buffer, form, **options)
    return buffer.getvalue()


def clear(ink: object = "#0a5c36") -> Image.Image:
    """Return a logo on a transparent background."""
    return drawn(mode="RGBA", ground=(0, 0, 0, 0), ink=ink)


def png_header(width: int, height: int) -> bytes:
    """Return a PNG with a header for this size and no pixels: a decompression bomb, as far as the header says."""
    ihdr = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    chunks = [(b"IHDR", ihdr), (b"IDAT", zlib.compress(bytes(1000))), (b"IEND", b"")]
    parts = [struct.pack(">I", len(d)) + k + d + struct.pack(">I", zlib.crc32(k + d)) for k, d in chunks]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def rotated() -> bytes:
    """Return a photograph that is rotated, with the orientation in its EXIF data."""
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    return saved(drawn(600, 200).transpose(Image.Transpose.ROTATE_90), "JPEG", exif=exif)


def placed() -> bytes:
    """Return a photograph with place and photographer in its EXIF data."""
    exif = Image.Exif()
    exif[ExifTags.Base.Artist] = "Alva Exempelsson"
    gps = exif.get_ifd(ExifTags.IFD.GPSInfo)
    gps[ExifTags.GPS.GPSLatitudeRef] = "N"
    gps[ExifTags.GPS.GPSLatitude] = (59.0, 36.0, 0.0)
    return saved(drawn(900, 600), "JPEG", exif=exif)


def with_profile() -> bytes:
    """Return a PNG with a colour profile."""
    return saved(drawn(), "PNG", icc_profile=ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes())


def animated(form: str) -> bytes:
    """Return an animation of two pictures."""
    return saved(drawn(), form, save_all=True, append_images=[drawn(ink="#a00")], duration=200)


def zipped(*names: str) -> bytes:
    """Return an Office document: a zip archive with a picture in it."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(name, saved(drawn(60, 30), "PNG"))
    return buffer.getvalue()


def noise(width: int, height: int) -> bytes:
    """Return a photograph of noise, the hardest to compress."""
    return saved(Image.frombytes("RGB", (width, height), random.Random(5).randbytes(width * height * 3)), "JPEG", quality=90)


def noted(length: int) -> bytes:
    """Return a PNG with a long compressed comment, like the history that Photoshop stores."""
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Comment", "A" * length, zip=True)
    notes.add_itxt("XML:com.adobe.xmp", "B" * 1000)
    return saved(drawn(), "PNG", pnginfo=notes)


def bitmap_in_svg(data: bytes) -> bytes:
    """Return an SVG that only wraps a raster image."""
    return svg(f'<image width="100" height="50" xlink:href="data:image/png;base64,{base64.b64encode(data).decode()}"/>')


def doubling(times: int) -> str:
    """Return SVG elements each of which uses the one before it twice, which grows exponentially."""
    parts = ['<g id="a0"><path d="M0 0h9v9z"/></g>']
    parts += [f'<g id="a{n}"><use href="#a{n - 1}"/><use href="#a{n - 1}"/></g>' for n in range(1, times)]
    return f"<defs>{''.join(parts)}</defs><use href='#a{times - 1}'/>"


@dataclass(frozen=True)
class Case:
    """A file and the expected result of its intake."""

    make: Callable[[], bytes]
    codes: tuple[str, ...] = ()
    is_shown: bool = True


def honest(make: Callable[[], bytes]) -> Case:
    """Return a case that is shown without problems."""
    return Case(make)


def reported(make: Callable[[], bytes], *codes: str) -> Case:
    """Return a case that is shown, with these codes reported."""
    return Case(make, codes)


def refused(make: Callable[[], bytes], code: str) -> Case:
    """Return a case that is refused, with this code reported."""
    return Case(make, (code,), is_shown=False)


ILLUSTRATOR = (
    '<?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd" '
    '[<!ENTITY ns_svg "http://www.w3.org/2000/svg"><!ENTITY ns_ai "http://ns.adobe.com/AdobeIllustrator/10.0/">]>'
    '<svg xmlns="&ns_svg;" xmlns:i="&ns_ai;" viewBox="0 0 100 50" style="enable-background:new 0 0 100 50"><style>.a{fill:#c00}</style>'
    '<switch><foreignObject requiredExtensions="&ns_ai;" width="1" height="1"><i:pgfRef/></foreignObject>'
    '<g i:extraneous="self"><path class="a" d="M10 10h80v30z"/></g></switch></svg>'
)
LAUGHS = '<!DOCTYPE svg [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>'
OUTSIDE_ENTITY = '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/hostname">]>'

LOGOS: dict[str, Case] = {
    # ---- good drawings
    "plain": honest(svg),
    "of Illustrator": honest(ILLUSTRATOR.encode),
    "of Inkscape": honest(
        lambda: svg(
            f'<sodipodi:namedview xmlns:sodipodi="http://sodipodi.example.org/" id="x"/><metadata>Alva</metadata><title>x</title>{MARK}',
            'viewBox="0 0 100 50" width="100mm" height="50mm"',
            '<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n<!-- Created with Inkscape -->\n',
        )
    ),
    "gradient": honest(
        lambda: svg(
            '<defs><linearGradient id="g"><stop stop-color="#036"/><stop offset="1" style="stop-color:#369"/></linearGradient></defs>'
            '<rect x="5" y="5" width="90" height="40" fill="url(#g)"/>'
        )
    ),
    "width and height only": honest(lambda: svg(MARK, 'width="100" height="50px"')),
    "no size at all": honest(lambda: svg('<circle cx="900" cy="200" r="80"/>', "")),
    "width in percent": honest(lambda: svg(attributes='width="100%" viewBox="0 0 100 50"')),
    "packed": honest(lambda: gzip.compress(svg(), mtime=0)),
    "UTF-16": honest(lambda: ('<?xml version="1.0" encoding="UTF-16"?>' + svg().decode()).encode("utf-16")),
    "byte order mark": honest(lambda: b"\xef\xbb\xbf" + svg()),
    "without name space": honest(lambda: b'<svg viewBox="0 0 100 50"><path d="M10 10h80v30z"/></svg>'),
    "without xlink": honest(
        lambda: b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 50"><path id="p" d="M9 9h80v9z"/><use xlink:href="#p" y="20"/></svg>'
    ),
    "white letters on a card": honest(lambda: svg('<rect width="100" height="50" fill="#036"/><path fill="#fff" d="M20 20h60v10H20z"/>')),
    "far margins": honest(lambda: svg('<path d="M480 240h40v20h-40z"/>', 'viewBox="0 0 1000 500"')),
    "very tall": honest(lambda: svg('<path d="M0 0h10v400H0z"/>', 'viewBox="0 0 10 400"')),
    "very wide": honest(lambda: svg('<path d="M0 0h4000v40H0z"/>', 'viewBox="0 0 4000 40"')),
    "hairline": honest(lambda: svg('<path fill="none" stroke="#000" d="M0 25h100M50 0v50"/>')),
    "a JPEG called jpg": honest(
        lambda: bitmap_in_svg(saved(drawn(), "JPEG")).replace(b"image/png", b"image/jpg")
    ),
    "a frame around a bitmap": honest(lambda: bitmap_in_svg(saved(drawn(), "PNG"))),
    # ---- hostile drawings: cleaned, and reported
    "script": reported(lambda: svg(f"<script>alert(1)</script>{MARK}"), "rensad-fil"),
    "handler": reported(lambda: svg(f'{MARK}<rect width="5" height="5" onclick="alert(1)"/>', 'viewBox="0 0 100 50" onload="a()"'), "rensad-fil"),
    "link to script": reported(lambda: svg(f'<a xlink:href="java&#10;script:alert(1)">{MARK}</a>'), "rensad-fil"),
    "outside picture": reported(lambda: svg(f'{MARK}<image xlink:href="https://t.example.org/x.png" width="1" height="1"/>'), "rensad-fil"),
    "outside use": reported(lambda: svg(f'{MARK}<use href="//t.example.org/a.svg#x"/>'), "rensad-fil"),
    "outside fill": reported(lambda: svg(f'{MARK}<rect width="9" height="9" fill="url(https://t.example.org/a.svg#x)"/>'), "rensad-fil"),
    "import": reported(lambda: svg(f"<style>@import url(https://t.example.org/x.css); .a{{fill:red}}</style>{MARK}"), "rensad-fil"),
    "escaped import": reported(lambda: svg(f"<style>@\\69mport 'https://t.example.org/x.css';</style>{MARK}"), "rensad-fil"),
    "font from outside": reported(
        lambda: svg(f"<style>@font-face{{font-family:x;src:url(https://t.example.org/x.woff)}}</style>{MARK}"), "rensad-fil"
    ),
    "style sheet of its own": reported(lambda: svg(before='<?xml-stylesheet href="https://t.example.org/x.css"?>'), "rensad-fil"),
    "style for the page": reported(lambda: svg(f"<style>body{{display:none}} *{{color:red}}</style>{MARK}"), "rensad-fil"),
    "page within, with a spare": reported(
        lambda: svg(f'<switch><foreignObject width="9" height="9"><p xmlns="http://www.w3.org/1999/xhtml">x</p></foreignObject>{MARK}</switch>'), "rensad-fil"
    ),
    "animated link": reported(
        lambda: svg(f'<a><set attributeName="href" to="javascript:alert(1)"/>{MARK}</a>'), "rensad-fil"
    ),
    "animation": reported(lambda: svg(f'<g>{MARK}<animateTransform attributeName="transform" type="rotate" dur="1s"/></g>'), "rensad-fil"),
    "animated by style": reported(lambda: svg(f"<style>@keyframes k{{from{{opacity:0}}}}.a{{animation:k 1s}}</style>{MARK}"), "rensad-fil"),
    "colours by variable": refused(lambda: svg(f"<style>.b{{--c:#c00}}</style><g fill='var(--c)'>{MARK}</g>"), "okand-effekt"),
    "colour by order": refused(lambda: svg(f"<style>path:nth-child(2){{fill:#c00}}</style>{MARK}"), "okand-effekt"),
    "colour by attribute": refused(lambda: svg(f"<style>[id='x']{{fill:#c00}}</style>{MARK}"), "okand-effekt"),
    "linked picture only": refused(lambda: svg('<image xlink:href="logo.png" width="90" height="40"/>'), "tom-bild"),
    "colour by scheme": reported(
        lambda: svg(f"<style>.a{{fill:#036}}@media (prefers-color-scheme:dark){{.a{{fill:#fff}}}}</style>{MARK}"), "rensad-fil"
    ),
    # ---- drawings that are refused
    "percent of nothing": refused(lambda: svg('<rect width="80%" height="80%"/>', 'width="100%" height="100%"'), "skadad-bild"),
    "nested entities": refused(lambda: svg("&c;", before=LAUGHS), "osaker-svg"),
    "outside entity": refused(lambda: svg("<text>&x;</text>", before=OUTSIDE_ENTITY), "osaker-svg"),
    "parameter entity": refused(lambda: svg(before='<!DOCTYPE svg [<!ENTITY % p SYSTEM "http://t.example.org/x.dtd"> %p;]>'), "osaker-svg"),
    "doubling without end": refused(lambda: svg(doubling(40)), "osaker-svg"),
    "uses itself": refused(lambda: svg('<g id="a"><use href="#a"/></g>'), "osaker-svg"),
    "too deep": refused(lambda: svg("<g>" * 500 + MARK + "</g>" * 500), "osaker-svg"),
    "too many parts": refused(lambda: svg('<path d="M0 0h1v1z"/>' * 21_000), "osaker-svg"),
    "too large": refused(lambda: svg(f'<path d="{"M0 0h1v1z" * 400_000}"/>'), "for-stor-bild"),
    "cut off": refused(lambda: svg()[:-20], "skadad-bild"),
    "not well formed": refused(lambda: svg("<g><path></g>"), "skadad-bild"),
    "no area": refused(lambda: svg(attributes='viewBox="0 0 0 0"'), "skadad-bild"),
    "nothing in it": refused(lambda: svg("<g/>"), "tom-bild"),
    "nothing but script": refused(lambda: svg("<script>alert(1)</script>"), "tom-bild"),
    "white drawing": refused(lambda: svg('<path fill="#fff" d="M10 10h80L50 40z"/>'), "osynlig-logotyp"),
    "text on a bitmap": refused(lambda: svg(f'<text y="20">Ek</text>{bitmap_in_svg(saved(drawn(), "PNG"))[70:-6].decode()}'), "text-i-logotyp"),
    "a bomb in a frame": refused(lambda: bitmap_in_svg(png_header(30_000, 30_000)), "for-stor-bild"),
    # ---- drawings with warnings
    "text": reported(lambda: svg('<text y="20" font-family="Arial">Ek</text>'), "text-i-logotyp"),
    "pale": reported(lambda: svg('<path fill="#fff3b0" d="M10 10h80L50 40z"/>'), "svag-logotyp"),
    "white letters beside a mark": reported(
        lambda: svg('<circle cx="10" cy="25" r="8" fill="#c00"/><path fill="#fff" d="M25 10h20v30h-20zM50 10h20v30h-20zM80 10h15v30H80z"/>'),
        "svag-logotyp",
    ),
    "heavy": reported(
        lambda: svg("".join(f'<path fill="#036" d="M{n % 100} {n // 100}h1.12345v1.54321z"/>' for n in range(2000))), "tung-logotyp"
    ),
    "heavy with text": refused(lambda: svg('<text y="20">Ek</text>' + '<path d="M0 0h1.12345v1.54321z"/>' * 2500), "tung-logotyp"),
    # ---- good raster images
    "PNG": honest(lambda: saved(clear(), "PNG")),
    "PNG of few colours": honest(lambda: saved(drawn().quantize(4), "PNG")),
    "PNG of 16 bits": honest(lambda: saved(drawn(mode="L", ink=0).convert("I;16"), "PNG")),
    "PNG with profile": honest(with_profile),
    "PNG with a long note": honest(lambda: noted(3_000_000)),
    "JPEG": honest(lambda: saved(drawn(), "JPEG", quality=60)),
    "JPEG on its side": honest(rotated),
    "WebP": honest(lambda: saved(clear(), "WEBP", lossless=True)),
    "GIF": honest(lambda: saved(drawn().quantize(8), "GIF")),
    "AVIF": honest(lambda: saved(drawn(), "AVIF")),
    "huge and honest": honest(lambda: saved(drawn(4000, 2000), "PNG")),
    # ---- raster images with warnings
    "CMYK": reported(lambda: saved(drawn().convert("CMYK"), "JPEG"), "tryckfarger"),
    "position": reported(placed, "bild-med-plats"),
    # ---- raster images that are refused
    "white picture": refused(lambda: saved(clear(ink="#fff"), "PNG"), "osynlig-logotyp"),
    "nothing but white": refused(lambda: saved(Image.new("RGB", (300, 100), "white"), "PNG"), "osynlig-logotyp"),
    "nothing at all": refused(lambda: saved(Image.new("RGBA", (300, 100)), "PNG"), "tom-bild"),
    "100 megapixels": refused(lambda: saved(Image.new("1", (10_000, 10_000)), "PNG"), "for-stor-bild"),
    "a bomb": refused(lambda: png_header(200_000, 200_000), "for-stor-bild"),
    "moving GIF": refused(lambda: animated("GIF"), "rorlig-bild"),
    "moving WebP": refused(lambda: animated("WEBP"), "rorlig-bild"),
    "moving PNG": refused(lambda: animated("PNG"), "rorlig-bild"),
    "one pixel": refused(lambda: saved(Image.new("RGB", (1, 1), "#c00"), "PNG"), "tom-bild"),
    "PNG cut off": refused(lambda: saved(drawn(), "PNG")[:700], "skadad-bild"),
    "JPEG cut off": refused(lambda: saved(drawn(), "JPEG")[:2000], "skadad-bild"),
    "PNG of no width": refused(lambda: png_header(0, 10), "skadad-bild"),
    "header only": refused(lambda: b"\x89PNG\r\n\x1a\n", "skadad-bild"),
    "empty": refused(lambda: b"", "skadad-bild"),
    # ---- formats that are not for the web
    "EPS": refused(lambda: b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n", "fel-filformat"),
    "EPS of Windows": refused(lambda: b"\xc5\xd0\xd3\xc6" + bytes(40), "fel-filformat"),
    "Illustrator": refused(lambda: b"%!PS-Adobe-3.0\n%%Creator: Adobe Illustrator(R) 8.0\n", "fel-filformat"),
    "PDF": refused(lambda: b"%PDF-1.7\n", "fel-filformat"),
    "TIFF": refused(lambda: saved(drawn(60, 30), "TIFF"), "fel-filformat"),
    "HEIC": refused(lambda: b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(40), "fel-filformat"),
    "Photoshop": refused(lambda: b"8BPS\0\1" + bytes(40), "fel-filformat"),
    "Word": refused(lambda: zipped("[Content_Types].xml", "word/document.xml", "word/media/image1.png"), "fel-filformat"),
    "PowerPoint": refused(lambda: zipped("ppt/presentation.xml", "ppt/media/image1.png"), "fel-filformat"),
    "old Word": refused(lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(40), "fel-filformat"),
    "web page": refused(lambda: b"<!DOCTYPE html><html><body><svg></svg></body></html>", "fel-filformat"),
    "text only": refused("Logotypen kommer på måndag.".encode, "fel-filformat"),
}  # fmt: skip
