"""Preview in a browser: edit marks that open and copy, the staff overview, and a page that reloads at every save."""

from __future__ import annotations

import shutil
import socket
import struct
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import PROJECT, Editor, open_preview
from tests.browser.judge import Judged, judge, read_axe, run_axe

pytestmark = pytest.mark.browser

DRAFT = """---
titel: Kommer snart
sammanfattning: En sida som väntar.
kontakt: saknas
status: utkast
---
Den här texten väntar.
"""
PANEL_IS_IN_VIEW = """() => {
    const box = document.querySelector(".preview-panel").getBoundingClientRect();
    return box.height > 0 && box.top >= 0 && box.bottom <= innerHeight + 1;
}"""
SHARED = "content/block/vad-kan-jag-gora.md"


@pytest.fixture
def editor(tmp_path: Path) -> Iterator[Editor]:
    """Build and serve a preview of a small site with a draft."""
    with open_preview(tmp_path, {"sidor/snart.md": DRAFT}) as editor:
        yield editor


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Editor]:
    """Serve such a preview for all tests that do not change it."""
    with open_preview(tmp_path_factory.mktemp("preview"), {}) as editor:
        (editor.content.parent / "utanfor.md").write_text("hemligt", "utf-8")
        yield editor


@pytest.fixture
def page(browser: Any, editor: Editor) -> Iterator[Any]:
    """Return a page with access to the clipboard, which fails the test if a script fails."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=editor.root)
    faults: list[str] = []
    page = context.new_page()
    page.on("pageerror", lambda error: faults.append(str(error)))
    yield page
    context.close()
    assert faults == []


def hold_time(page: Any) -> None:
    """Stop the page's clock, so that temporary labels of buttons stay until the test advances it."""
    page.clock.install()
    page.clock.pause_at(page.evaluate("Date.now()") / 1000 + 3600)


def mark(page: Any, place: str) -> Any:
    """Return the edit mark for a place."""
    return page.locator(".edit-mark", has_text=place).first


def test_an_edit_mark_of_a_shared_text_counts_its_pages_and_copies_its_path(page: Any, editor: Editor) -> None:
    page.goto(f"{editor.root}/mal-1/")
    found = mark(page, SHARED)
    assert " ".join(found.locator("code").inner_text().split()) == f"{SHARED}, rad 2 (visas på 2 sidor)"
    hold_time(page)
    found.get_by_role("button", name="Kopiera").click()
    found.get_by_role("button", name="Kopierat").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == SHARED
    page.clock.run_for(3000)
    found.get_by_role("button", name="Kopiera", exact=True).wait_for()


def test_the_path_is_selected_if_there_is_no_clipboard(page: Any, editor: Editor) -> None:
    page.add_init_script("Object.defineProperty(Navigator.prototype, 'clipboard', {get: () => undefined})")
    page.goto(f"{editor.root}/mal-1/")
    hold_time(page)
    mark(page, SHARED).get_by_role("button", name="Kopiera").click()
    assert page.evaluate("String(getSelection())").startswith(SHARED)
    assert mark(page, SHARED).get_by_role("button", name="Markerat").is_visible()


def test_the_button_of_an_edit_mark_opens_the_file(page: Any, editor: Editor) -> None:
    page.goto(f"{editor.root}/mal-2/")
    hold_time(page)
    mark(page, "mal-2-alla-ar-trygga.md, rad 2").get_by_role("button", name="Öppna").click()
    page.get_by_role("button", name="Öppnad").wait_for()
    assert editor.opened == [editor.content / "mal" / "mal-2-alla-ar-trygga.md"]


@pytest.mark.parametrize(
    "named",
    [
        "content/bilder/frukost.png",
        "content/mal",
        "content/mal/mal-9.md",
        "content/../utanfor.md",
        "annat/mal/mal-1-ingen-hunger.md",
        "/content/mal/mal-1-ingen-hunger.md",
        "",
    ],
)
def test_only_texts_of_the_content_can_be_opened(server: Editor, named: str) -> None:
    server.opened.clear()
    assert ask(server, named, {"X-Forhandsvisning": "1"}) == 404
    assert server.opened == []


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"X-Forhandsvisning": "1"}, 204),
        ({}, 403),
        ({"X-Forhandsvisning": "1", "Host": "elsewhere.example.org"}, 403),
    ],
)
def test_only_pages_of_the_preview_can_open_files(server: Editor, headers: dict[str, str], status: int) -> None:
    server.opened.clear()
    assert ask(server, "content/sidor/om.md", headers) == status
    assert len(server.opened) == (status == 204)


def ask(editor: Editor, named: str, headers: dict[str, str]) -> int:
    """Request the server to open a file; return the response status."""
    request = urllib.request.Request(f"{editor.root}/__forhandsvisning/oppna", named.encode(), headers)
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        with error:
            return error.code


