"""The last steps on a page: what they change, and what they leave alone."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from plugins.core.hyphens import SOFT_HYPHEN
from plugins.core.languages import Language
from plugins.core.word_lists import WordLists
from plugins.finishing.steps import finish_page
from tests.conftest import PROJECT

SWEDISH = WordLists(PROJECT / "theme" / "words")["sv"].language
HEAD = '<!doctype html><html lang="sv"><head><title>{0}</title><meta name="description" content="{0}"></head>'
LONG = "Bostadsintegration"


def finish(body: str) -> str:
    """Return the body of a finished page, soft hyphens shown as bars."""
    page = finish_page(f"{HEAD.format(LONG)}<body>{body}</body></html>", SWEDISH)
    head, _, rest = page.partition("<body>")
    assert SOFT_HYPHEN not in head
    return rest.partition("</body>")[0].replace(SOFT_HYPHEN, "|").strip()


@pytest.mark.parametrize("level", [1, 2, 3, 4])
def test_a_long_word_in_a_heading_may_break(level: int) -> None:
    assert finish(f'<h{level} id="bostadsintegration">{LONG}</h{level}>') == (
        f'<h{level} id="bostadsintegration">Bostads|in|teg|ra|tion</h{level}>'
    )


def test_a_word_that_a_phone_has_room_for_stays_whole_in_a_heading() -> None:
    assert finish("<h1>God hälsa och välbefinnande</h1>") == "<h1>God hälsa och välbefinnande</h1>"


@pytest.mark.parametrize("card", ["weave__words", "weave__local", "goals-nav__name"])
def test_words_on_cards_break_sooner(card: str) -> None:
    assert finish(f'<span class="{card}">Anständiga arbetsvillkor</span>') == (
        f'<span class="{card}">Anstän|diga arbets|villkor</span>'
    )


@pytest.mark.parametrize(
    "body",
    [
        f"<p>{LONG}</p>",
        f'<a href="/bostadsintegration/" title="{LONG}">{LONG}</a>',
        f'<h2><a href="/{LONG}/">Hem</a></h2>',
        f'<img alt="{LONG}" src="/x.png">',
        f'<script type="application/ld+json">{{"name":"{LONG}"}}</script>',
        f'<h2><span lang="en">{LONG}</span></h2>',
    ],
)
def test_text_addresses_data_and_other_languages_are_left_alone(body: str) -> None:
    assert finish(body) == body


@pytest.mark.parametrize(
    "address",
    ["vasterasstadsmission.se", "hallbarutveckling@example.org", "www.example.org/bostadsintegration", "verksamhetsplan.pdf"],
)
def test_an_address_is_not_broken_by_hyphens(address: str) -> None:
    footer = f'<footer class="footer"><a class="way" href="https://example.org/">{address}</a></footer>'
    assert finish(footer) == footer
    assert finish(f"<h2>{LONG}: {address}</h2>") == f"<h2>Bostads|in|teg|ra|tion: {address}</h2>"
    assert finish(f'<span class="weave__words">{address}</span>') == f'<span class="weave__words">{address}</span>'


def test_markup_in_a_heading_stays() -> None:
    finished = finish(f'<h2>Om <em>{LONG}</em> &amp; <a href="/x/">hemmet</a></h2>')
    assert finished == '<h2>Om <em>Bostads|in|teg|ra|tion</em> &amp; <a href="/x/">hemmet</a></h2>'


@pytest.mark.parametrize("words", ["80–90", "2009–2011", "8.00–15.00"])
def test_a_range_does_not_break_after_its_dash(words: str) -> None:
    tied = words.replace("–", "–\u2060")
    assert finish(f"<p>{words}</p>") == f"<p>{tied}</p>"
    assert finish(f'<a href="/{words}/" title="{words}">x – y</a>') == f'<a href="/{words}/" title="{words}">x\u00a0– y</a>'


def test_a_telephone_number_keeps_its_groups_together() -> None:
    assert finish("<p>Ring 020-39 00 600, gärna 2 gånger.</p>") == "<p>Ring 020-39\u00a000\u00a0600, gärna 2 gånger.</p>"


def test_a_finished_page_can_be_finished_again() -> None:
    once = finish_page(f"{HEAD.format(LONG)}<body><h1>{LONG}</h1><p>12 352 kr, 80–90</p></body></html>", SWEDISH)
    assert finish_page(once, SWEDISH).replace("\n", "") == once.replace("\n", "")
    assert re.search("12\u00a0352\u00a0kr", once)


def test_the_headings_of_a_table_say_that_they_head_a_column_unless_they_say_what_they_head() -> None:
    head = '<table><thead><tr><th{}>Dag</th><th scope="row">Tid</th></tr></thead><tbody><tr><th>Mån</th></tr></tbody></table>'
    assert finish(head.format("")) == head.format(' scope="col"')


def test_a_link_that_is_a_paragraph_of_its_own_is_marked() -> None:
    prose = '<div class="prose"><p><a href="/x/">Läs om målen</a></p><p>Läs <a href="/x/">om målen</a>.</p></div>'
    assert finish(prose) == prose.replace('<p><a href="/x/">', '<p><a href="/x/" class="lone">')


def test_a_button_to_the_page_itself_is_left_out_and_no_other_link() -> None:
    head = '<!doctype html><html lang="sv"><head><title>x</title><link rel="canonical" href="https://www.example.org/bli-partner/"></head>'
    button = '<p><strong><a href="{}">Så blir ni partner</a></strong></p>'
    text = '<p>Läs <strong><a href="/bli-partner/">igen</a></strong> här.</p>'
    page = finish_page(f"{head}<body>{button.format('/bli-partner/')}{button.format('/kontakt/')}{text}</body></html>", SWEDISH)
    assert page.partition("<body>")[2].partition("</body>")[0].strip() == button.format("/kontakt/") + text


def test_a_part_that_is_written_the_other_way_says_so() -> None:
    arabic = Language("ar", "ar", "ar", "ar")
    html = '<html lang="ar" dir="rtl"><body><p lang="sv">Hej</p><p lang="fa">x</p></body></html>'
    assert '<p lang="sv" dir="ltr">Hej</p><p lang="fa">x</p>' in finish_page(html, arabic)
    assert 'dir="' not in finish_page('<html lang="sv"><body><p lang="en">Hi</p></body></html>', SWEDISH)


def test_words_of_an_easy_language_stay_whole() -> None:
    html = f"<html><body><h1>{LONG}</h1></body></html>"
    assert SOFT_HYPHEN in finish_page(html, SWEDISH)
    assert SOFT_HYPHEN not in finish_page(html, replace(SWEDISH, most_lix=25))
