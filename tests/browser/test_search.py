"""Search in a browser: fifty common queries, the keyboard, the address, and the page without scripts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from plugins.publishing.weight import weigh

pytestmark = pytest.mark.browser
QUESTIONS = yaml.safe_load((Path(__file__).parent / "questions.yaml").read_text("utf-8"))
ASK = """async questions => {
  const field = document.querySelector(".search__field"), found = document.querySelector(".search__found");
  const answers = {};
  for (const question of questions) {
    field.value = question;
    document.querySelector(".search .button").click();
    answers[question] = [...found.querySelectorAll("a")].map(link => new URL(link.href).pathname);
  }
  return answers;
}"""


@pytest.fixture(scope="module")
def page(browser: Any, root: str) -> Iterator[Any]:
    """Open the search page, and wait until the script is ready."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{root}/sok/?q=frida")
    page.wait_for_selector(".search__found li")
    yield page
    context.close()


@pytest.fixture(scope="module")
def answers(page: Any) -> dict[str, list[str]]:
    """Run all queries at once."""
    found: dict[str, list[str]] = page.evaluate(ASK, list(QUESTIONS))
    return found


def test_a_usual_query_is_answered_among_the_first_three_results(answers: dict[str, list[str]]) -> None:
    assert len(QUESTIONS) >= 50
    wrong = {
        question: answers[question][:3]
        for question, wanted in QUESTIONS.items()
        if not set(answers[question][:3]) & set(wanted.split())
    }
    assert wrong == {}


def test_exact_letters_rank_before_similar_ones(page: Any) -> None:
    """Who types *hemloshet* finds what *hemlöshet* finds; who types *mål* does not get *mal* first."""
    found = page.evaluate(ASK, ["hemloshet", "hemlöshet", "mtacentralen", "qzxw", "och"])
    assert found["hemloshet"][0] == found["hemlöshet"][0] == "/mal-1/"
    assert found["mtacentralen"][0] == "/verksamheter/matcentralen/"
    assert found["qzxw"] == found["och"] == []


def test_the_number_of_results_is_announced_and_without_any_the_list_stays(page: Any) -> None:
    field, count = page.locator(".search__field"), page.locator(".search__count")
    field.fill("vräkningar")
    page.locator(".search__count", has_text="1 träff.").wait_for()
    assert count.get_attribute("role") == "status"
    assert not page.locator(".search__all").is_visible()
    field.fill("qzxw")
    page.locator(".search__count", has_text="Inget hittades").wait_for()
    assert page.locator(".search__all").is_visible()
    field.fill("")
    page.locator(".search__count:empty").wait_for(state="attached")


def test_a_query_is_not_in_the_address_and_results_are_reached_by_keyboard(page: Any) -> None:
    before = page.url, page.evaluate("history.length")
    page.locator(".search__field").focus()
    page.keyboard.type("matcentralen")
    page.keyboard.press("Enter")
    page.wait_for_selector(".search__found a[href='/verksamheter/matcentralen/']")
    assert (page.url, page.evaluate("history.length")) == before
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "/verksamheter/matcentralen/"


def test_a_query_typed_before_the_index_is_loaded_is_answered_and_a_missing_index_reported(browser: Any, root: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{root}/sok/")

    def hold(route: Any) -> None:
        page.keyboard.type("frida")
        assert page.locator(".search__found a").count() == 0
        route.continue_()

    page.route("**/index.*.json", hold)
    page.locator(".search__field").focus()
    page.wait_for_selector(".search__found a[href='/verksamheter/frida/']")

    page.unroute("**/index.*.json")
    page.route("**/index.*.json", lambda route: route.abort())
    page.goto(f"{root}/sok/?q={'mat ' * 100}")
    page.locator(".search__count", has_text="Sökningen kunde inte hämtas").wait_for()
    assert page.locator(".search__all").is_visible()
    assert len(page.locator(".search__field").input_value()) == 100
    context.close()


def test_search_without_scripts_lists_everything_and_has_no_field(browser: Any, root: str, site: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{root}/sok/")
    assert not page.locator(".search").is_visible()
    assert page.locator(".search__all a").count() > 40
    assert page.locator(".search__all a").last.is_visible()
    context.close()


def test_the_layout_does_not_shift_when_the_script_shows_the_search_field(browser: Any, root: str) -> None:
    context = browser.new_context(viewport={"width": 412, "height": 823})
    page = context.new_page()
    page.goto(f"{root}/sok/")
    page.evaluate("document.fonts.ready.then(() => null)")
    places = "[...document.querySelectorAll('main > *')].map(part => part.getBoundingClientRect().top)"
    shown = page.evaluate(places)
    page.evaluate("document.querySelector('.search').classList.add('search--waiting')")
    assert page.evaluate(places) == shown
    assert not page.locator(".search").is_visible()
    context.close()


def test_the_search_script_is_small_and_requests_no_other_site(site: Path) -> None:
    [script] = site.glob("theme/search.*.js")
    [index] = site.glob("sok/index.*.json")
    assert script.stat().st_size <= 15_000
    assert weigh(script) + weigh(index) <= 16_000
    assert "//" not in script.read_text("utf-8").replace("/*", "").replace("*/", "")
