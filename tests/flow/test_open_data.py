"""Open data: valid by its schema, nothing that pages do not show, and nothing about persons."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator, ValidationError

from plugins.core.swedish import sort_key
from plugins.site.rooms import DATA
from tests.flow.trial import PROJECT, Trial

SCHEMA = json.loads((PROJECT / "docs" / "open-data.schema.json").read_text("utf-8"))


def validate(name: str, data: Any) -> None:
    """Validate a file against its part of the schema."""
    Draft202012Validator({"$ref": f"#/$defs/{name}", "$defs": SCHEMA["$defs"]}).validate(data)


def read(folder: Path, name: str) -> Any:
    """Return the items of a built file, which must be valid."""
    data = json.loads((folder / "data" / f"{name}.json").read_bytes())
    validate(name, data)
    return data["items"]


def test_the_schema_is_valid_and_describes_every_file() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert set(DATA) <= set(SCHEMA["$defs"]), "describe it there by hand; that of text pages: run python3 tasks.py docs"
    described = (PROJECT / "docs" / "open-data.md").read_text("utf-8")
    for name in DATA:
        assert f"`/data/{name}.json`" in described, f"write a row and a section of {name} in docs/open-data.md"


@pytest.fixture(scope="module")
def items(built: Path) -> dict[str, dict[str, Any]]:
    """Return an item of each file of the small site, which must be valid; new keys are included."""
    return {name: read(built, name)[0] for name in ("partners", "goals")}


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("partners", {"supports": []}),
        ("partners", {"supports": [{"goal": 1, "tier": "vän", "to": "2026-12-31"}]}),
        ("partners", {"contact": "Alva"}),
        ("partners", {"translations": {}}),
        ("partners", {"translations": {"en": {}}}),
        ("partners", {"translations": {"en": {"name": "Wick & Wax"}}}),
        ("partners", {"translations": {"en": {"supports": []}}}),
        ("goals", {"translations": {"en": {"title": "No darkness"}}}),
        ("goals", {"translations": {"en": {"url": "https://example.org/en/mal-1/", "number": 2}}}),
    ],
)
def test_the_schema_refuses_wrong_items(name: str, change: dict[str, Any], items: dict[str, dict[str, Any]]) -> None:
    with pytest.raises(ValidationError):
        validate(name, {"version": 1, "items": [items[name] | change]})


@pytest.mark.parametrize(
    ("name", "item", "why"),
    [
        ("goals", {"title": "Ingen i mörker", "number": 1}, "is a required property"),
        ("activities", {"title": "Lyktverkstaden"}, "is a required property"),
        ("projects", {"title": "Lyktprojektet", "phase": "avslutat"}, "'avslutat' is not one of"),
    ],
)
def test_the_schema_requires_its_keys_and_known_phases(name: str, item: dict[str, Any], why: str) -> None:
    with pytest.raises(ValidationError, match=why):
        validate(name, {"version": 1, "items": [item]})


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("partners", {"translations": {"en": {"supports": [{"goal": 1, "tier": "friend"}]}}}),
        ("goals", {"translations": {"en": {"title": "No darkness", "url": "https://example.org/en/mal-1/"}}}),
    ],
)
def test_the_schema_accepts_right_items(name: str, change: dict[str, Any], items: dict[str, dict[str, Any]]) -> None:
    validate(name, {"version": 1, "items": [items[name] | change]})


@pytest.mark.slow
def test_goals_have_the_address_of_their_page_and_the_iri_of_their_global_goals(trial: Trial) -> None:
    assert trial.run().status == 0
    first, second = read(trial.output, "goals")
    expected = {
        "title": "Ingen i mörker",
        "number": 1,
        "subheading": "1 204 lyktor lyser",
        "summary": "Ingen ska behöva gå hem i mörker.",
        "url": "https://lyktstad.example.org/mal-1/",
        "updated": "2026-10-05",
        "global_goals": [
            {
                "number": 11,
                "name": "Hållbara städer och samhällen",
                "iri": "http://metadata.un.org/sdg/11",
                "target": "11.7",
                "target_iri": "http://metadata.un.org/sdg/11.7",
                "reason": "Trygga gator är för alla.",
                "confirmed": True,
            },
            {
                "number": 7,
                "name": "Hållbar energi för alla",
                "iri": "http://metadata.un.org/sdg/7",
                "target": None,
                "target_iri": None,
                "reason": None,
                "confirmed": True,
            },
        ],
    }
    assert {key: first[key] for key in expected} == expected
    assert (second["title"], second["updated"]) == ("Ingen fryser", None)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("day", "names"),
    [("2026-11-30", ["Veke & Vax", "Ångströms Olja"]), ("2026-12-01", ["Ångströms Olja"])],
)
def test_partners_are_those_of_the_day_in_alphabetical_order(trial: Trial, day: str, names: list[str]) -> None:
    assert trial.run(date=day).status == 0
    partners = read(trial.output, "partners")
    assert [partner["name"] for partner in partners] == names
    assert (partners[-1]["website"], partners[-1]["supports"]) == (None, [{"goal": 2, "tier": "vänföretag"}])


@pytest.mark.slow
def test_drafts_and_future_agreements_are_not_in_the_data(trial: Trial) -> None:
    trial.edit("content/partner/partner.yaml", "  nivå: huvudpartner\n", "  nivå: huvudpartner\n  från: 2026-11-23\n")
    trial.edit(
        "content/partner/partner.yaml", "Ångströms Olja\n  lokalt mål: 2", "Ångströms Olja\n  status: utkast\n  lokalt mål: 2"
    )
    assert trial.run().status == 0
    assert read(trial.output, "partners") == []
    assert "Ingen vilse" not in (trial.output / "data" / "goals.json").read_text("utf-8")


def test_no_person_is_in_the_data(trial: Trial) -> None:
    assert trial.run().status == 0
    assert "Alva Ek" in trial.page("om/index.html")
    files = sorted((trial.output / "data").iterdir())
    assert [file.name for file in files] == [f"{name}.json" for name in sorted(DATA)]
    for file in files:
        text = file.read_text("utf-8")
        for person in ("Alva", "021-12 34 56", "+4621123456", "alva@example.org"):
            assert person not in text


def test_the_data_of_the_real_site_matches_its_pages(site: Path) -> None:
    goals, partners = read(site, "goals"), read(site, "partners")
    assert [goal["number"] for goal in goals] == list(range(1, len(goals) + 1))
    assert len(goals) >= 5
    assert partners
    for partner in partners:
        for support in partner["supports"]:
            page = (site / f"mal-{support['goal']}" / "index.html").read_text("utf-8")
            assert partner["name"].replace("&", "&amp;") in page


ORDERS = re.compile(r"^\| `/data/(\w+)\.json` \| [^|]+ \| (?:`(\w+)`(, the last first)?|the editors' register) \|$", re.MULTILINE)
REGISTERS = {"facts": ("fakta.yaml", "id")}
"""For each key by which an item refers to a record: the file with the order of these records."""


def put_in_order(name: str, key: str, is_turned: bool, items: list[Any]) -> list[Any]:
    """Return the items of a file in its documented order: by a key, else in that of a register."""
    if key:
        return sorted(items, key=lambda it: sort_key(it[key]) if isinstance(it[key], str) else it[key], reverse=is_turned)
    assert name in REGISTERS, f"write {name} in REGISTERS of tests/flow/test_open_data.py: its file, and what its items name"
    file, named = REGISTERS[name]
    register = [record[named] for record in yaml.safe_load((PROJECT / "content" / file).read_text("utf-8")) or []]
    return sorted(items, key=lambda it: register.index(it[named]))


def test_each_file_of_the_real_site_is_in_its_documented_order(site: Path) -> None:
    """A new file has a documented order of its own, without changing that of another file."""
    described = (PROJECT / "docs" / "open-data.md").read_text("utf-8")
    orders = {name: (key, bool(last)) for name, key, last in ORDERS.findall(described)}
    ways = "`KEY`; or `KEY`, the last first; or the editors' register"
    assert f": {ways}." in described, "docs/open-data.md says under To add a file how an order is written"
    right = f"write in its third column {ways}"
    assert [f"docs/open-data.md: /data/{name}.json: {right}" for name in DATA if name not in orders] == []
    files = {name: read(site, name) for name in orders}
    assert len([name for name, items in files.items() if len(items) > 1]) >= 4
    wrong = [name for name, items in files.items() if items != put_in_order(name, *orders[name], items)]
    assert wrong == [], "docs/open-data.md gives another order for these files"


@pytest.mark.slow
def test_the_data_is_not_in_the_sitemap(trial: Trial) -> None:
    assert trial.run().status == 0
    assert "/data/" not in trial.page("sitemap.xml")


@pytest.mark.slow
def test_a_page_may_link_to_the_data(trial: Trial) -> None:
    trial.edit("content/sidor/om.md", "Vi tänder lyktor.", "Vi tänder lyktor och delar [våra mål som data](/data/goals.json).")
    result = trial.run()
    assert result.status == 0, result.said
    assert 'href="/data/goals.json"' in trial.page("om/index.html")


UNDERTAKING = """---
titel: Lyktverkstaden
sammanfattning: Här lagas lyktor.
lokala mål: 1
organisation: Veke & Vax
från: våren 2025
till: {last_day}
{more}
status: {status}
---
Alla är välkomna.
"""


@pytest.mark.slow
@pytest.mark.parametrize(("last_day", "phase"), [("2026-12-31", "under_way"), ("hösten 2025", "ended")])
def test_activities_and_projects_have_their_phase_even_if_they_have_ended(trial: Trial, last_day: str, phase: str) -> None:
    money = "beviljat stöd: 1 200 kr\ntotal budget: 4 800 kr\nsamarbetspartner:\n  - Glas, Lim & Co"
    for folder, more in (("verksamheter", "grupp: Ute"), ("projekt", money)):
        (trial.content / folder).mkdir(exist_ok=True)
        for status in ("publicerad", "utkast"):
            text = UNDERTAKING.format(last_day=last_day, more=more, status=status)
            (trial.content / folder / f"lykt-{status}.md").write_text(text, "utf-8")
    assert trial.run().status == 0
    (activity,), (project,) = read(trial.output, "activities"), read(trial.output, "projects")
    for item in (activity, project):
        assert (item["phase"], item["begins"], item["organisation"], item["goals"]) == (phase, "våren 2025", "Veke & Vax", [1])
        assert item["global_goals"]
    assert activity["url"].endswith("/verksamheter/lykt-publicerad/")
    assert activity["group"] == "Ute"
    assert (project["support_sek"], project["budget_sek"], project["partners"]) == (1200, 4800, ["Glas, Lim & Co"])


@pytest.mark.slow
@pytest.mark.parametrize(
    ("folder", "lines", "phase"),
    [
        ("verksamheter", "från: 2016\nuppgifter från: 2017\n", None),
        ("verksamheter", "från: 2016\n", "under_way"),
        ("verksamheter", "från: 2016\ntill: 2017\nuppgifter från: 2017\n", "ended"),
        ("verksamheter", "från: 2027\nuppgifter från: 2017\n", "coming"),
        ("verksamheter", "från: 2016\ntill: 2027\nuppgifter från: 2017\n", "under_way"),
        ("projekt", "från: 2016\ntill: 2027\n", "under_way"),
        ("projekt", "från: 2016\ntill: saknas\n", None),
    ],
)
def test_an_undertaking_is_under_way_only_if_its_dates_say_so(trial: Trial, folder: str, lines: str, phase: str | None) -> None:
    (trial.content / folder).mkdir(exist_ok=True)
    text = UNDERTAKING.replace("från: våren 2025\ntill: {last_day}\n{more}\n", lines).format(status="publicerad")
    (trial.content / folder / "lykt.md").write_text(text, "utf-8")
    assert trial.run().status == 0
    (item,) = read(trial.output, {"verksamheter": "activities", "projekt": "projects"}[folder])
    assert item["phase"] == phase
