"""Parse a target: the setting `TARGET` of `publishconf.py`, or what was typed after `--target`.

Returns one of three kinds of target, or raises `TargetMisread`. Connects to nothing.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

from plugins.core.dataclass import dataclass
from plugins.core.swedish import quote
from plugins.delivery.fault import TargetMisread

EXAMPLES: Final = (
    "Skriv på något av de här sätten:\n"
    "  folder:/srv/www/lokalamalen                      en mapp på den här datorn\n"
    "  sftp://anna@webbhotellet.example.org/www         ett webbhotell, genom datorns eget sftp\n"
    "  git:origin#pages                                 Pages hos GitHub, GitLab eller Codeberg"
)
HIGHEST_PORT: Final = 65_535
_NO_WORD: Final = re.compile(r"[\x00-\x20\x7f]")
_BRANCH: Final = re.compile(r"[\w.+-]+(/[\w.+-]+)*")


@dataclass(frozen=True, slots=True)
class FolderTarget:
    """A folder of this machine, which a web server serves."""

    path: Path


@dataclass(frozen=True, slots=True)
class SftpTarget:
    """A folder of another machine, reached by the system's own `sftp`."""

    host: str
    path: str
    """As written, without a trailing slash: absolute, or else relative to the login folder."""
    user: str | None = None
    port: int | None = None


@dataclass(frozen=True, slots=True)
class GitTarget:
    """A branch of a git repository, from which a host serves a website."""

    remote: str
    """A remote of the project's own repository, an address, or a path."""
    branch: str


Target = FolderTarget | SftpTarget | GitTarget


def read_target(written: str, folder: Path) -> Target:
    """Parse a target; a relative path begins in `folder`. Raise `TargetMisread` where it cannot be understood."""
    written = written.strip()
    scheme = written.partition(":")[0].lower()
    rest = written[len(scheme) + 1 :]
    if scheme == "folder" and rest:
        return FolderTarget(folder / Path(rest).expanduser())
    if scheme == "sftp" and rest.startswith("//"):
        return _read_sftp(written)
    if scheme == "git" and rest:
        return _read_git(rest, written)
    raise TargetMisread(f"Målet {quote(written)} går inte att förstå.\n{EXAMPLES}")


def _read_sftp(written: str) -> SftpTarget:
    if re.match(r"(?i)sftp://[^/@:]*:[^/@]*@", written):
        raise TargetMisread(
            "I målet står ett lösenord. Skriv det aldrig där: ta bort kolon och lösenord, till exempel "
            "sftp://anna@webbhotellet.example.org/www\nInloggningen sköts av en nyckel på din dator (docs/publicering.md)."
        )
    try:
        parts = urlsplit(written)
        port, host = parts.port, parts.hostname
    except ValueError:
        port, host = 0, None
    if port == 0 or not host or _NO_WORD.search(host) or host.startswith("-") or parts.query or parts.fragment:
        raise TargetMisread(
            f"Målet {quote(written)} går inte att förstå. Skriv namnet på servern och mappen där, och porten om den inte är 22:\n"
            "  sftp://anna@webbhotellet.example.org:2222/www"
        )
    user = unquote(parts.username) if parts.username else None
    path = unquote(parts.path)
    if not path.strip("/"):
        raise TargetMisread(
            f"I målet {quote(written)} saknas mappen som webbplatsen ska ligga i. Skriv den sist, till exempel "
            f"{written.rstrip('/')}/www"
        )
    if re.search(r"[\x00-\x1f\x7f]", path) or (user and (_NO_WORD.search(user) or user.startswith("-"))):
        raise TargetMisread(f"Målet {quote(written)} innehåller ett tecken som inte kan finnas där.\n{EXAMPLES}")
    return SftpTarget(host, path.rstrip("/"), user, port)


def _read_git(rest: str, written: str) -> GitTarget:
    remote, _, branch = rest.rpartition("#")
    if not remote or not branch:
        raise TargetMisread(
            f"Målet {quote(written)} går inte att förstå. Skriv vart, ett #-tecken och namnet som Pages visar, till exempel:\n"
            "  git:origin#pages"
        )
    if remote.startswith("-") or not _BRANCH.fullmatch(branch) or ".." in branch or branch.startswith("-"):
        raise TargetMisread(f"Målet {quote(written)} innehåller något som inte kan finnas där.\n  git:origin#pages")
    return GitTarget(remote, branch)
