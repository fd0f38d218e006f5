"""The positions of links in a source text, by their addresses."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.core.markdown.seeking import Seek
from plugins.core.places import SourceFile
from plugins.core.source.sources import text_of_lines

LONGER = "Läs https://www.example.org/om, och\nskriv till info@www.example.org.\n\n"


@pytest.mark.parametrize(
    ("written", "addresses", "lines"),
    [
        (f"{LONGER}Se www.example.org.", ["https://www.example.org"], [4]),
        (f"{LONGER}(www.example.org)", ["https://www.example.org"], [4]),
        (f"{LONGER}Se https://www.example.org: där", ["https://www.example.org"], [4]),
        (f"{LONGER}Se www.example.org/om", ["https://www.example.org/om"] * 2, [1, 4]),
        (f"{LONGER}www.example.org och\nwww.example.org?", ["https://www.example.org"] * 2, [4, 5]),
        (f"{LONGER}Slut.", ["https://www.example.org"], [1]),
        ("a@example.org.uk\n\na@example.org", ["mailto:a@example.org"], [3]),
        ("Se example.org.se\n\nexample.org", ["https://example.org"], [3]),
    ],
)
def test_a_bare_address_is_not_found_within_a_longer_one(written: str, addresses: list[str], lines: list[int]) -> None:
    seek = Seek(text_of_lines(SourceFile(Path("a.md"), written), 1, written), lambda _: None)
    assert [seek.address(address).line for address in addresses] == lines
