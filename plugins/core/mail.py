"""Build and parse `mailto:` links with subject and body, so that every mail program understands them (RFC 6068).

Spaces are written `%20`: mail programs show a `+` as it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final
from urllib.parse import quote, unquote

from plugins.core.web import ascii_email

HEADERS: Final = ("subject", "body", "cc", "bcc")
"""The header fields and the body that a link may fill in."""


def make_mail_link(address: str, fields: Mapping[str, str]) -> str:
    """Return a link that opens a mail to `address` (may be empty) with these fields filled in."""
    filled = "&".join(
        f"{name}={quote(_lines(value), safe='/' if name == 'subject' else '')}" for name, value in fields.items() if value
    )
    return f"mailto:{quote(ascii_email(address), safe='@+,')}{f'?{filled}' if filled else ''}"


def read_mail_link(href: str) -> tuple[str, dict[str, str]] | None:
    """Return the address and fields of a link, percent-encoded or not; None if it has a part that is no known field."""
    address, _, question = re.sub(r"^mailto:", "", href, flags=re.IGNORECASE).partition("?")
    fields: dict[str, str] = {}
    last = ""
    for part in re.split(r"&(?:amp;)?", question) if question else ():
        name, is_field, value = part.partition("=")
        if is_field and name.strip().casefold() in HEADERS:
            last = name.strip().casefold()
            fields[last] = unquote(value)
        elif last and not (is_field and re.fullmatch(r"[\w-]+", name)):
            fields[last] += f"&{unquote(part)}"  # an unencoded ampersand in a value: `subject=Mat & hem`
        else:
            return None
    return unquote(address), fields


def _lines(words: str) -> str:
    return re.sub(r"\r?\n", "\r\n", words)