def test_the_to_do_list_is_linked_from_any_page_and_opens_each_file(page: Any, editor: Editor) -> None:
    page.goto(f"{editor.root}/om/")
    page.get_by_role("link", name="Att göra").click()
    page.wait_for_url("**/redaktion/")
    spare = page.get_by_role("region", name="När det finns tid")
    spare.locator("summary").click()
    gap = spare.get_by_role("listitem").filter(has_text="Kontakt saknas")
    hold_time(page)
    gap.get_by_role("button", name="Öppna filen").click()
    gap.get_by_role("button", name="Öppnad").wait_for()
    assert editor.opened == [editor.content / "sidor" / "snart.md"]
    assert gap.get_by_role("link", name="Se sidan").get_attribute("href") == "/snart/"
    page.get_by_text("Tyngsta sidorna").click()
    heaviest = page.get_by_role("row").all_inner_texts()
    assert len(heaviest) == 11
    assert all(" kB" in row for row in heaviest[1:])
    gap.get_by_role("link", name="Redigera").click()
    page.wait_for_url("**/redigera/sidor/snart.md/#f-kontakt")


def test_the_to_do_list_is_accessible_and_fits_at_every_width(page: Any, editor: Editor) -> None:
    page.goto(f"{editor.root}/redaktion/")
    page.evaluate(read_axe())
    seen, judged = set[str](), Judged()
    for width in (320, 768, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert judge(page, seen, judged, ("light", "dark")) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_form_fits_a_phone_with_text_of_twice_the_size(page: Any, editor: Editor) -> None:
    for address in ("/redigera/", "/redigera/sidor/om.md/", "/redigera/webbplats.yaml/", "/redigera/partner/partner.yaml/1/"):
        for width in (320, 390):
            page.set_viewport_size({"width": width, "height": 640})
            page.goto(f"{editor.root}{address}")
            page.evaluate("document.documentElement.style.fontSize = '200%'")
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (address, width)


def test_a_text_is_edited_with_the_toolbar_shown_and_saved_without_outside_requests(page: Any, editor: Editor) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: asked.append(f"complaint: {message.text}"))
    page.set_viewport_size({"width": 320, "height": 700})
    page.goto(f"{editor.root}/redigera/sidor/om.md/")
    page.evaluate(read_axe())
    assert run_axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    file = editor.content / "sidor" / "om.md"
    before = file.read_text("utf-8").rstrip("\n").split("\n")
    text = page.get_by_label("Texten", exact=True)
    text.press("Control+End")
    page.keyboard.type("\n\nEtt ")
    page.keyboard.press("Control+b")
    page.keyboard.type("ord")
    page.keyboard.press("Control+End")
    page.keyboard.type(" om ")
    page.get_by_label("Sätt in något ur innehållet").fill("[Om oss](/om/)")
    page.keyboard.press("Enter")
    with page.context.expect_page() as opened:
        page.get_by_role("button", name="Se hur det blir").click()
    shown = opened.value
    shown.get_by_text("inte sparad än").wait_for()
    assert shown.locator("strong", has_text="ord").count() == 1
    shown.close()
    assert file.read_text("utf-8").rstrip("\n").split("\n") == before
    page.get_by_role("button", name="Spara", exact=True).last.click()
    page.locator(".said").wait_for()
    assert file.read_text("utf-8").rstrip("\n").split("\n") == [*before, "", "Ett **ord** om [Om oss](/om/)"]
    assert [address for address in asked if not address.startswith(editor.root)] == []


def test_a_box_is_inserted_on_lines_of_its_own_around_what_is_selected(page: Any, editor: Editor) -> None:
    page.on("dialog", lambda dialog: dialog.accept())  # what is typed here is not saved
    page.goto(f"{editor.root}/redigera/sidor/om.md/")
    add = "document.getElementById('att-satta-in').append(new Option('Steg att följa', ':::steg'))"
    page.evaluate(f"{add}; document.querySelector('#att-satta-in option:last-child').label = 'Steg att följa'")
    text = page.get_by_label("Texten", exact=True)
    text.fill("Gör så här")
    text.press("Control+End")
    page.get_by_label("Sätt in något ur innehållet").fill("att följa")
    page.keyboard.press("Enter")
    page.keyboard.type("1. Ring.")
    assert text.input_value() == "Gör så här\n\n:::steg\n1. Ring.\n:::\n"

    text.fill("1. Kom.\n2. Ät.")
    text.press("Control+a")
    page.get_by_label("Sätt in något ur innehållet").fill(":::steg")
    page.keyboard.press("Enter")
    assert text.input_value() == ":::steg\n1. Kom.\n2. Ät.\n:::\n"


