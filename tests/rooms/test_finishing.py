"""The finishing steps: what they change, and what they leave alone."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from plugins.core.locales.hyphens import SOFT_HYPHEN
from plugins.core.locales.languages import Language
from plugins.core.words.lists import WordLists
from plugins.finishing.steps import finish_page
from tests.conftest import PROJECT

SWEDISH = WordLists(PROJECT / "theme" / "words")["sv"].language
HEAD = '<!doctype html><html lang="sv"><head><title>{0}</title><meta name="description" content="{0}"></head>'
LONG = "Bostadsintegration"


def finish(body: str) -> str:
    """Return the body of a finished page, with soft hyphens as bars."""
    page = finish_page(f"{HEAD.format(LONG)}<body>{body}</body></html>", SWEDISH)
    head, _, rest = page.partition("<body>")
    assert SOFT_HYPHEN not in head
    return rest.partition("</body>")[0].replace(SOFT_HYPHEN, "|").strip()


@pytest.mark.parametrize("level", [1, 2, 3, 4])
def test_a_long_word_in_a_heading_has_soft_hyphens(level: int) -> None:
    assert finish(f'<h{level} id="bostadsintegration">{LONG}</h{level}>') == (
        f'<h{level} id="bostadsintegration">Bostads|in|teg|ra|tion</h{level}>'
    )


def test_a_word_in_a_heading_that_fits_on_a_phone_is_not_hyphenated() -> None:
    assert finish("<h1>God hälsa och välbefinnande</h1>") == "<h1>God hälsa och välbefinnande</h1>"


@pytest.mark.parametrize("card", ["weave__words", "weave__local", "goals-nav__name"])
def test_shorter_words_are_hyphenated_on_cards(card: str) -> None:
    assert finish(f'<span class="{card}">Anständiga arbetsvillkor</span>') == (
        f'<span class="{card}">Anstän|diga arbets|villkor</span>'
    )


@pytest.mark.parametrize("part", ["details__label", "details__value"])
def test_shorter_words_are_hyphenated_in_a_narrow_fact_table_only(part: str) -> None:
    row = f'<dl class="details"><div class="details__row"><dd class="{part}">Anständiga arbetsvillkor</dd></div></dl>'
    assert finish(row) == row
    cell = f'<ul class="register"><li>{row}</li></ul>'
    assert finish(cell) == cell.replace("Anständiga arbetsvillkor", "Anstän|diga arbets|villkor")


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
def test_text_addresses_data_and_other_languages_are_not_hyphenated(body: str) -> None:
    assert finish(body) == body


@pytest.mark.parametrize(
    "address",
    ["vasterasstadsmission.se", "hallbarutveckling@example.org", "www.example.org/bostadsintegration", "verksamhetsplan.pdf"],
)
def test_an_address_is_not_hyphenated(address: str) -> None:
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


def find_tied(body: str, language: Language = SWEDISH) -> str:
    """Return the body of a finished page, with no-break spaces as tildes."""
    page = finish_page(f"<!doctype html><html><head><title>x</title></head><body>{body}</body></html>", language)
    return page.partition("<body>")[2].partition("</body>")[0].strip().replace("\N{NO-BREAK SPACE}", "~")


@pytest.mark.parametrize(
    ("body", "tied"),
    [
        ("<p>Öppet kl.\n10, klockan\n11 och den 3\nmaj.\nKom.</p>", "<p>Öppet kl.~10, klockan~11 och den 3~maj.\nKom.</p>"),
        ("<p>Det kostar 12\n352\nkr.</p>", "<p>Det kostar 12~352~kr.</p>"),
        ("<p>Kl. <b>10</b>, <em>10</em> kr</p>", "<p>Kl.~<b>10</b>, <em>10</em>~kr</p>"),
        ('<p>Mål\n<a href="/x/">11</a>, <b><em>5</em></b>\n%</p>', '<p>Mål~<a href="/x/">11</a>, <b><em>5</em></b>~%</p>'),
        ("<p><b>Mål</b> 11 och <i>den 3</i> maj</p>", "<p><b>Mål</b>~11 och <i>den 3</i>~maj</p>"),
        ('<p>kl. <span class="prose__whole">12 352</span> kr</p>', '<p>kl.~<span class="prose__whole">12~352</span>~kr</p>'),
        ("<p>Kl. <b>10</b> <b>mål</b>\n<b>2</b></p>", "<p>Kl.~<b>10</b> <b>mål</b>\n<b>2</b></p>"),  # no words beside it
    ],
)
def test_a_number_is_tied_to_its_word_across_markup_and_line_ends(body: str, tied: str) -> None:
    assert find_tied(body) == tied


@pytest.mark.parametrize(
    "body",
    [
        "<p>Vi är <b>10</b> glada</p>",
        "<p>ord\nord, nr <b>ett</b></p>",
        "<p>Den 10</p>\n<p>kr</p>",
        "<p>kl. <code>10</code> kr</p>",
        "<p>kl. <br>10</p>",
        "<ul><li>kl. </li><li>10</li></ul>",
        "<p><a href='/a/'>10</a> <a href='/b/'>kr</a></p>",  # what templates part
    ],
)
def test_a_word_that_does_not_belong_to_a_number_is_not_tied_to_it(body: str) -> None:
    assert "~" not in find_tied(body)


@pytest.mark.parametrize(
    "number", ["+47 22 12 34 56", "+358 9 1234567", "+1 650-253-0000", "113 13", "114 14", "116 111", "020-39 00 600"]
)
def test_a_telephone_number_of_any_sort_stays_on_one_line(number: str) -> None:
    assert find_tied(f"<p>Ring {number} eller\n{number}.</p>") == "<p>Ring {0} eller\n{0}.</p>".format(number.replace(" ", "~"))
    assert find_tied(f"<p>Ring {number.replace(' ', chr(10))}.</p>") == f"<p>Ring {number.replace(' ', '~')}.</p>"


@pytest.mark.parametrize(
    "words", ["5 113 13", "113 13 5", "a113 13", "113 130 ord", "a+47 22 12", "+47 grader", "+5 20", "3+47 22 12"]
)
def test_digits_similar_to_a_telephone_number_are_tied_as_other_numbers(words: str) -> None:
    tied = find_tied(f"<p>{words}</p>").removeprefix("<p>").removesuffix("</p>")
    assert tied == re.sub(r"(?<=\d) (?=\d{3}(?!\d))", "~", words)


def test_words_in_another_language_are_tied_only_by_rules_of_every_language() -> None:
    english = WordLists(PROJECT / "theme" / "words")["en"].language
    words = "10 people, 3 May, goal 11, mål 11, 12 352, 5 %, 021-12 34 56, goal <b>10</b> people"
    assert find_tied(f'<p lang="sv">{words}</p>', english) == (
        '<p lang="sv">10 people, 3 May, goal 11, mål 11, 12~352, 5~%, 021-12~34~56, goal <b>10</b> people</p>'
    )
    assert find_tied(f"<p>{words}</p>", english).count("~") == 9


ONE_AND_SEVERAL = {
    "sv": "1 dag, 5 dagar, 1 vecka, 3 veckor, 1 månad, 6 månader, 1 natt, 2 nätter, 1 timme, 2 timmar, 1 person, 2 personer, "
    "1 plats, 8 platser, 1 minut, 5 minuter, 10 års, 3 dagars, 2 timmars, 4 promille, 2 miljoner, 2 meter",
    "en": "1 day, 5 days, 1 week, 3 weeks, 1 month, 6 months, 1 night, 2 nights, 1 hour, 2 hours, 1 person, 2 people, "
    "1 place, 8 places, 1 minute, 5 minutes, 1 year, 10 years, 4 per cent, 2 million, 2 metres",
}


@pytest.mark.parametrize(("code", "words"), [*ONE_AND_SEVERAL.items(), ("latt", ONE_AND_SEVERAL["sv"])])
def test_a_number_is_tied_to_its_unit_in_singular_and_plural(code: str, words: str) -> None:
    language = WordLists(PROJECT / "theme" / "words")[code].language
    assert find_tied(f"<p>{words}</p>", language) == f"<p>{re.sub(r'(?<=[0-9]) ', '~', words)}</p>"


@pytest.mark.parametrize("words", ["5 dagliga", "10 personliga", "3 barn", "3 mån", "mars 2026 dagen", "2 meterlånga"])
def test_a_longer_word_is_not_taken_for_a_unit(words: str) -> None:
    assert find_tied(f"<p>{words}</p>") == f"<p>{words}</p>"


def test_easy_swedish_has_the_units_of_swedish() -> None:
    lists = WordLists(PROJECT / "theme" / "words")
    assert lists["latt"].language.units == lists["sv"].language.units


def test_a_finished_page_can_be_finished_again() -> None:
    once = finish_page(f"{HEAD.format(LONG)}<body><h1>{LONG}</h1><p>12 352 kr, 80–90</p></body></html>", SWEDISH)
    assert finish_page(once, SWEDISH).replace("\n", "") == once.replace("\n", "")
    assert re.search("12\u00a0352\u00a0kr", once)


def test_a_table_heading_gets_the_scope_column_unless_it_has_one() -> None:
    head = '<table><thead><tr><th{}>Dag</th><th scope="row">Tid</th></tr></thead><tbody><tr><th>Mån</th></tr></tbody></table>'
    assert finish(head.format("")) == head.format(' scope="col"')


def test_a_link_alone_in_a_paragraph_gets_a_class() -> None:
    prose = '<div class="prose"><p><a href="/x/">Läs om målen</a></p><p>Läs <a href="/x/">om målen</a>.</p></div>'
    assert finish(prose) == prose.replace('<p><a href="/x/">', '<p><a href="/x/" class="lone">')


def test_only_a_button_that_links_to_its_own_page_is_removed() -> None:
    head = '<!doctype html><html lang="sv"><head><title>x</title><link rel="canonical" href="https://www.example.org/bli-partner/"></head>'
    button = '<p><strong><a href="{}">Så blir ni partner</a></strong></p>'
    text = '<p>Läs <strong><a href="/bli-partner/">igen</a></strong> här.</p>'
    page = finish_page(f"{head}<body>{button.format('/bli-partner/')}{button.format('/kontakt/')}{text}</body></html>", SWEDISH)
    assert page.partition("<body>")[2].partition("</body>")[0].strip() == button.format("/kontakt/") + text


def test_a_part_in_another_text_direction_declares_it() -> None:
    arabic = Language("ar", "ar", "ar", "ar")
    html = '<html lang="ar" dir="rtl"><body><p lang="sv">Hej</p><p lang="fa">x</p></body></html>'
    assert '<p lang="sv" dir="ltr">Hej</p><p lang="fa">x</p>' in finish_page(html, arabic)
    assert 'dir="' not in finish_page('<html lang="sv"><body><p lang="en">Hi</p></body></html>', SWEDISH)


def test_words_in_an_easy_language_are_not_hyphenated() -> None:
    html = f"<html><body><h1>{LONG}</h1></body></html>"
    assert SOFT_HYPHEN in finish_page(html, SWEDISH)
    assert SOFT_HYPHEN not in finish_page(html, replace(SWEDISH, most_lix=25))


def test_a_heading_over_only_a_removed_button_is_removed_and_keeps_its_id() -> None:
    head = '<!doctype html><html lang="sv"><head><title>x</title><link rel="canonical" href="https://x.example.org/stod/"></head>'
    button = '<p><strong><a href="/stod/">Stöd oss</a></strong></p>'
    body = f'<main><h2 id="vila">Vila</h2><h3 id="stod">Stöd</h3>{button}<h2>Ljus</h2>{button}<p>Tänd.</p><h2>Lamm</h2></main>'
    page = finish_page(f"{head}<body>{body}</body></html>", SWEDISH).replace("\n", "")
    assert '<div id="vila"></div><div id="stod"></div><h2>Ljus</h2><p>Tänd.</p><h2>Lamm</h2>' in page

    words = '<div class="prose"><p>Tänd.</p></div>'
    body = f'<main>{words}<h2 id="stod">Stöd</h2>{button}<h2>Lamm</h2>{words}</main>'
    page = finish_page(f"{head}<body>{body}</body></html>", SWEDISH).replace("\n", "")
    assert f'<div class="prose"><p>Tänd.</p><div id="stod"></div></div><h2>Lamm</h2>{words}' in page
