"""Targets: which notations are understood, and what is reported of others."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.delivery.fault import TargetMisread
from plugins.delivery.target import FolderTarget, GitTarget, SftpTarget, read_target

HOME = Path("/projekt")

GOOD = {
    "folder:/srv/www/lokalamalen": FolderTarget(Path("/srv/www/lokalamalen")),
    "folder:../webb": FolderTarget(Path("/projekt/../webb")),
    "  Folder:webb ": FolderTarget(Path("/projekt/webb")),
    "sftp://anna@webbhotellet.example.org/www": SftpTarget("webbhotellet.example.org", "/www", "anna"),
    "sftp://example.org:2222/min%20webb/": SftpTarget("example.org", "/min webb", None, 2222),
    "sftp://anna%40firma@[2001:db8::1]/www": SftpTarget("2001:db8::1", "/www", "anna@firma"),
    "git:origin#pages": GitTarget("origin", "pages"),
    "git:https://example.org/a/b.git#gh-pages": GitTarget("https://example.org/a/b.git", "gh-pages"),
    "git:/srv/a#b.git#sidor/ny": GitTarget("/srv/a#b.git", "sidor/ny"),
}


@pytest.mark.parametrize("written", GOOD)
def test_a_valid_target_is_read(written: str) -> None:
    assert read_target(written, HOME) == GOOD[written]


BAD = {
    "": "Målet ”” går inte att förstå",
    "/srv/www": "Skriv på något av de här sätten",
    "folder:": "Skriv på något av de här sätten",
    "ftp://example.org/www": "Skriv på något av de här sätten",
    "sftp:example.org/www": "Skriv på något av de här sätten",
    "sftp://anna@/www": "Skriv namnet på servern och mappen där",
    "sftp://example.org": "saknas mappen.*sftp://example.org/www",
    "sftp://example.org/": "saknas mappen",
    "sftp://example.org:sju/www": "porten om den inte är 22",
    "sftp://example.org:70000/www": "porten om den inte är 22",
    "sftp://-oProxyCommand=x/www": "Skriv namnet på servern",
    "sftp://-l@example.org/www": "tecken som inte kan finnas",
    "sftp://example.org/www%0Arm%20x": "tecken som inte kan finnas",
    "sftp://anna:hemligt@example.org/www": "står ett lösenord. Skriv det aldrig där",
    "git:origin": "ett #-tecken",
    "git:#pages": "ett #-tecken",
    "git:--upload-pack=x#pages": "inte kan finnas",
    "git:origin#--force": "inte kan finnas",
    "git:origin#a..b": "inte kan finnas",
}


@pytest.mark.parametrize("written", BAD)
def test_an_invalid_target_is_reported_with_what_to_write(written: str) -> None:
    with pytest.raises(TargetMisread, match=f"(?s){BAD[written]}") as raised:
        read_target(written, HOME)
    assert "hemligt" not in str(raised.value)
