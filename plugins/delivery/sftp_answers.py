"""What OpenSSH answers when something is wrong, told to the one who publishes.

In: sftp's words on stderr, and the target. Out: Swedish, with what to do, from `sftp_answers.yaml`.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Final

import yaml

from plugins.core.swedish import quote
from plugins.core.words import SAFE_LOADER
from plugins.delivery.target import SftpTarget

NO_FOLDER: Final = re.compile(
    r"(?im)^(?=.*(?:stat remote|realpath|canonicalize|couldn't stat)).*no such file|can't change directory"
)
"""How sftp says that `cd` led nowhere."""
PORT: Final = 22
"""Of SSH (RFC 4251, part 4.1)."""


@cache
def _read_answers() -> tuple[tuple[re.Pattern[str], str], ...]:
    rows = yaml.load(Path(__file__).with_suffix(".yaml").read_text("utf-8"), SAFE_LOADER)
    return tuple((re.compile(row["said"], re.IGNORECASE), row["means"]) for row in rows)


def explain(said: str, target: SftpTarget) -> str:
    """Return what sftp's words mean."""
    meant = {
        "host": target.host,
        "port": str(target.port or PORT),
        "user": f"användaren {quote(target.user)}" if target.user else "du",
        "login": f"sftp {f'-P {target.port} ' if target.port else ''}{f'{target.user}@' if target.user else ''}{target.host}",
        "known": f'"[{target.host}]:{target.port}"' if target.port else target.host,
        "path": quote(target.path, 200),
    }
    said = said if said.strip() else "connection lost"  # sftp itself has been stopped
    for pattern, means in _read_answers():
        if pattern.search(said):
            text = means.format(**meant)
            return text[0].upper() + text[1:]
    told = next((line.strip() for line in reversed(said.splitlines()) if line.strip()), "")
    return f"Det gick inte att lägga ut webbplatsen på servern {target.host}. sftp svarar: {quote(told, 300)}"
