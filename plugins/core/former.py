"""Former addresses: where a page used to be, as the path of an output file that can redirect from there.

`read_former_address` parses what the editor wrote and returns a `FormerAddress`, or raises `KindError`. Whether the path is free
is checked later, when all output files are known (`plugins.site.checks.former_addresses`). Works as an allow-list: whatever a
file system, a web server or another part of a URL could interpret differently is refused.
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
"""Bytes: macOS allows 1,024 for a whole path, of which the project's own folder takes a part."""
_SAFE: Final = "/-._~+,!()'@=&"
_ODD: Final = re.compile(rf"[^\w {re.escape(_SAFE[1:])}]")
"""Any character other than those that all file systems accept and that have no meaning to a server or its redirect rules."""
_EXAMPLE: Final = "Skriv den som den stod i webbläsarens adressfält, från det första enkla snedstrecket: /gamla-sidan/."


@dataclass(frozen=True, slots=True)
class FormerAddress:
    """An address that a page used to have."""

    written: str
    host: str
    """The host of `https://host/…`; empty for an address that begins with `/`."""
    path: str
    """The decoded path from the root: `/möten/`."""

    @property
    def address(self) -> str:
        """The percent-encoded path, as a browser requests it: `/m%C3%B6ten/`."""
        return encode(self.path, safe=_SAFE)

    @property
    def file(self) -> str:
        """The output file that answers requests for the address."""
        return file_at(self.address)

    def __str__(self) -> str:
        return self.written


def read_former_address(text: Text) -> FormerAddress:
    """Parse `/gammal/`, `/gammal.html`, `/möten/` or `https://…/gammal/`; raise `KindError` for anything else."""
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
    """Return the path percent-decoded once, as a server does it; raise `KindError` for what a disk or server would misread."""
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
    """Raise `KindError` for a path segment that is not a file name which every disk accepts and every server serves."""
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
"""No automatic suggestion: what cleaning up `/.` or `/om/.` would leave is the address of another page."""
