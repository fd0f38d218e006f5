"""Explain errors of OpenSSH's sftp to the user: what went wrong and what to do, in Swedish, from `sftp_answers.yaml`."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from plugins.core.answers import find_answer, last_line
from plugins.core.swedish import quote
from plugins.delivery.target import SftpTarget

ANSWERS: Final = Path(__file__).with_suffix(".yaml")
NO_FOLDER: Final = re.compile(
    r"(?im)^(?=.*(?:stat remote|realpath|canonicalize|couldn't stat)).*no such file|can't change directory"
)
"""How sftp reports that `cd` failed."""
PORT: Final = 22
"""The port of SSH (RFC 4251, section 4.1)."""


def explain(said: str, target: SftpTarget) -> str:
    """Return the explanation of sftp's message on stderr."""
    meant = {
        "host": target.host,
        "port": str(target.port or PORT),
        "user": f"användaren {quote(target.user)}" if target.user else "du",
        "login": f"sftp {f'-P {target.port} ' if target.port else ''}{f'{target.user}@' if target.user else ''}{target.host}",
        "known": f'"[{target.host}]:{target.port}"' if target.port else target.host,
        "path": quote(target.path, 200),
    }
    said = said if said.strip() else "connection lost"  # sftp itself was killed
    answer = find_answer(ANSWERS, said)
    if answer is not None:
        text = answer.means.format(**meant)
        return text[0].upper() + text[1:]
    return f"Det gick inte att lägga ut webbplatsen på servern {target.host}. sftp svarar: {quote(last_line(said), 300)}"
