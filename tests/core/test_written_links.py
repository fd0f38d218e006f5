"""Links in source text: what is within one, and what would be a link within a link."""

from __future__ import annotations

import pytest

from plugins.core.markdown.written_links import count_nested_links, find_written_links

NUMBER = "070"


def is_in_link(value: str, words: str) -> bool:
    at = value.index(words)
    return any(link.start <= at < link.end for link in find_written_links(value))


@pytest.mark.parametrize(
    "value",
    [
        "Ring [070](tel:1).",
        "Ring [Alva, 070](tel:1) nu.",
        "Ring [Alva [jour] 070](tel:1).",
        "Ring [Alva [a [b] c] 070](tel:1).",
        "Ring [växeln\npå 070](tel:1) idag.",
        "Ring [Alva](tel:070).",
        "Ring [Alva](/mal-(070)-1/).",
        'Ring [Alva](/om/ "på 070").',
        "Ring [Alva 070][alva].\n\n[alva]: /om/",
        "Ring [070].\n\n[070]: /om/",
        "Ring [Alva].\n\n[alva]: tel:070",
        "Se <https://example.org/070> nu.",
        "![Skylt med 070](/bilder/a.jpg)",
        "[![Skylt med 070](/bilder/a.jpg) Ring](/om/)",
        "[**Ring** `]` 070](/om/)",
        r"[Ring \] 070](/om/)",
        "| Ring | [070](tel:1) |",
    ],
)
def test_a_number_within_a_link_or_its_name_is_in_a_link(value: str) -> None:
    assert is_in_link(value, NUMBER)


@pytest.mark.parametrize(
    "value",
    [
        "Ring 070.",
        "[Ring](/om/) 070",
        "070 [Ring](/om/)",
        "Ring [070] nu.",
        "Ring [070] (tel) nu.",
        "Ring [070][okänd].",
        "Ring [070\n\nigen](tel:1).",
        "Skriv `[070](tel:1)`.",
        r"Skriv \[070](tel:1).",
        "[Ring [nu](/om/) 070",
        "3 < 070 > 2",
        "Ring <tel:070>.",
    ],
)
def test_a_number_outside_a_link_is_not_in_a_link(value: str) -> None:
    assert not is_in_link(value, NUMBER)


def test_a_link_gives_its_name_and_its_address() -> None:
    value = 'Se [![Ett kök](/bilder/kok.jpg)]( </mal 1/> "titel") och [mer][a].\n\n[a]: /om/ "Om"'
    found = [(link.address, value[link.name_start : link.name_end], link.is_picture) for link in find_written_links(value)]
    assert found == [
        ("/bilder/kok.jpg", "Ett kök", True),
        ("/mal 1/", "![Ett kök](/bilder/kok.jpg)", False),
        ("/om/", "mer", False),
        ("/om/", '[a]: /om/ "Om"', False),
    ]


@pytest.mark.parametrize(
    ("value", "is_nested"),
    [
        ("[Ring [070](tel:1) nu](/om/)", True),
        ("[Ring [nu] [070](tel:1)](/om/)", True),
        ("[Ring ![skylt](/bilder/a.jpg) [070][a]](/om/)\n\n[a]: /om/", True),
        ("[Ring [070](tel:1) ![skylt](/bilder/a.jpg)](/om/)", True),
        ("[Se <https://example.org>](/om/)", True),
        ("[Ring](/om/) [070](tel:1)", False),
        ("[Ring ![skylt](/bilder/a.jpg)](/om/)", False),
        ("[Ring [nu]](/om/)", False),
        ("[[070](tel:1)]", False),
    ],
)
def test_links_within_links_are_counted(value: str, is_nested: bool) -> None:
    assert count_nested_links(value) == is_nested
