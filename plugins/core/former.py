"""Former addresses: where a page could be found before, as a file that can answer there.

Stage: check. In: a `Text` as the editor wrote it. Out: a `FormerAddress`, or a `KindError`. Whether the file is free is
judged when all that the site writes is known (`plugins.site.former`). An allow-list: what a disk, a server or another part of
the address would read in its own way is refused.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Annotated, Final
from urllib.parse import quote as encode
from urllib.parse import unquote_to_bytes, urlsplit

from plugins.core.dataclass import dataclass
from plugins.core.file_names import DEVICES, LONGEST_NAME
from plugins.core.kinds.kind import Kind, KindError
from plugins.core.outputs import file_at
from plugins.core.source.sources import Text
from plugins.core.swedish import quote

LONGEST_PATH: Final = 700
"""Bytes: macOS takes 1,024 with the folders above, of which the project needs some."""
_SAFE: Final = "/-._~+,!()'@=&"
_ODD: Final = re.compile(rf"[^\w {re.escape(_SAFE[1:])}]")
"""Any character but those that every disk takes in a name, and that mean nothing to a server or its rules."""
_EXAMPLE: Final = "Skriv den som den stod i webbläsarens adressfält, från det första enkla snedstrecket: /gamla-sidan/."


@dataclass(frozen=True, slots=True)
class FormerAddress:
    """An address that a page had before."""

    written: str
    host: str
    """The site it was written with, `https://host/…`; empty where it begins with `/`."""
    path: str
    """As people read it, from the root: `/möten/`."""

    @property
    def address(self) -> str:
        """As a browser asks for it: `/m%C3%B6ten/`."""
        return encode(self.path, safe=_SAFE)

    @property
    def file(self) -> str:
        """The file of the output that answers there."""
        return file_at(self.address)

    def __str__(self) -> str:
        return self.written


def read_former_address(text: Text) -> FormerAddress:
    """Take `/gammal/`, `/gammal.html`, `/möten/` or `https://…/gammal/`."""
    written = unicodedata.normalize("NFC", text.value)
    host, path = "", written
    if re.match(r"https?://", written, re.IGNORECASE):
        try:
            parts = urlsplit(written)
            host, path = (parts.hostname or "").rstrip("."), written.split("/", 3)[3] if written.count("/") > 2 else ""
        except ValueError:
            raise _refuse(written, "är ingen adress") from None
        path = f"/{path}"
    elif not written.startswith("/") or written.startswith("//"):
        raise _refuse(written, "är ingen adress på den här webbplatsen", "Den börjar med / , till exempel /mal-1/.")
    for sign, why in (("#", "stället på sidan"), ("?", "frågan")):
        if sign in path:
            help_line = f"Webbläsaren frågar efter sidan utan {why}. Skriv bara det som står före {sign}."
            raise _refuse(written, f"kan inte leda vidare med {sign} och det som följer", help_line)
    return FormerAddress(text.value, host, _read_path(written, path))


def _read_path(written: str, path: str) -> str:
    """Return the path decoded, once, as a server does; refuse what a disk or a server would take for something else."""
    if re.search(r"%(?![0-9A-Fa-f]{2})", path):
        raise _refuse(written, "har ett % som inte följs av två siffror eller bokstäver a–f")
    try:
        decoded = unicodedata.normalize("NFC", unquote_to_bytes(path).decode())
    except UnicodeDecodeError:
        raise _refuse(written, "är kodad på ett sätt som dagens webbservrar inte läser") from None
    names = decoded.removeprefix("/").removesuffix("/").split("/")
    if decoded.count("/") != path.count("/"):
        raise _refuse(written, "har ett kodat snedstreck")
    for name in names if decoded != "/" else ():
        _check_name(written, name)
    if len(decoded.encode()) > LONGEST_PATH:
        raise _refuse(written, "är för lång")
    return decoded


def _check_name(written: str, name: str) -> None:
    """A part between two slashes is the name of a file that every disk can hold and every server shows."""
    if not name:
        raise _refuse(written, "har två snedstreck efter varandra")
    if name.startswith("."):
        raise _refuse(written, f"har delen {quote(name)}: en del får inte börja med punkt")
    if odd := _ODD.search(name):
        shown = quote(odd[0]) if odd[0].isprintable() else f"U+{ord(odd[0]):04X}"
        raise _refuse(written, f"innehåller tecknet {shown}, som inte får stå där")
    if name != name.strip(" ") or name.endswith("."):
        raise _refuse(written, f"har delen {quote(name)}: en del får inte börja eller sluta med mellanslag eller sluta med punkt")
    if DEVICES.fullmatch(name):
        raise _refuse(written, f"har delen {quote(name)}, ett namn som Windows har för egen del")
    if len(name.encode()) > LONGEST_NAME:
        raise _refuse(written, "har en del som är för lång")


def _refuse(written: str, why: str, help_line: str = _EXAMPLE) -> KindError:
    return KindError(f"{quote(written, 80)} {why}.", help_line, code="fel-adress")


Former = Annotated[FormerAddress, Kind("tidigare adress", read_former_address, "/gammal-adress/", guesses=False)]
"""No guess without what is around the value: what is left of `/.` or `/om/.` is the address of another page."""
