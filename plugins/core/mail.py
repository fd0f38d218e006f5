"""Mail links: `mailto:` with subject and words, written so that every mail program reads them (RFC 6068).

Stage: every stage that writes one. Plain text in and out. A space is `%20`: a `+` would stand in the mail as it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final
from urllib.parse import quote, unquote

from plugins.core.web import ascii_email

HEADERS: Final = ("subject", "body", "cc", "bcc")
"""What a link may fill in of a mail."""


def make_mail_link(address: str, fields: Mapping[str, str]) -> str:
    """Return the link to write to `address` (nobody yet, where it is empty), with what stands in the mail from the start."""
    filled = "&".join(
        f"{name}={quote(_lines(value), safe='/' if name == 'subject' else '')}" for name, value in fields.items() if value
    )
    return f"mailto:{quote(ascii_email(address), safe='@+,')}{f'?{filled}' if filled else ''}"


def read_mail_link(href: str) -> tuple[str, dict[str, str]] | None:
    """Return the address and the fields of a link as somebody wrote it, encoded or not; None where a field has no name."""
    address, _, question = re.sub(r"^mailto:", "", href, flags=re.IGNORECASE).partition("?")
    fields: dict[str, str] = {}
    last = ""
    for part in re.split(r"&(?:amp;)?", question) if question else ():
        name, is_field, value = part.partition("=")
        if is_field and name.strip().casefold() in HEADERS:
            last = name.strip().casefold()
            fields[last] = unquote(value)
        elif last and not (is_field and re.fullmatch(r"[\w-]+", name)):
            fields[last] += f"&{unquote(part)}"  # `subject=Mat & hem`: part of the words
        else:
            return None
    return unquote(address), fields


def _lines(words: str) -> str:
    return re.sub(r"\r?\n", "\r\n", words)
