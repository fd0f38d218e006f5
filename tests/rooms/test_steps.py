"""Every finishing step, including new ones, is run on an awkward page in each language.

The page has awkward text in awkward elements. As `plugins/finishing/steps.py` requires of steps: the words that visitors read
stay, text in other languages and in untouched elements stays, and a step is idempotent.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

import pytest
from selectolax.lexbor import LexborHTMLParser

from plugins.core.locales.hyphens import SOFT_HYPHEN
from plugins.core.locales.languages import Language
from plugins.core.words.lists import WordLists
from plugins.finishing.steps import CHANGE_WORDS, STEPS, UNTOUCHED, WORD_JOINER, Step, finish_page, is_foreign
from tests.conftest import PROJECT

LISTS = WordLists(PROJECT / "theme" / "words")
LANGUAGES = {code: LISTS[code].language for code in LISTS}

WORDS = (
    "Bostadsintegration på gruppboendet, verksamhetsberättelsen",
    "Bostads\u00adintegration och folkhälso\u00adarbete",
    "12 352 kr, 5 %, § 7, 80–90 st, kl. 8.00–15.00, 3 maj 2026, 2 days, May 3, Goal 11, mål 11, 1:a, 2 × 3 m²",
    "020-39 00 600, +46 21 00 00 00, 556000-0000, 2026-11-22, 1/2, -5 °C, v. 48, nr 3, s. 12",
    "t.ex. bl.a. d.v.s. m.m. e.g. i.e. etc. Dr. S:t Olof, LSS, AB, FN, HVB, SoL, EU:s, Agenda 2030",
    "alva@example.org, www.example.org/om-oss, https://example.org/?a=1&b=2, verksamhetsplan.pdf, #hemma, @staden",
    "”hemma”, ’hej’, \"so\", 'so', «då», då – nu, då - nu, då—nu, vänta… vänta... (jo) [nej] {fakta:hemlösa} &amp; < >",
    "Ingen hemlöshet; INGEN HEMLÖSHET; c/o, och/eller, e-post, kr/mån, 24/7, -> <- => :-) 🙂 👩‍👧 é é",
    "  två  mellanslag, fast\u00a0mellanslag och \u2060 inget  ",
)
"""Texts that steps look for, and similar ones: numbers, dates, abbreviations, addresses, existing break characters."""

PLACES = (
    "<h1>{}</h1>",
    '<h2 id="x">{} <em>{}</em> <a href="/x/">{}</a></h2>',
    "<h3>{} <code>{}</code></h3>",
    '<h2 lang="en">{} <em>{}</em></h2>',
    '<div class="prose"><p>{} <em>{} <strong>{}</strong></em> <a href="/x/">{} <b>{}</b></a> {}<br>{}<wbr>{}</p></div>',
    '<div class="prose"><p><a href="/x/" class="file">{}</a></p></div>',
    '<div class="prose"><p><a href="/x/" title="{}" hreflang="en" lang="en">{}</a></p></div>',
    '<p>{} <span lang="en">{} <em>{}</em> <span lang="sv">{}</span> {}</span> {}</p>',
    '<p lang="ar">{} <span dir="ltr">{}</span></p>',
    '<p><code>{}</code> <code>{} <em>{}</em></code> <kbd>{}</kbd> <samp>{}</samp> <abbr title="{}">{}</abbr></p>',
    "<pre>{} <b>{}</b></pre>",
    '<p><img src="/x.png" alt="{}"> <span aria-label="{}" title="{}" data-x="{}">{}</span></p>',
    '<form><label>{} <input value="{}" placeholder="{}"></label><textarea>{}</textarea><button>{}</button></form>',
    '<svg role="img"><title>{}</title></svg>',
    "<script>{}</script>",
    "<style>{}</style>",
    "<ul><li>{}<ul><li>{} <a href='#x'>{}</a></li></ul></li></ul><dl><dt>{}</dt><dd>{}</dd></dl>",
    (
        '<table><caption>{}</caption><thead><tr><th>{}</th><th scope="row">{}</th></tr></thead>'
        "<tbody><tr><th>{}</th><td>{} <em>{}</em></td></tr></tbody></table>"
    ),
    (
        '<article class="register"><h3>{}</h3><div class="prose"><figure class="quotation"><blockquote><p>{}</p>'
        "<p><strong><a href='/x/'>{}</a></strong></p></blockquote><figcaption>{}</figcaption></figure></div></article>"
    ),
    "<details><summary>{}</summary><p>{} <time datetime='2026-11-22'>{}</time> <del>{}</del> <sup>{}</sup></p></details>",
    '<p><strong><a href="/own/">{}</a></strong></p>',
    '<p class="hero__subheading">{} <span lang="en">{}</span></p><p class="band__text">{}</p>',
    '<span class="weave__words">{} <code>{}</code></span><b class="weave__local">{}</b><i class="goals-nav__name">{}</i>',
    '<div class="tiles"><a href="/x/"><span>{}</span></a></div><footer class="footer"><a class="way" href="/x/">{}</a></footer>',
)
"""Elements with text on pages: prose, components, nested components, attributes, and what is not text."""


def write_page(language: Language) -> str:
    """Return the awkward page in a language as the HTML standard serialises it, with a number on each element."""
    said = escape(" ".join(WORDS))
    body = "".join(place.replace("{}", escape(words)) for place in PLACES for words in WORDS)
    page = LexborHTMLParser(
        f'<!doctype html><html lang="{language.tag}" dir="{language.dir}"><head><title>{said}</title>'
        f'<meta name="description" content="{said}"><link rel="canonical" href="https://example.org/own/"></head>'
        f'<body><main data-x="{said}">{body}</main></body></html>'
    )
    for number, node in enumerate(page.css("*")):
        node.attrs["data-number"] = str(number)
    return str(page.html)


PAGES = {code: write_page(language) for code, language in LANGUAGES.items()}


def untie(words: str) -> str:
    """Return text with plain spaces and without word joiners, which are not read."""
    return words.replace("&nbsp;", " ").replace("\N{NO-BREAK SPACE}", " ").replace(WORD_JOINER, "")


@dataclass(frozen=True)
class Seen:
    """What steps must preserve."""

    words: list[str]
    """Text as a visitor reads it, who does not see where a line may break."""
    foreign: list[str]
    """Parts in another language, as HTML, with their own hyphens."""
    untouched: list[str]
    """As HTML."""
    attributes: Mapping[str, Mapping[str, str]]
    """Of each element, by its number."""


def see(html: str) -> Seen:
    """Return what is to be preserved of a page."""
    page = LexborHTMLParser(html)
    foreign = [part for part in page.css("body [lang]") if not part.parent or not is_foreign(part)]
    return Seen(
        untie(page.text(separator="")).replace(SOFT_HYPHEN, "").split(),
        ["".join(untie(child.html or "") for child in part.iter(include_text=True)) for part in foreign],
        [str(part.html) for part in page.css(", ".join(sorted(UNTOUCHED)))],
        {
            number: {name: value or "" for name, value in node.attributes.items()}
            for node in page.css("[data-number]")
            if (number := node.attributes["data-number"])
        },
    )


def do(step: Step, html: str, language: Language) -> str:
    """Return a page with one step done."""
    page = LexborHTMLParser(html)
    step(page, language)
    return str(page.html)


EACH = pytest.mark.parametrize(
    ("step", "code"), [(step, code) for step in STEPS for code in LANGUAGES], ids=lambda one: getattr(one, "__name__", one)
)


@EACH
def test_a_step_changes_no_visible_words_other_languages_or_code(step: Step, code: str) -> None:
    before, after = see(PAGES[code]), see(do(step, PAGES[code], LANGUAGES[code]))
    assert after.untouched == before.untouched, f"{step.__name__} touches what no step may: ask is_untouched of each text"
    assert after.foreign == before.foreign, f"{step.__name__} touches words in another language: ask is_foreign of each text"
    if step in CHANGE_WORDS:
        assert after.words != before.words, f"{step.__name__} is among CHANGE_WORDS, and changes none"
        return
    advice = f"visitors read other words: where {step.__name__} means that, name it in CHANGE_WORDS (plugins/finishing/steps.py)"
    assert after.words == before.words, advice


def is_said(name: str, value: str, after: str) -> bool:
    """Return whether an attribute has kept its text."""
    return {*value.split()} <= {*after.split()} if name == "class" else after == value


@EACH
def test_a_step_keeps_each_element_and_its_attributes(step: Step, code: str) -> None:
    """It may say more: another attribute, or one more class."""
    before, after = see(PAGES[code]).attributes, see(do(step, PAGES[code], LANGUAGES[code])).attributes
    assert step in CHANGE_WORDS or after.keys() == before.keys()
    lost = {
        (number, name)
        for number in after.keys() & before.keys()
        for name, value in before[number].items()
        if not is_said(name, value, after[number].get(name, ""))
    }
    assert lost == set(), f"{step.__name__} takes away what an element says"


@EACH
def test_a_step_repeated_changes_nothing(step: Step, code: str) -> None:
    """And what it writes is read as it is written: no link is in a link, and no paragraph in a line."""
    once = do(step, PAGES[code], LANGUAGES[code])
    assert LexborHTMLParser(once).html == once, f"{step.__name__} writes what browsers read otherwise"
    assert do(step, once, LANGUAGES[code]) == once, f"{step.__name__} changes what it has changed"


@pytest.mark.parametrize("step", STEPS, ids=lambda one: one.__name__)
def test_the_test_page_is_changed_by_each_step(step: Step) -> None:
    changed = [code for code, language in LANGUAGES.items() if do(step, PAGES[code], language) != PAGES[code]]
    assert changed, f"{step.__name__} has nothing to do on this page: write what it looks for in WORDS, or where, in PLACES"


@pytest.mark.parametrize("code", LANGUAGES)
def test_finishing_a_page_twice_changes_nothing(code: str) -> None:
    once = finish_page(PAGES[code], LANGUAGES[code])
    assert finish_page(once, LANGUAGES[code]).replace("\n", "") == once.replace("\n", "")
