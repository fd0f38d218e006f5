"""Open data in several languages: an item has its values in other languages beside those in the site's own."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from plugins.site.model import Preparation
from plugins.site.open_data import write_items
from tests.flow.test_open_data import validate
from tests.translated import GOAL

Prepare = Callable[..., Preparation]

PAGE = """---
titel: {title}
sammanfattning: {summary}
{more}status: publicerad
---
Text.
"""
OWN = "lokala mål: 2\nfrån: juli 2025\nuppdaterad: 2026-10-05\n"
NIVA = "- namn: {name}\n  heter: {called}\n  plural: {called}s\n"


def read(preparation: Preparation) -> dict[str, list[dict[str, Any]]]:
    """Return the items of each file, which must be valid by the schema."""
    assert preparation.site is not None
    found = {}
    for name in preparation.site.data:
        text = write_items(name, preparation.site)
        validate(name, json.loads(text))
        found[name] = json.loads(text)["items"]
    return found


def test_an_item_includes_what_differs_in_its_translations(prepare_translated: Prepare) -> None:
    data = read(
        prepare_translated(
            {
                "mal/mal-2-alla-ar-trygga.latt.md": GOAL.replace("Everyone is safe", "Alla är trygga"),
                "verksamheter/lyktan.md": PAGE.format(title="Lyktan", summary="Här lagas lyktor.", more=OWN),
                "verksamheter/lyktan.en.md": PAGE.format(title="The lantern", summary="We mend lanterns.", more=""),
                "verksamheter/kvar.md": PAGE.format(title="Kvar", summary="Här finns te.", more=OWN),
            }
        )
    )
    first, second = data["goals"]
    assert "translations" not in first
    assert second["title"] == "Alla är trygga"
    assert second["translations"]["en"]["title"] == "Everyone is safe"
    assert second["translations"]["en"]["url"] == second["url"].replace("/mal-2/", "/en/mal-2/")
    assert second["translations"]["sv-x-latt"].keys() == {"summary", "url"}, "the title is the same"

    kept, lantern = data["activities"]
    assert "translations" not in kept, "its page is in one language"
    english = lantern["translations"]["en"]
    assert (english["title"], english["begins"], english["summary"]) == ("The lantern", "July 2025", "We mend lanterns.")
    assert english.keys() == {"title", "summary", "url", "begins"}


def test_tiers_are_translated_in_the_items_of_partners(prepare_translated: Prepare) -> None:
    data = read(
        prepare_translated(
            {
                "nivaer.en.yaml": "".join(
                    NIVA.format(name=name, called=called) for name, called in (("huvudpartner", "main partner"),)
                ),
            }
        )
    )
    tiers = {tier["tier"] for partner in data["partners"] for tier in partner["supports"]}
    assert "huvudpartner" in tiers
    said = [partner["translations"]["en"] for partner in data["partners"] if "translations" in partner]
    assert said
    assert {"goal": 2, "tier": "main partner"} in [one for each in said for one in each["supports"]]


def test_an_item_without_a_published_translation_has_none(prepare_translated: Prepare) -> None:
    for name, items in read(prepare_translated({"mal/mal-2-alla-ar-trygga.en.md": GOAL.replace("publicerad", "utkast")})).items():
        assert not any("translations" in item and item["translations"].get("en", {}).get("url") for item in items), name
    for name, items in read(
        prepare_translated({"mal/mal-2-alla-ar-trygga.en.md": None, "sidor/start.en.md": None}, whole=False)
    ).items():
        assert not any("translations" in item for item in items), name


FACT = """- id: frukostar
  värde: 40
  enhet: frukostar om dagen
  avser: 2026
  källa: Sandvålla stadsmission
- id: ny
  värde: 731
  enhet: hus
  avser: 2026
  källa: Sandvålla stadsmission
"""
BLOCK = "---\nrubrik: Hus\n---\nVi har {fakta:ny} hus.\n"


@pytest.mark.parametrize(
    ("changes", "is_there"),
    [
        ({}, False),
        ({"block/hus.md": BLOCK}, False),
        ({"sidor/om.md": PAGE.format(title="Om oss", summary="Vi.", more="") + "<!-- Vi har {fakta:ny} hus. -->\n"}, False),
        ({"sidor/om.md": PAGE.format(title="Om oss", summary="Vi.", more="") + "Skriv \\{fakta:ny} där.\n"}, True),
        ({"sidor/om.md": PAGE.format(title="Om oss", summary="Vi.", more="") + "Vi har {fakta:ny} hus.\n"}, True),
        ({"sidor/om.md": PAGE.format(title="Om oss", summary="Vi har {fakta:ny} hus.", more="")}, True),
        ({"sidor/om.md": PAGE.format(title="Om oss", summary="Vi.", more="") + "\n{block:hus}\n", "block/hus.md": BLOCK}, True),
        ({"sidor/start.en.md": PAGE.format(title="Goals", summary="Ours.", more="") + "We have {fakta:ny} houses.\n"}, True),
        ({"meddelanden.yaml": "- text: Vi har {fakta:ny} hus.\n  till: 2026-12-31\n"}, True),
    ],
)
def test_a_figure_is_open_data_only_if_a_page_in_some_language_shows_it(
    prepare_translated: Prepare, changes: Mapping[str, str], is_there: bool
) -> None:
    preparation = prepare_translated({"fakta.yaml": FACT, **changes})
    assert preparation.site is not None
    assert ("731" in [str(item["value"]) for item in read(preparation)["facts"]]) == is_there
    shown = any(re.search(r"\b731\b", str(page.view) + str(page.frame.announcements)) for page in preparation.site.pages)
    assert shown == is_there
