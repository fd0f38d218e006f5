"""What a text loses with a page or picture that was removed from the site."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from plugins.pages.model import TextPage
from plugins.site.prepare import read_content
from plugins.site.removal.withdrawn import Withdrawal, WithdrawalSort, find_remaining, make_remover
from tests.conftest import BASE

DAY = date(2026, 11, 22)


def left(folder: Path, text: str, name: str, sort: WithdrawalSort) -> str:
    """Return the remaining text of a page, with single spaces."""
    content = shutil.copytree(BASE, folder / "content")
    (content / "sidor" / "om.md").write_text(f"---\ntitel: Om\nsammanfattning: Om.\nstatus: publicerad\n---\n{text}\n", "utf-8")
    pages = read_content(content).shelves.by_model[TextPage]
    record = next(page for page in pages if isinstance(page, TextPage) and page.name == "om")
    changed = make_remover([Withdrawal(name, sort, DAY)])(record)
    assert isinstance(changed, TextPage)
    assert len(changed.text.value) == len(record.text.value), "every place stays where it was"
    return " ".join(changed.text.value.split())


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("Läs [mer](/extra/) här.", "Läs mer här."),
        ("Läs [mer [med bild]](/extra/#bild) här.", "Läs mer [med bild] här."),
        ("Se [![Ett kök](/bilder/kok.jpg)](/extra/).", "Se ![Ett kök](/bilder/kok.jpg) ."),
        ('Läs [mer](/extra-nytt/) och [[1]](/extra/ "titel").', "Läs [mer](/extra-nytt/) och [1] ."),
        ("[a [b](/extra/)", "[a b"),
        ("Läs [mer\nom det](/extra/) här, och `[kod](/extra/)`.", "Läs mer om det här, och `[kod](/extra/)`."),
        ('Läs [mer][Ref] eller [ref].\n\n[ref]: /extra/ "titel"', "Läs mer eller ref ."),
    ],
)
def test_a_link_to_a_withdrawn_page_becomes_plain_words(tmp_path: Path, text: str, after: str) -> None:
    assert left(tmp_path, text, "/extra/", "sida") == after


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("Före ![Ett kök](/bilder/kok.jpg) efter.", "Före efter."),
        ("Före ![Ett [litet] kök](/bilder/kok.jpg) efter.", "Före efter."),
        ("Före [![Ett kök](/bilder/kok.jpg)](/extra/) efter.", "Före efter."),
        ("Före [![Ett kök](/bilder/kok.jpg) köket](/extra/) efter.", "Före [ köket](/extra/) efter."),
        ("Se [bilden](/bilder/kok.jpg).", "Se bilden ."),
        ('Före ![Ett kök](/bilder/kok.jpg "nytt (a (b))") efter.', "Före efter."),
        ('Före ![Ett kök](/bilder/kok.jpg "nytt (a") efter.', "Före efter."),
        ("Före ![Ett kök][kök] efter.\n\n[kök]: </bilder/kok.jpg>", "Före efter."),
    ],
)
def test_a_withdrawn_picture_is_removed_with_a_link_around_it_alone(tmp_path: Path, text: str, after: str) -> None:
    assert left(tmp_path, text, "kok.jpg", "bild") == after


def test_a_reference_definition_of_a_withdrawn_page_is_reported_at_its_line(tmp_path: Path) -> None:
    content = shutil.copytree(BASE, tmp_path / "content")
    head = "---\ntitel: Om\nsammanfattning: Om.\nstatus: publicerad\n---\n"
    (content / "sidor" / "om.md").write_text(f"{head}Läs [mer][1].\n\n[1]: /extra/\n", "utf-8")
    problems = find_remaining(read_content(content), [Withdrawal("/extra/", "sida", DAY)])
    assert [(p.place.source.path.name, p.place.line) for p in problems] == [("om.md", 8)]
