"""Ways to tell others of a page, on the screen and on paper.

Stage: view. In: what the page is called and where it is. Out: a `ShareView`, and a QR code. Called by pages that are
handed out, and by the frame.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable
from functools import cache, partial
from urllib.parse import quote

from plugins.core.dataclass import dataclass
from plugins.core.mail import make_mail_link
from plugins.core.texts.prose import Heading
from plugins.core.web import decode_address
from plugins.website.links import Link

SITE_PICTURE = "lokalamalen"
"""Name of the share picture of pages that have none of their own."""


def name_picture(prefix: str, name: str) -> str:
    """Return the name of a share picture in the language whose pages lie below `prefix`: `mal-2`, `en-mal-2`."""
    return f"{prefix.removeprefix('/')}-{name}" if prefix else name


SHARE_PAGES = (
    ("Facebook", "https://www.facebook.com/sharer/sharer.php?u={address}"),
    ("LinkedIn", "https://www.linkedin.com/sharing/share-offsite/?url={address}"),
    ("WhatsApp", "https://wa.me/?text={text}%20{address}"),
)
"""The networks' own pages for sharing: they take an address, and WhatsApp a text, without any script of theirs."""


@dataclass(frozen=True, slots=True)
class ShareView:
    """Ways to tell others of a page: plain links with the words ready; no network's script."""

    heading: Heading
    mail: str
    """`mailto:` with subject and body."""
    networks: tuple[Link, ...]
    """Name of the network, and its own page for sharing with this page's address in it."""


def build_share(heading: Heading, subject: str, text: str, address: str) -> ShareView:
    """Return the ways to share a page; the first sentence of `text` is the ready words, which who shares may change."""
    ready = {"address": quote(address, safe=""), "text": quote(text.partition(". ")[0])}
    networks = tuple(Link(name, form.format(**ready)) for name, form in SHARE_PAGES)
    mail = make_mail_link("", {"subject": subject, "body": f"{text.partition('. ')[0]}\n\n{decode_address(address)}"})
    return ShareView(heading, mail, networks)


@cache
def draw_qr(address: str) -> str:
    """Return a QR code as inline SVG with one path and no margin; the stylesheet shows it on paper only.

    The lowest level of error correction gives the largest modules and the lightest path: paper is clean, and the sheet
    says the address in words too.
    """
    return _draw_code(address, "l", "footer__qr")


def ask_qr(address: str) -> tuple[Hashable, Callable[[], str]]:
    """Return what the code of an address is known by, and what draws it."""
    return ("code", address), partial(draw_qr, address)


@cache
def draw_swish_qr(number: str) -> str:
    """Return the code of a Swish number as inline SVG: the app fills the number in, and asks for sum and message.

    C, payee, sum, message, and the mask of what the payer may change: 6 is sum and message (*QR code encoding specification*,
    developer.getswish.se/qr-api-manual/6-qr-code-encoding-specification). It is read off a screen: with more correction.
    """
    return _draw_code(f"C{re.sub('[^0-9]', '', number)};;;6", "m", "giving__qr")


def _draw_code(words: str, error: str, css_class: str) -> str:
    import segno  # noqa: PLC0415 (half a dozen libraries with it; most runs draw no code anew)

    code = segno.make_qr(words, error=error, boost_error=False)
    svg: str = code.svg_inline(border=0, omitsize=True, svgclass=css_class, lineclass=None)
    return svg.replace("<svg", '<svg width="96"', 1).replace("><path", ' aria-hidden="true"><path', 1)