def test_content_is_filtered_links_inserted_and_files_chosen_by_keyboard(page: Any, editor: Editor) -> None:
    page.on("dialog", lambda dialog: dialog.accept())  # what is typed here is not saved
    page.on("filechooser", lambda _: None)  # asked for now, so that a busy browser has long been told when one is opened
    page.goto(f"{editor.root}/redigera/")
    page.get_by_label("Hitta på sidan").fill("larmcentralen")
    assert page.locator("main li:visible").filter(has_not=page.locator("[href^='#']")).all_inner_texts() == ["Larmcentralen"]
    assert page.locator(".find [role=status]").inner_text() == "1 träff"
    page.goto(f"{editor.root}/redigera/sidor/om.md/")
    text = page.get_by_label("Texten", exact=True)
    text.evaluate("text => { text.value = 'Läs här.'; text.focus(); text.setSelectionRange(4, 7); }")
    page.keyboard.press("Control+k")
    page.get_by_text("klistra in adressen mellan parenteserna").wait_for()
    page.keyboard.type("/om/")
    assert text.input_value() == "Läs [här](/om/)."
    text.evaluate("text => { text.value = 'Läs '; text.focus(); text.setSelectionRange(4, 4); }")
    page.keyboard.press("Control+k")
    page.get_by_text("länkens ord mellan hakparenteserna").wait_for()
    page.keyboard.type("här")
    assert text.input_value() == "Läs [här]()"
    page.goto(f"{editor.root}/redigera/partner/partner.yaml/ny/")
    field = page.get_by_label("Lägg till en ny fil").first
    field.focus()
    with page.expect_file_chooser():
        page.keyboard.press("Space")
    with page.expect_file_chooser():
        page.locator("label", has_text="Lägg till en ny fil").first.click()


def save(page: Any, editor: Editor, steps: Callable[[Editor], None] = Editor.save) -> None:
    """Save, and wait until the page shows all changes and polls for newer ones."""
    with page.expect_request(lambda asked: asked.url.endswith(f"/version?{editor.preview.version}")):
        steps(editor)


def test_a_page_follows_every_save_and_stays_while_there_are_errors(page: Any, editor: Editor) -> None:
    page.goto(f"{editor.root}/om/")
    file = editor.content / "sidor" / "om.md"
    written = file.read_text("utf-8")
    file.write_text(written.replace("Vi är en förening.", "Vi är två föreningar."), "utf-8")
    save(page, editor)
    page.get_by_text("Vi är två föreningar.").wait_for()
    file.write_text(written.replace("kontakt: partnerskap", "kontakt: partnerskp"), "utf-8")
    save(page, editor)
    page.locator(".preview-panel", has_text="Det finns ingen kontakt med id ”partnerskp”").wait_for()
    assert page.title().startswith("Fel (1): ")
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    assert page.evaluate(PANEL_IS_IN_VIEW)
    assert page.get_by_text("Vi är två föreningar.").is_visible()
    file.write_text(written, "utf-8")
    save(page, editor)
    page.get_by_text("Vi är en förening.").wait_for()
    assert page.locator('.preview-panel:not([data-errors="0"])').count() == 0
    assert not page.title().startswith("Fel")


def wait_until(page: Any, true: str) -> None:
    """Wait until a condition holds on a page, without evaluating strings, which its policy forbids."""
    for _ in range(1500):
        if page.evaluate(true):
            return
        page.wait_for_timeout(20)
    raise AssertionError(f"it is never true that {true}")


def test_a_panel_with_unchanged_problems_keeps_its_state_after_a_save(page: Any, editor: Editor) -> None:
    file = editor.content / "sidor" / "om.md"
    file.write_text(file.read_text("utf-8").replace("kontakt: partnerskap", "kontakt: partnerskp"), "utf-8")
    editor.save()
    page.goto(f"{editor.root}/om/")
    page.locator(".preview-panel summary", has_text="1 fel att rätta").click()
    page.locator(".preview-panel summary").first.focus()
    other = next((editor.content / "mal").glob("mal-1-*.md"))
    other.write_text(other.read_text("utf-8") + "\nEn rad till sist.\n", "utf-8")
    save(page, editor, lambda editor: editor.take_in())
    shown = editor.preview.version
    editor.check()
    assert editor.preview.version == shown, "a check that says the same is no news, so the page asks for nothing"
    assert page.locator(".preview-panel details").first.get_attribute("open") is None
    assert page.evaluate("document.activeElement.textContent") == "1 fel att rätta"


