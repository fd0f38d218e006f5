"""Leftover copies, and files that are only placeholders of a cloud service, are reported once; similar files are not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from plugins.contacts.model import Contact
from plugins.core.files.leftovers import find_copies
from plugins.core.reading.reader import read_shelves
from plugins.partners.model import Partner
from plugins.site.model import Theme
from plugins.site.prepare import prepare_site
from plugins.site.rooms import SHELVES
from tests.conftest import TODAY

Make = Callable[[dict[str, str | bytes | None]], Path]

PAGE = "---\ntitel: Våra rum\nsammanfattning: Om våra rum.\nstatus: publicerad\n---\n\nHär finns tre rum.\nDe är ljusa.\n"
OTHER = "---\ntitel: En annan sida\nsammanfattning: Om annat.\nstatus: publicerad\n---\n\nNågot annat står här.\n"
REGISTER = "".join(f"- namn: {name} AB\n  lokalt mål: 1\n  nivå: partner\n" for name in ("Öst", "Väst", "Syd"))

COPIES = [
    "rum-kopia",
    "rum_kopia",
    "rum kopia",
    "rum kopia 2",
    "rum - Kopia",
    "rum – kopia (2)",
    "rum - Kopia - Kopia",
    "Kopia av rum",
    "Copy of rum",
    "rum copy",
    "rum copy 3",
    "rum (1)",
    "rum(12)",
    "rum 2",
    "rum-v2",
    "rum_v2.1",
    "rum-version-2",
    "rum-gammal",
    "rum-NY",
    "rum (Annas konflikterande kopia 2026-11-01)",
    "rum (Anna's conflicted copy 2026-11-01)",
    "rum (conflicted copy 2026-11-01 120000)",
    "rum-Annas dator",
    "rum-DESKTOP-AB12CD3",
    "rum.sync-conflict-20261101-120000-ABCDEFG",
    "rum_conflict-20261101-120000",
    "rum (SFConflict anna@example.org 2026-11-01-12-00-00)",
    "rum.Conflict",
]


def _list_problems(content: Path) -> list[tuple[str, str]]:
    return [(p.code, p.place.source.path.name) for p in read_shelves(content, SHELVES).problems]


def _find(folder: Path, *files: tuple[str, str]) -> dict[str, str]:
    for name, text in files:
        (folder / name).write_text(text, "utf-8")
    return {path.name: original.name for path, original in find_copies(sorted(folder.iterdir())).items()}


@pytest.mark.parametrize("folder", ["sidor", "block", "mal", "verksamheter", "projekt"])
def test_a_copy_of_a_page_is_reported_once_in_any_folder(make_content: Make, folder: str) -> None:
    content = make_content({f"{folder}/rum (1).md": PAGE, f"{folder}/rum.md": PAGE})

    assert [one for one in _list_problems(content) if one[1] == "rum (1).md"] == [("kvarglomd-kopia", "rum (1).md")]


@pytest.mark.parametrize("name", COPIES)
def test_a_page_named_as_a_copy_is_a_copy(tmp_path: Path, name: str) -> None:
    assert _find(tmp_path, ("rum.md", PAGE), (f"{name}.md", PAGE + "En rad till.\n")) == {f"{name}.md": "rum.md"}


@pytest.mark.parametrize("name", [name for name in COPIES if "-NY" not in name])
def test_a_register_named_as_a_copy_is_a_copy(tmp_path: Path, name: str) -> None:
    changed = REGISTER.replace("Syd", "Sydost").replace("partner", "sponsor")

    assert _find(tmp_path, ("rum.yaml", REGISTER), (f"{name}.yaml", changed)) == {f"{name}.yaml": "rum.yaml"}


@pytest.mark.parametrize(
    "files",
    [
        {"reklamkopia.md": OTHER},
        {"reklam.md": PAGE, "reklamkopia.md": OTHER},
        {"barnkonventionen-v2.md": OTHER},
        {"rum.md": PAGE, "rum-v2.md": OTHER},
        {"rum.md": PAGE, "rum-ny.md": PAGE.replace("publicerad", "utkast")},
        {"rum.md": PAGE, "rum-2.md": PAGE.replace("Våra rum", "Våra andra rum")},
        {"rum.md": PAGE, "rum-oss.md": OTHER},
        {"rum.md": PAGE, "rummet.md": PAGE},
        {"rum.md": PAGE, "rum-i-huset.md": PAGE},
        {"rum.md": PAGE, "rum.en.md": PAGE, "rum.latt.md": PAGE},
        {"rum (1).md": PAGE, "rum (2).md": OTHER},
        {"om.sync-conflict-20261101-120000-ABCDEFG.md": PAGE},
        {"kopia-av-avtal.md": PAGE, "avtalet.md": PAGE},
        {"partner.yaml": REGISTER, "sponsorer.yaml": REGISTER},
        {"partner.yaml": REGISTER, "partner-2026.yaml": REGISTER.replace(" AB", " HB")},
        {"partner.yaml": REGISTER, "partner.md": PAGE},
    ],
)
def test_a_file_with_a_similar_name_is_not_a_copy(tmp_path: Path, files: dict[str, str]) -> None:
    assert _find(tmp_path, *files.items()) == {}


def test_the_differences_between_a_copy_and_its_original_are_reported(make_content: Make) -> None:
    changed = REGISTER.replace("Syd AB\n  lokalt mål: 1\n  nivå: partner", "Syd AB\n  lokalt mål: 1\n  nivå: sponsor")
    content = make_content({"partner/p.yaml": REGISTER, "partner/p-Annas dator.yaml": changed, "partner/p (1).yaml": REGISTER})
    shelves, problems = read_shelves(content, SHELVES)

    assert {p.code for p in problems} == {"kvarglomd-kopia"}
    assert [p.help for p in problems] == [
        ("De två är lika. Ta bort den här filen.",),
        (
            "Bara här: rad 9 ”nivå: sponsor”.",
            "Bara i p.yaml: rad 9 ”nivå: partner”.",
            "För över det som ska gälla till p.yaml. Ta sedan bort den här filen.",
        ),
    ]
    assert [p.name.value for p in shelves.all(Partner)].count("Syd AB") == 1


def test_a_long_copy_is_compared_too(make_content: Make) -> None:
    lines = "".join(f"# rad {n}\n" for n in range(4000)) + REGISTER
    problems = read_shelves(make_content({"partner/p.yaml": lines, "partner/p-kopia.yaml": lines + "# slut\n"}), SHELVES).problems

    assert problems[0].help[0] == "Bara här: rad 4010 ”# slut”."


# ---- not on this computer


@pytest.mark.parametrize(
    "name",
    [
        "kontakter.yaml",
        "webbplats.yaml",
        "fakta.yaml",
        "sidor/om.md",
        "sidor/start.md",
        "block/om-globala-malen.md",
        "mal/mal-1-ingen-hunger.md",
        "partner/partner.yaml",
        "partner/logotyper/exempelbolaget.svg",
        "bilder/frukost.png",
    ],
)
def test_a_file_not_yet_downloaded_from_icloud_is_the_only_problem_reported(make_content: Make, theme: Theme, name: str) -> None:
    content = make_content({})
    stand_in = (content / name).rename((content / name).with_name(f".{Path(name).name}.icloud"))
    problems = prepare_site(content, TODAY, theme).problems

    assert [(p.code, p.place.source.path) for p in problems] == [("inte-hamtad", stand_in)]
    assert "ta bort" not in " ".join(problems[0].help).casefold()


def test_a_cloud_placeholder_beside_its_file_is_ignored(make_content: Make) -> None:
    shelves, problems = read_shelves(make_content({".kontakter.yaml.icloud": "x"}), SHELVES)

    assert problems == ()
    assert shelves.is_complete(Contact)


@pytest.mark.parametrize("name", ["partner/partner.yaml", "sidor/om.md"])
def test_advice_about_an_empty_file_begins_with_the_cloud_service(make_content: Make, name: str) -> None:
    problems = read_shelves(make_content({name: ""}), SHELVES).problems

    assert [(p.code, p.help[0].split(":")[0]) for p in problems] == [
        ("tom-fil", "Ligger mappen i OneDrive, Dropbox eller iCloud")
    ]
