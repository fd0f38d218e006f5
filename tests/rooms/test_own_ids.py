"""Ids that editors give to headings (`## Vårt hus {#hem}`), so that links work even if the words change."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from plugins.core.markdown.attributes import find_own_id
from plugins.core.texts.headings import heading_key
from plugins.core.translations.begin import _HEADING, _translate_heading
from plugins.core.translations.fingerprints import _cut
from plugins.language.characters.signs import find_slips
from plugins.site.model import Preparation
from tests.conftest import BASE

Prepare = Callable[..., Preparation]


def page(text: str) -> str:
    """Return a page with a text."""
    return f"---\ntitel: Om oss\nsammanfattning: Vilka vi är.\nstatus: publicerad\n---\n{text}\n"


def ids(preparation: Preparation, address: str = "/om/") -> list[str]:
    """Return the ids of a page's own headings, in order."""
    assert [one.message for one in preparation.problems if one.is_error] == []
    assert preparation.site is not None
    pieces = preparation.site.by_address[address].view.pieces  # type: ignore[attr-defined]
    return [piece.heading.id for piece in pieces if piece.heading]


def codes(preparation: Preparation) -> set[tuple[str, int]]:
    """Return the codes of problems, with lines."""
    return {(one.code, one.place.line) for one in preparation.problems}


@pytest.mark.parametrize(
    ("heading", "own"),
    [
        ("## Vårt hus {#hem}", "hem"),
        ("### Vårt **hus** {#hem-2}", "hem-2"),
        ("## Vårt hus {#hem} ##", "hem"),
        ("## Vårt hus {#vart-hus}", ""),  # what it has by its words
        ("## {#hem}", ""),
        ("Vårt hus {#hem}", ""),
        ("## Vårt {#hem} hus", ""),
        ("## Vårt hus {#hem .klass}", ""),
        ("## Vårt hus {#Hem}", ""),
        ("## Vårt hus {#hem_1}", ""),
        ("## Året {#2024-i-siffror}", "2024-i-siffror"),
        ("## Året {#2024}", "2024"),
        ("## Vårt hus {#h.abc}", ""),
    ],
)
def test_an_id_of_a_heading_is_recognised_only_at_its_end_in_valid_characters(heading: str, own: str) -> None:
    assert find_own_id(heading) == own
    assert bool([*find_slips(heading, is_markdown=True)]) == (not own)


def test_an_id_with_invalid_characters_is_reported_with_the_right_id() -> None:
    (slip,) = find_slips("## Vår historia {#Vår_historia}", is_markdown=True)
    assert (slip.code, "{#var-historia}" in slip.message) == ("attribut-i-klammer", True)


def test_a_heading_has_the_id_that_an_editor_gives_it(prepare: Prepare) -> None:
    text = "Se [huset](#hem).\n\n## Vårt hus {#hem}\n\nEtt.\n\n## Hem\n\nTvå.\n\n## Annat\n\nTre."
    preparation = prepare({"sidor/om.md": page(text)})
    assert ids(preparation) == ["hem", "hem-2", "annat"]
    assert preparation.site is not None
    pieces = preparation.site.by_address["/om/"].view.pieces  # type: ignore[attr-defined]
    assert next(piece.heading.text for piece in pieces if piece.heading) == "Vårt hus"
    assert not {code for code, _ in codes(preparation)} & {"bruten-lank", "attribut-i-klammer", "upptagen-rubrikadress"}


def test_an_earlier_heading_gives_way_to_an_id_given_by_an_editor(prepare: Prepare) -> None:
    text = "## Hem\n\nEtt.\n\n## Vårt hus {#hem}\n\nTvå."
    assert ids(prepare({"sidor/om.md": page(text)})) == ["hem-2", "hem"]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("## Ett {#hem}\n\nA.\n\n## Två {#hem}\n\nB.", 10),
        ("## Ett {#meny}\n\nA.", 6),
        ("## Ett {#hem}\n\nA.\n\n{block:hus}", 4),
    ],
)
def test_an_id_in_use_is_reported(prepare: Prepare, text: str, line: int) -> None:
    block = {"block/hus.md": "---\nrubrik: Hus\n---\n## Rum {#hem}\n\nStora."}
    found = {one for one in codes(prepare({"sidor/om.md": page(text)} | block)) if one[0] == "upptagen-rubrikadress"}
    assert found == {("upptagen-rubrikadress", line)}


def test_the_ids_of_a_repeated_block_are_not_reported(prepare: Prepare) -> None:
    block = {"block/hus.md": "---\nrubrik: Hus\n---\n## Rum {#hem}\n\nStora."}
    preparation = prepare({"sidor/om.md": page("{block:hus}\n\n## Mer\n\nOrd.\n\n{block:hus}")} | block)
    assert "upptagen-rubrikadress" not in {code for code, _ in codes(preparation)}


def test_a_fixed_heading_of_a_goal_may_have_an_id(prepare: Prepare) -> None:
    name = "mal/mal-1-ingen-hunger.md"
    goal = (BASE / name).read_text("utf-8").replace("## Det här gör vi idag", "## Det här gör vi idag {#nu}")
    goal = goal.replace("## Hunger", "## Hungern {#hunger}").replace("### Frukost för alla", "### Mat {#frukost-for-alla}")
    preparation = prepare({name: goal})
    assert [one.message for one in preparation.problems if one.is_error] == []
    assert preparation.site is not None
    assert {"nu", "hunger", "frukost-for-alla"} <= preparation.site.by_address["/mal-1/"].ids
    assert "mat" not in preparation.site.by_address["/mal-1/"].ids


def test_adding_an_id_does_not_make_a_translation_stale() -> None:
    plain, own = ([part.print for part in _cut(f"Ord.\n\n## Vårt hus{given}\n\nMer.\n")] for given in ("", " {#hem}"))
    assert plain == own


@pytest.mark.parametrize("own", ["", " {#hem}"])
def test_a_heading_keeps_its_id_in_a_new_translation(own: str) -> None:
    words = {heading_key("Vårt hus"): "Our house"}
    for written, begun in (("Vårt hus", "Our house"), ("Vår gård", "Vår gård")):
        found = _HEADING.match(f"## {written}{own}")
        assert found
        assert _translate_heading(words, found) == f"## {begun}{own}"
