"""Announcements: shown on every page on their days, and nowhere on other days."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from plugins.announcements.view import AnnouncementView
from plugins.core.swedish import NO_BREAK_SPACE
from plugins.site.model import Preparation
from plugins.site.outside import find_outside_links
from tests.conftest import TODAY

Prepare = Callable[..., Preparation]

NEWS = """- text: Frukosten flyttar ut.
  länk: /om/
  från: 2026-11-22
  till: 2026-12-24

- text: Nyår är på gång.
  från: 2026-12-25
  till: 2027-01-01

- text: Ännu inte klart.
  till: 2027-05-01
  status: utkast
"""


def shown(preparation: Preparation) -> tuple[AnnouncementView, ...]:
    """Return the announcements of the site, which are the same on every page."""
    assert preparation.site is not None
    pages = [[view.key for view in page.frame.announcements] for page in preparation.site.pages]
    assert len(pages) > 5
    assert all(page == pages[0] for page in pages)
    return preparation.site.pages[0].frame.announcements


def words(preparation: Preparation) -> list[str]:
    """Return the text of each announcement shown."""
    return [view.pieces[0].html for view in shown(preparation)]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 11, 21), []),
        (date(2026, 11, 22), ["<p>Frukosten flyttar ut.</p>"]),
        (date(2026, 12, 24), ["<p>Frukosten flyttar ut.</p>"]),
        (date(2026, 12, 25), ["<p>Nyår är på gång.</p>"]),
        (date(2027, 1, 2), []),
    ],
)
def test_an_announcement_is_shown_on_its_first_and_last_day(prepare: Prepare, day: date, expected: list[str]) -> None:
    assert words(prepare({"meddelanden.yaml": NEWS}, today=day)) == expected


def test_a_draft_of_an_announcement_is_marked_in_preview_and_otherwise_left_out(prepare: Prepare) -> None:
    published = prepare({"meddelanden.yaml": NEWS})
    assert [left.what for left in published.left_out] == ["”Ännu inte klart.” är ett utkast och inte med på webbplatsen."]
    assert [view.is_draft for view in shown(published)] == [False]

    preview = shown(prepare({}, shows_drafts=True))
    assert [view.is_draft for view in preview] == [False, True]
    assert preview[0].edit == "content/meddelanden.yaml, rad 1"


def test_only_the_first_two_announcements_in_the_file_are_shown(prepare: Prepare) -> None:
    news = "".join(f"- text: Nummer {number}.\n  till: 2026-12-24\n" for number in (1, 2, 3))
    assert words(prepare({"meddelanden.yaml": news})) == ["<p>Nummer 1.</p>", "<p>Nummer 2.</p>"]


@pytest.mark.parametrize(
    ("zone", "last_day", "ends"),
    [
        ("Europe/Stockholm", "2026-12-24", "2026-12-25T00:00:00+01:00"),
        ("Europe/Stockholm", "2027-06-30", "2027-07-01T00:00:00+02:00"),
        ("Atlantic/Reykjavik", "2026-12-24", "2026-12-25T00:00:00+00:00"),
    ],
)
def test_an_announcement_ends_at_midnight_in_the_time_zone_of_the_site(
    prepare: Prepare, make_content, zone: str, last_day: str, ends: str
) -> None:
    website = (make_content({}) / "webbplats.yaml").read_text("utf-8").replace("Europe/Stockholm", zone)
    [view] = shown(prepare({"webbplats.yaml": website, "meddelanden.yaml": f"- text: Nu.\n  till: {last_day}\n"}))
    assert view.ends == ends


def test_the_last_day_of_an_announcement_always_has_its_year(prepare: Prepare) -> None:
    [view] = shown(prepare({"meddelanden.yaml": "- text: Julafton.\n  till: 24 december 2026\n"}))
    assert view.last_day == (f"24{NO_BREAK_SPACE}december 2026", "2026-12-24")


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("/om/", "Mer på sidan Om oss"),
        ("/mal-1/#hunger", "Mer på sidan Ingen hunger"),
        ("/kontakt/", "Mer på sidan Kontakt"),
        ("https://www.example.org/jul/", "Mer på www.example.org/jul"),
    ],
)
def test_a_link_of_an_announcement_names_its_page(prepare: Prepare, link: str, expected: str) -> None:
    [view] = shown(prepare({"meddelanden.yaml": f"- text: Nu.\n  länk: {link}\n  till: 2026-12-24\n"}))
    assert (view.link, view.link_text) == (link, expected)


def test_an_announcement_with_another_text_or_day_has_another_key(prepare: Prepare) -> None:
    keys = set()
    for text, day in (("Nu.", "2026-12-24"), ("Nu!", "2026-12-24"), ("Nu.", "2026-12-23"), ("Nu.", "2026-12-24")):
        [view] = shown(prepare({"meddelanden.yaml": f"- text: {text}\n  till: {day}\n"}))
        keys.add(view.key)
    assert len(keys) == 3


def test_a_figure_in_an_announcement_has_its_source_on_every_page(prepare: Prepare) -> None:
    preparation = prepare({"meddelanden.yaml": "- text: {fakta:frukostar} frukostar!\n  till: 2026-12-24\n"})
    assert words(preparation) == ["<p>40 frukostar!</p>"]
    assert preparation.site is not None
    page = next(page for page in preparation.site.pages if page.address == "/om/")
    assert "40 frukostar om dagen" in str(page.view)


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2026, 11, 21), (TODAY, ("meddelandet ”Frukosten flyttar ut.” börjar visas",))),
        (
            TODAY,
            (
                date(2026, 12, 25),
                ("meddelandet ”Frukosten flyttar ut.” visas inte längre", "meddelandet ”Nyår är på gång.” börjar visas"),
            ),
        ),
        (date(2027, 1, 2), None),
    ],
)
def test_the_first_and_last_days_of_announcements_are_changes_of_the_site(
    prepare: Prepare, today: date, expected: object
) -> None:
    changes = {"meddelanden.yaml": NEWS, "partner/partner.yaml": None}
    assert prepare(changes, today=today).next_change == expected


LED = """- text: Läs [hos oss](/fel-i-texten/) och [hos dem](https://www.example.com/text/).
  länk: {link}
  från: 2026-12-01
  till: 2026-12-24
"""


@pytest.mark.parametrize(
    ("day", "is_checked"),
    [(TODAY, True), (date(2026, 12, 1), True), (date(2026, 12, 24), True), (date(2026, 12, 25), False)],
    ids=["ahead", "first", "last", "over"],
)
def test_links_of_an_announcement_are_checked_until_its_last_day(prepare: Prepare, day: date, is_checked: bool) -> None:
    for link in ("/fel/", "https://www.example.com/jul/"):
        preparation = prepare({"meddelanden.yaml": LED.replace("{link}", link)}, today=day)
        assert preparation.site is not None
        messages = [p.message for p in preparation.problems if p.code == "bruten-lank"]
        asked = [one for one in find_outside_links(preparation.site, preparation.library) if "example.com" in one]
        within, outside = ["/fel/"] * link.startswith("/"), [link] * link.startswith("https")
        assert {message.split()[3] for message in messages} == (
            {f"{path}," for path in ("/fel-i-texten/", *within)} if is_checked else set()
        )
        assert asked == (sorted([*outside, "https://www.example.com/text/"]) if is_checked else [])
