"""Tables on a phone: times and numbers do not break, and a wide table scrolls in a labelled region."""

from __future__ import annotations

import pytest

from plugins.core.markdown.tables import frame_tables

THREE = "<table>\n<thead>\n<tr>\n<th>Dag</th>\n<th>Öppet &amp; <b>lunch</b></th>\n<th></th>\n</tr>\n</thead>\n</table>"


def test_a_table_of_three_columns_has_a_frame_labelled_with_its_columns() -> None:
    framed = frame_tables(f"<p>a</p>{THREE}<p>b</p>")

    assert framed.startswith(
        '<p>a</p><div class="prose__frame" role="region" aria-label="Dag, Öppet &amp; lunch" tabindex="0"><table>'
    )
    assert framed.endswith("</table></div><p>b</p>")


def test_a_table_of_two_columns_and_a_paragraph_are_unchanged() -> None:
    html = "<p>8.00–15.00</p><table><thead><tr><th>a</th><th>b</th></tr></thead></table>"

    assert frame_tables(html) == html


@pytest.mark.parametrize(
    ("cell", "whole"),
    [
        ("Måndag 8.00–15.00, lunch 11.30 - 13", ["8.00–15.00", "11.30 - 13"]),
        ("08-465 004 09 eller +46 70 174 06 05", ["08-465 004 09", "+46 70 174 06 05"]),
        ("12 352 838 kr", ["12 352 838"]),
        ('<a href="/mal-12/">12:30</a>', ["12:30"]),
        ("A4 och 5", []),
    ],
)
def test_times_and_numbers_are_kept_whole(cell: str, whole: list[str]) -> None:
    html = frame_tables(f"<table><td>{cell}</td></table>")

    assert [part.split("</span>")[0] for part in html.split('<span class="prose__whole">')[1:]] == whole
    assert '<a href="/mal-12/">' in html or "href" not in cell
