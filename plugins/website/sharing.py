"""Share links of a page, and QR codes: of its address, for paper, and of a Swish number."""

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
"""Name of the share picture for pages without one of their own."""


def name_picture(prefix: str, name: str) -> str:
    """Return the name of a share picture in the language with this address prefix: `mal-2`, `en-mal-2`."""
    return f"{prefix.removeprefix('/')}-{name}" if prefix else name


SHARE_PAGES = (
    ("Facebook", "https://www.facebook.com/sharer/sharer.php?u={address}"),
    ("LinkedIn", "https://www.linkedin.com/sharing/share-offsite/?url={address}"),
    ("WhatsApp", "https://wa.me/?text={text}%20{address}"),
)
"""The networks' own share pages, which take the address (WhatsApp: a text) as a parameter and need no script of theirs."""


@dataclass(frozen=True, slots=True)
class ShareView:
    """The ways to share a page: plain links, without third-party scripts."""

    heading: Heading
    mail: str
    """`mailto:` link with subject and body."""
    networks: tuple[Link, ...]
    """Name and share page of each network."""


def build_share(heading: Heading, subject: str, text: str, address: str) -> ShareView:
    """Return the ways to share a page; the first sentence of `text` is the suggested message, which the sender can edit."""
    ready = {"address": quote(address, safe=""), "text": quote(text.partition(". ")[0])}
    networks = tuple(Link(name, form.format(**ready)) for name, form in SHARE_PAGES)
    mail = make_mail_link("", {"subject": subject, "body": f"{text.partition('. ')[0]}\n\n{decode_address(address)}"})
    return ShareView(heading, mail, networks)


@cache
def draw_qr(address: str) -> str:
    """Return a QR code as inline SVG with one path and no margin; the stylesheet shows it in print only.

    The lowest level of error correction gives the largest modules and the shortest path. That is enough on paper, where the
    address is printed in words too.
    """
    return _draw_code(address, "l", "footer__qr")


def ask_qr(address: str) -> tuple[Hashable, Callable[[], str]]:
    """Return the memo question of a QR code: its key, and the function that draws it."""
    return ("code", address), partial(draw_qr, address)


@cache
def draw_swish_qr(number: str) -> str:
    """Return the QR code of a Swish number as inline SVG: the app fills in the number, and asks for amount and message.

    The fields are C, payee, amount, message, and a mask of what the payer can change: 6 is amount and message (*QR code encoding
    specification*, developer.getswish.se/qr-api-manual/6-qr-code-encoding-specification). It is scanned from a screen, so its
    error correction is one level higher than on paper.
    """
    return _draw_code(f"C{re.sub('[^0-9]', '', number)};;;6", "m", "giving__qr")


def _draw_code(words: str, error: str, css_class: str) -> str:
    import segno  # noqa: PLC0415 (it imports half a dozen modules, and most runs find every code in the cache)

    code = segno.make_qr(words, error=error, boost_error=False)
    svg: str = code.svg_inline(border=0, omitsize=True, svgclass=css_class, lineclass=None)
    return svg.replace("<svg", '<svg width="96"', 1).replace("><path", ' aria-hidden="true"><path', 1)