def test_a_save_keeps_scroll_position_and_focus(page: Any, editor: Editor) -> None:
    page.goto(f"{editor.root}/mal-1/")
    page.evaluate("scrollTo(0, 700)")
    page.locator("footer a").first.focus(timeout=5000)
    page.evaluate("scrollTo(0, 700)")
    focused = page.evaluate("document.activeElement.getAttribute('href')")
    file = next((editor.content / "mal").glob("mal-1-*.md"))
    file.write_text(file.read_text("utf-8") + "\nEn rad till sist.\n", "utf-8")
    save(page, editor)
    assert page.get_by_text("En rad till sist.").is_visible()
    assert page.evaluate("scrollY") == 700
    assert page.evaluate("document.activeElement.getAttribute('href')") == focused


def test_a_changed_stylesheet_is_replaced_without_reloading_the_page(page: Any, tmp_path: Path) -> None:
    shutil.copytree(PROJECT / "theme", tmp_path / "theme")
    with open_preview(tmp_path / "site", {}, tmp_path / "theme") as editor:
        page.goto(f"{editor.root}/om/")
        page.evaluate("window.isTheSame = true")
        sheets = page.locator("head link[rel=stylesheet]").count()
        sheet = tmp_path / "theme" / "static" / "css" / "base.css"
        sheet.write_text(sheet.read_text("utf-8") + "\nhtml{scroll-padding-top:77px!important}\n", "utf-8")
        editor.save()
        wait_until(page, "getComputedStyle(document.documentElement).scrollPaddingTop === '77px'")
        assert page.evaluate("window.isTheSame") is True
        assert page.locator("head link[rel=stylesheet]").count() == sheets


def test_a_page_says_that_the_preview_is_stopped_and_resumes_when_it_is_back(
    page: Any, editor: Editor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("plugins.commands.preview.state.TIMEOUT", 3600.0)  # how long the page's question is kept waiting
    page.goto(f"{editor.root}/om/")
    page.context.set_offline(True)
    (editor.content / "sidor" / "om.md").write_text(
        (editor.content / "sidor" / "om.md").read_text("utf-8").replace("Vi är en förening.", "Vi är två föreningar."), "utf-8"
    )
    editor.save()
    page.locator(".preview-away", has_text="Förhandsvisningen är avstängd.").wait_for()
    page.context.set_offline(False)
    page.get_by_text("Vi är två föreningar.").wait_for()
    assert page.locator(".preview-away").count() == 0


HIDDEN = "Object.defineProperty(Document.prototype, 'hidden', {get: () => !window.isSeen})"


def test_a_hidden_page_follows_a_save(page: Any, editor: Editor) -> None:
    page.add_init_script(HIDDEN)
    page.goto(f"{editor.root}/om/")
    file = editor.content / "sidor" / "om.md"
    file.write_text(file.read_text("utf-8").replace("Vi är en förening.", "Vi är två föreningar."), "utf-8")
    editor.save()
    page.get_by_text("Vi är två föreningar.").wait_for()


def test_only_a_visible_page_keeps_a_request_open(page: Any, editor: Editor, monkeypatch: pytest.MonkeyPatch) -> None:
    """A browser has six connections to one place: where seven tabs wait, no other page is opened."""
    monkeypatch.setattr("plugins.commands.preview.state.TIMEOUT", 3600.0)
    page.add_init_script(f"{HIDDEN}; window.isSeen = true")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/version" in request.url else None)
    page.goto(f"{editor.root}/om/")
    turn = "document.dispatchEvent(new Event('visibilitychange'))"
    for is_seen in ("false", "true", "false", "true"):
        before = len(asked)
        page.evaluate(f"window.isSeen = {is_seen}; {turn}")
        for _ in range(1500):
            if len(asked) > before:
                break
            page.wait_for_timeout(20)
        assert ("?" in asked[-1]) == (is_seen == "true")
    assert page.locator(".preview-away").count() == 0, "a question that is given up is no preview that is away"


def test_a_browser_that_disconnects_early_causes_no_traceback(editor: Editor, capfd: pytest.CaptureFixture[str]) -> None:
    host, port = editor.root.removeprefix("http://").split(":")
    for _ in range(5):
        with socket.create_connection((host, int(port))) as browser:
            browser.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # goes at once, without goodbye
            browser.sendall(f"GET /mal-1/ HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
    editor.save()
    output = capfd.readouterr()
    assert "Traceback" not in output.out + output.err


def test_the_edit_mark_of_an_announcement_does_not_hide_its_close_button(page: Any, editor: Editor) -> None:
    (editor.content / "meddelanden.yaml").write_text("- text: Nu.\n  till: 2099-12-31\n", "utf-8")
    editor.save()
    page.goto(f"{editor.root}/om/")
    news = page.get_by_role("region", name="Aktuellt")
    hold_time(page)
    news.get_by_role("button", name="Öppna").click()
    news.get_by_role("button", name="Öppnad").wait_for()
    assert editor.opened == [editor.content / "meddelanden.yaml"]
    news.get_by_role("button", name="Stäng meddelandet").click()
    assert news.count() == 0
