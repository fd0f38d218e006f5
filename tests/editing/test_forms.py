"""The forms: saving without changes changes nothing, a change affects only its own value, and no errors are written."""

from __future__ import annotations

import errno
import hashlib
import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from difflib import SequenceMatcher
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlencode

import pytest
from bs4 import BeautifulSoup, Tag

from plugins.commands.preview.live import LiveSite
from plugins.commands.preview.messages import describe_disk_error
from plugins.commands.preview.panel import make_panel
from plugins.commands.preview.wire import Response
from plugins.commands.reporting.speak import record, say
from plugins.core.places import Place, SourceFile
from plugins.core.problems import Problem, warning
from plugins.core.writer.refusal import CannotWrite
from plugins.core.writer.tree import Tree
from plugins.editing.change import write_change
from plugins.editing.checker import Checker
from plugins.editing.fields import FieldChoices, FormField, build_fields
from plugins.editing.seen import find_first_day
from plugins.editing.show import FormBuilder
from plugins.editing.take import FormSaver
from plugins.editing.target import EditTarget, find_target, list_files, open_target, record_of
from plugins.editing.upload import UploadRefused, save_upload
from plugins.editing.view import FormView, SavedForm
from plugins.partners.model import Partner
from plugins.site.to_do.rows import ToDo
from tests.editing.browser import HOST, PROJECT, THEME, TODAY, Browser, first, words_of


def all_is_well(_files: object) -> list[Problem]:
    return []


def sent_by(form: FormView) -> dict[str, str]:
    """Return what a browser submits from an unchanged form, with its own line ends."""
    fields = [field for top in form.fields for field in top.walk() if field.widget not in ("record", "records", "list")]
    sent = {field.name: field.value.replace("\n", "\r\n") for field in fields}
    if form.body is not None:
        sent["brodtext"] = form.body.replace("\n", "\r\n")
    return {**sent, "fingeravtryck": form.digest, "post": form.record, "gor": "spara"}


def targets(content: Path) -> list[EditTarget]:
    return [item.target for file in list_files(content) for item in file.walk()]


def test_a_record_saved_without_changes_stays_as_it_was() -> None:
    content = PROJECT / "content"
    show = FormBuilder(content, None)
    found = targets(content)
    assert len(found) > 60
    last = {target.file: target for target in found}
    for target in found:
        if target.number not in (None, 0, 1) and target != last[target.file]:
            continue  # a long register is read whole for each of its records
        done = FormSaver(show, all_is_well).form(target, sent_by(show.form(target)))
        assert done == SavedForm("Inget var ändrat.", target.path), target.path


def test_a_name_in_the_list_is_shown_without_its_marks(tmp_path: Path) -> None:
    (tmp_path / "sidor").mkdir()
    (tmp_path / "sidor" / "start.md").write_text("---\ntitel: {antal:mål} mål för {fakta:ort}\n---\nHej.\n", "utf-8")
    (pages,) = (file for file in list_files(tmp_path) if file.items)
    assert [item.name for item in pages.items] == ["… mål för …"]


@pytest.mark.parametrize(("tree", "needs"), [({}, True), ({"avtal": [{"lokalt_mal": "1", "niva": "vän"}]}, False)])
def test_a_field_is_required_of_a_partner_unless_its_list_of_agreements_has_it(tree: dict[str, Tree], needs: bool) -> None:
    needed = {one.name for one in build_fields(Partner, tree, FieldChoices(lambda _: (), {}, {})) if one.is_required}
    assert needed == {"namn", *(("lokalt_mal", "niva") if needs else ())}


def leaves(fields: tuple[FormField, ...]) -> Iterator[FormField]:
    for top in fields:
        yield from (field for field in top.walk() if field.widget not in ("record", "records", "list"))


@pytest.mark.slow
def test_a_change_of_one_field_changes_only_its_line(tmp_path: Path) -> None:
    """Each field of each model that the real content fills, once."""
    content = shutil.copytree(PROJECT / "content", tmp_path / "content")
    show, tried = FormBuilder(content, None), set()
    for target in targets(content):
        before = (content / target.file).read_bytes()
        form = show.form(target)
        for field in leaves(form.fields):
            kind = (target.model, "".join(sign for sign in field.name if not sign.isdigit()))
            if not field.value or kind in tried:
                continue
            tried.add(kind)
            done = FormSaver(show, all_is_well).form(target, {**sent_by(form), field.name: "Nytt: #1 {x}"})
            assert isinstance(done, SavedForm)
            after = (content / target.file).read_bytes()
            changed = [line for line in after.split(b"\n") if line not in before.split(b"\n")]
            assert len(changed) == 1
            assert b"Nytt: #1 {x}" in changed[0]
            _, document = open_target(target, content)
            assert "Nytt: #1 {x}" in str(record_of(target, document)), field.name
            (content / target.file).write_bytes(before)
    assert len(tried) > 60


@pytest.mark.slow
def test_filling_in_an_empty_field_only_adds_its_line(tmp_path: Path) -> None:
    """Each field that a model has and a record of the real content has not, once: its line comes, and no other changes."""
    content = shutil.copytree(PROJECT / "content", tmp_path / "content")
    show, tried = FormBuilder(content, None), set()
    for target in targets(content):
        if target.number:
            continue  # the first of a register is enough
        form = show.form(target)
        for field in leaves(form.fields):
            kind = (target.model, "".join(sign for sign in field.name if not sign.isdigit()))
            if field.value or kind in tried:
                continue
            tried.add(kind)
            before = (content / target.file).read_bytes()
            done = FormSaver(show, all_is_well).form(target, {**sent_by(form), field.name: "Nytt: #1 {x}"})
            assert isinstance(done, SavedForm)
            after = (content / target.file).read_bytes()
            steps = SequenceMatcher(None, before.split(b"\n"), after.split(b"\n"), autojunk=False).get_opcodes()
            is_item = field.name[-1].isdigit()  # `språk: sv` becomes a list of two
            assert {kind for kind, *_ in steps} <= {"equal", "insert", *(["replace"] if is_item else [])}, field.name
            _, document = open_target(target, content)
            assert "Nytt: #1 {x}" in str(record_of(target, document)), field.name
            (content / target.file).write_bytes(before)
    assert len(tried) > 40


@pytest.fixture
def browser(tmp_path: Path) -> Browser:
    return Browser(tmp_path)


def test_a_change_is_saved_and_confirmed_once(browser: Browser) -> None:
    path = first(browser, "partner/")
    file = path.removeprefix("/redigera/").rpartition("/")[0].rpartition("/")[0]
    before = browser.read(file)
    page = browser.save(path, namn="Nya Exempelbolaget AB")
    assert "Nya Exempelbolaget AB är sparad." in words_of(page, ".said")
    changed = [line for line in browser.read(file).split("\n") if line not in before.split("\n")]
    assert changed == ["- namn: Nya Exempelbolaget AB"]
    assert words_of(browser.page(path), ".said") == ""  # told once


def test_an_invalid_value_is_reported_at_its_field_and_not_saved(browser: Browser) -> None:
    path = first(browser, "partner/")
    before = browser.read("partner/partner.yaml")
    page = browser.save(path, webbplats="htps:/exempel")
    assert str(page.title).count("Fel (1)") == 1
    field = page.find(id="f-webbplats")
    assert isinstance(field, Tag)
    assert (field["value"], field["aria-invalid"]) == ("htps:/exempel", "true")
    message = page.find(id=str(field["aria-describedby"]).split()[-1])
    assert isinstance(message, Tag)
    assert "https://" in message.get_text()
    assert [str(link["href"]) for link in page.select(".summary a")] == ["#f-webbplats"]
    assert browser.read("partner/partner.yaml") == before


def test_an_unexpected_error_in_a_form_is_reported_with_what_was_typed(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    path, before = first(browser, "partner/"), browser.read("partner/partner.yaml")
    many = browser.ask(path, {f"x{number}": "" for number in range(6000)})
    monkeypatch.setattr("plugins.commands.preview.forms.FormSaver", lambda *_: 1 / 0)
    for found in (many, browser.ask(path, browser.sent(path))):
        assert found.status is HTTPStatus.INTERNAL_SERVER_ERROR
        page = BeautifulSoup(found.data, "html.parser")
        names = [name.get_text() for name in page.select("dt")]
        assert ({"Namn", "Lokalt mål", "Nivå"} <= {*names}) is (found is not many)
        assert not {"Nyckel", "Fingeravtryck", "Post", "Gor"} & {*names}
    trace = (browser.content.parent / ".cache" / "senaste-fel.txt").read_text("utf-8")
    assert "ZeroDivisionError" in trace
    assert browser.read("partner/partner.yaml") == before


def test_an_unexpected_error_in_the_to_do_list_is_reported_on_its_page(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(browser.desk.checker, "goal_texts", lambda: 1 / 0)
    response = browser.ask("/redaktion/")
    assert response.status is HTTPStatus.INTERNAL_SERVER_ERROR
    assert "Något gick fel i programmet" in response.data.decode()


def test_an_earlier_error_elsewhere_does_not_stop_a_change(browser: Browser) -> None:
    facts = browser.content / "fakta.yaml"
    facts.write_text(facts.read_text("utf-8") + "\n- id: trasig\n  fel falt: x\n", "utf-8")
    page = browser.save(first(browser, "partner/"), namn="Nya Exempelbolaget AB")
    assert "är sparad" in words_of(page, ".said")


def test_a_change_that_breaks_another_page_is_refused_with_the_place(browser: Browser) -> None:
    path = first(browser, "kontakter.yaml")
    name = browser.sent(path)["id"]
    page = browser.save(path, id="ett-annat-id")
    assert name in words_of(page, ".summary")
    assert "content/" in words_of(page, ".summary")
    assert "rad" in words_of(page, ".summary")
    assert "ett-annat-id" not in browser.read("kontakter.yaml")


def test_a_file_that_has_changed_meanwhile_is_not_overwritten(browser: Browser) -> None:
    path = first(browser, "partner/")
    sent = browser.sent(path, namn="Mitt namn AB")
    file = browser.content / "partner" / "partner.yaml"
    old = sent["post"]
    file.write_text(file.read_text("utf-8").replace(old, "Deras namn AB"), "utf-8")
    gone = BeautifulSoup(browser.ask(path, sent).data, "html.parser")
    assert {"Deras namn AB", "Mitt namn AB"} <= {cell.get_text() for cell in gone.select(".summary td")}
    assert "Mitt namn AB" not in file.read_text("utf-8")
    sent = browser.sent(path, webbplats="https://mitt.example.org/")
    file.write_text(
        f"- namn: Först AB\n  lokalt mål: 1\n  status: utkast\n  nivå: {sent['niva']}\n\n" + file.read_text("utf-8"), "utf-8"
    )
    forgotten = BeautifulSoup(browser.ask(path, {**sent, "fingeravtryck": "0" * 64}).data, "html.parser")
    assert "https://mitt.example.org/" in words_of(forgotten, ".summary td")
    assert "mitt.example.org" not in file.read_text("utf-8")
    form = forgotten.find("form")
    assert isinstance(form, Tag)


def test_changes_to_different_fields_are_merged_and_both_values_of_one_field_are_shown(browser: Browser) -> None:
    path, file = "/redigera/sidor/om.md/", browser.content / "sidor" / "om.md"
    before = file.read_text("utf-8")
    sent = browser.sent(path, titel="Min titel")
    theirs = before.replace("Vi är en förening.", "Vi är två föreningar.")
    assert theirs != before
    file.write_text(theirs, "utf-8")
    saved = browser.ask(path, sent)
    assert saved.status is HTTPStatus.SEE_OTHER
    assert "de ändringarna är med" in words_of(browser.page(path), ".said")
    after = file.read_text("utf-8")
    assert "titel: Min titel" in after
    assert "Vi är två föreningar." in after

    sent = browser.sent(path, titel="Min andra titel", brodtext=browser.sent(path)["brodtext"].replace("två", "tre"))
    file.write_text(after.replace("titel: Min titel", "titel: Deras titel"), "utf-8")
    both = BeautifulSoup(browser.ask(path, sent).data, "html.parser")
    rows = [[cell.get_text() for cell in row.select("th, td")] for row in both.select(".summary tbody tr")]
    assert rows == [["Titel", "Deras titel", "Min andra titel"]]
    assert "Deras titel" in file.read_text("utf-8")
    form = both.select_one("#f-form")
    assert form is not None
    text = form.select_one("#f-brodtext")
    assert text is not None
    assert "Vi är tre föreningar." in text.get_text()
    again = {str(field["name"]): str(field.get("value", "")) for field in form.select("input[name]")}
    again |= {str(field["name"]): field.get_text().removeprefix("\n") for field in form.select("textarea")}
    again |= {"status": "publicerad", "gor": "spara"}
    assert browser.ask(path, {**sent, **again}).status is HTTPStatus.SEE_OTHER
    assert "titel: Min andra titel" in file.read_text("utf-8")


@pytest.mark.slow
def test_records_and_pages_are_created_moved_and_removed(browser: Browser) -> None:
    tier = browser.sent(first(browser, "partner/"))["niva"]
    page = browser.save("/redigera/partner/partner.yaml/ny/", namn="Nykomna AB", lokalt_mal="1", niva=tier)
    assert "Nykomna AB är sparad." in words_of(page, ".said")
    assert browser.read("partner/partner.yaml").endswith(
        f"- namn: Nykomna AB\n  lokalt mål: 1\n  nivå: {tier}\n  status: utkast\n"
    ) or ("- status: utkast\n  namn: Nykomna AB" in browser.read("partner/partner.yaml"))
    (browser.content / "partner" / "andra.yaml").write_text("# Andra\n", "utf-8")
    made = next(
        str(link["href"]) for link in browser.page("/redigera/").select(".listed li > a") if link.get_text() == "Nykomna AB"
    )
    moved = browser.save(made, "flytta", **{"flytta-till": "partner/andra.yaml"})
    assert "ligger nu i partner/andra.yaml" in words_of(moved, ".said")
    assert "Nykomna" not in browser.read("partner/partner.yaml")
    gone = browser.save("/redigera/partner/andra.yaml/1/", "ta-bort")
    assert "Nykomna AB är borttagen." in words_of(gone, ".said")
    assert browser.read("partner/andra.yaml").strip() == "# Andra"

    page = browser.save("/redigera/sidor/ny/", titel="Om åsikter", sammanfattning="Vad vi tycker.", brodtext="En text.")
    assert "är sparad" in words_of(page, ".said")
    assert browser.read("sidor/om-asikter.md").endswith("---\nEn text.\n")
    again = browser.save("/redigera/sidor/ny/", titel="Om åsikter", sammanfattning="Igen.", brodtext="En text.")
    assert "finns redan" in words_of(again, ".summary")


def test_lists_grow_and_shrink_without_script(browser: Browser) -> None:
    path = first(browser, "mal/")
    before = browser.read(path.removeprefix("/redigera/").rstrip("/"))
    more = BeautifulSoup(browser.ask(path, browser.sent(path, "fler:globala_mal")).data, "html.parser")
    count = len(browser.page(path).select("fieldset.item"))
    assert len(more.select("fieldset.item")) == count + 1
    less = BeautifulSoup(browser.ask(path, browser.sent(path, "bort:globala_mal.0")).data, "html.parser")
    assert len(less.select("fieldset.item")) == count - 1
    assert browser.read(path.removeprefix("/redigera/").rstrip("/")) == before


def test_a_menu_is_extended_from_the_links_that_it_has_by_default(browser: Browser) -> None:
    path = first(browser, "webbplats.yaml")
    once = BeautifulSoup(browser.ask(path, browser.sent(path, "fler:meny")).data, "html.parser")
    here = [("Våra partner", "/partner/"), ("Globala målen", "/globala-malen/")]
    assert read_menu(once) == [*here, ("", "")]
    typed = browser.sent(path) | {str(field["name"]): str(field.get("value", "")) for field in once.select("[name^='meny.']")}
    twice = BeautifulSoup(browser.ask(path, {**typed, "gor": "fler:meny"}).data, "html.parser")
    assert read_menu(twice) == [*here, ("", ""), ("", "")]
    browser.ask(path, {**typed, "meny.2.text": "Om oss", "meny.2.adress": "/om/", "gor": "spara"})
    written = "".join(f"- text: {text}\n  adress: {address}\n" for text, address in (*here, ("Om oss", "/om/")))
    assert written in re.sub(r"(?m)^  (?=- |  )", "", browser.read("webbplats.yaml"))


def read_menu(page: BeautifulSoup) -> list[tuple[str, str]]:
    """Return text and address of each menu link in a form."""
    words, addresses = (page.select(f"[name^='meny.'][name$='.{name}']") for name in ("text", "adress"))
    return [(str(one.get("value", "")), str(other.get("value", ""))) for one, other in zip(words, addresses, strict=True)]


def test_removing_a_used_record_is_refused_with_each_use_and_the_advice_once(browser: Browser) -> None:
    refused = browser.save("/redigera/kontakter.yaml/1/", "ta-bort")
    (summary,) = refused.select(".summary")
    assert words_of(refused, "#summary") == "Det går inte att ta bort kontakten än: det här skulle bli fel"
    places = [found.get_text() for found in summary.select("li a")]
    assert len(places) == len({*places}) > 1
    assert summary.get_text().count("Kontakterna är") == 1


NOT_EDITED = (
    "../hemligt.yaml", "README.md", "partner/README.md", "bilder/x.svg", "partner/../kontakter.yaml/1", ".git/config",
    "utlank.yaml", "sidor/ut.md", "kontakter.yaml/0", "kontakter.yaml/99", "kontakter.yaml", "finns/inte/ny",
    "partner/partner.yaml/01",
)  # fmt: skip


@pytest.mark.parametrize("path", NOT_EDITED)
def test_only_records_and_pages_of_rooms_can_be_edited(browser: Browser, path: str) -> None:
    outside = browser.content.parent / "hemligt.yaml"
    outside.write_text("- id: a\n  roll: b\n", "utf-8")
    (browser.content / "sidor" / "ut.md").symlink_to(outside)
    target = find_target(path, browser.content)
    assert target is None or path == "kontakter.yaml/99"
    status = browser.ask(f"/redigera/{path}/").status
    assert status in (HTTPStatus.NOT_FOUND, HTTPStatus.BAD_REQUEST, HTTPStatus.CONFLICT)


FORGED: list[tuple[dict[str, str | None], dict[str, str]]] = [
    ({"origin": None}, {}),
    ({"origin": "http://127.0.0.1:9000"}, {}),
    ({"origin": "null"}, {}),
    ({"sec_fetch_site": "cross-site"}, {}),
    ({"sec_fetch_dest": "iframe"}, {}),
    ({"host": "angripare.example.org:8000"}, {}),
    ({}, {"nyckel": ""}),
    ({}, {"nyckel": "x" * 43}),
]


def test_a_forged_request_writes_nothing(browser: Browser) -> None:
    path = first(browser, "partner/")
    before = browser.read("partner/partner.yaml")
    for headers, changed in FORGED:
        sent = browser.sent(path, namn="Angripare AB", **changed)
        assert browser.ask(path, sent, **headers).status is HTTPStatus.FORBIDDEN, (headers, changed)
        assert browser.read("partner/partner.yaml") == before, (headers, changed)
    assert "är sparad" in words_of(browser.save(path, namn="Ägaren AB"), ".said")


@pytest.mark.parametrize("is_changed", [False, True])
def test_what_was_typed_before_a_restart_is_still_in_the_form(browser: Browser, *, is_changed: bool) -> None:
    path = "/redigera/kontakter.yaml/1/"
    sent = browser.sent(path, namn="Nina Exempelsson", nyckel="x" * 43)
    if is_changed:
        file = browser.content / "kontakter.yaml"
        file.write_text(f"# En kommentar.\n{file.read_text('utf-8')}", "utf-8")
    before = browser.read("kontakter.yaml")
    response = browser.ask(path, sent)
    assert response.status is HTTPStatus.FORBIDDEN
    assert "Programmet har startats om" in response.data.decode()
    form = BeautifulSoup(response.data, "html.parser")
    typed = form.find("input", {"name": "namn"})
    key = form.find("input", {"name": "nyckel"})
    digest = form.find("input", {"name": "fingeravtryck"})
    assert isinstance(typed, Tag)
    assert isinstance(key, Tag)
    assert isinstance(digest, Tag)
    assert (typed["value"], digest["value"]) == ("Nina Exempelsson", sent["fingeravtryck"])
    assert browser.read("kontakter.yaml") == before
    browser.desk.shown.clear()
    done = browser.ask(path, sent | {"nyckel": str(key["value"])})
    assert done.status is (HTTPStatus.UNPROCESSABLE_ENTITY if is_changed else HTTPStatus.SEE_OTHER)
    assert ("Nina Exempelsson" in browser.read("kontakter.yaml")) is not is_changed


def test_the_form_of_a_new_page_suggests_its_number_and_contact(browser: Browser) -> None:
    """As `skapa` writes it (`values` of `NewPage`): a goal has the next number, and who answers for the other goals."""
    sent = browser.sent("/redigera/mal/ny/")
    assert (sent["nummer"], sent["kontakt"]) == ("3", "partnerskap")


def test_a_new_page_typed_before_a_restart_is_still_in_the_form(browser: Browser) -> None:
    path = "/redigera/sidor/ny/"
    response = browser.ask(path, browser.sent(path, titel="Nytt från oss", brodtext="Hej på er.", nyckel="x" * 43))
    assert response.status is HTTPStatus.FORBIDDEN
    assert "Nytt från oss" in response.data.decode()
    assert "Hej på er." in response.data.decode()


SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 60"><path d="M0 0h120v60H0z" fill="#146"/></svg>'


def test_a_logo_is_checked_before_it_is_stored(browser: Browser) -> None:
    def send(name: str, data: bytes, folder: str = "partner/logotyper", key: str | None = None) -> Response:
        address = f"/redigera/__fil?{urlencode({'mapp': folder, 'namn': name})}"
        return browser.ask(address, data, sec_fetch_dest="empty", x_forhandsvisning=browser.desk.token if key is None else key)

    taken = send("Nya Loggan (slutlig).SVG", SVG)
    assert (taken.status, taken.data.decode().split("\n")[0]) == (HTTPStatus.OK, "nya-loggan-slutlig.svg")
    assert (browser.content / "partner" / "logotyper" / "nya-loggan-slutlig.svg").read_bytes() == SVG
    assert send("Nya Loggan (slutlig).SVG", SVG).status is HTTPStatus.OK
    other = SVG.replace(b"#146", b"#641")
    assert "finns redan" in send("nya loggan slutlig.svg", other).data.decode()
    for name, data, folder in (
        ("logga.svg", b"<html><script>1</script></html>", "partner/logotyper"),
        ("logga.exe", b"MZ\x90\x00", "partner/logotyper"),
        ("logga", SVG, "partner/logotyper"),
        ("../../x.svg", SVG, "mal"),
        ("x.svg", SVG, "../.."),
    ):
        assert send(name, data, folder).status is HTTPStatus.UNPROCESSABLE_ENTITY
    assert send("annan.svg", SVG, key="fel").status is HTTPStatus.FORBIDDEN
    assert sorted(file.name for file in (browser.content / "partner" / "logotyper").glob("*logga*")) == ["nya-loggan-slutlig.svg"]


def test_the_second_of_two_simultaneous_uploads_with_the_same_name_is_refused(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = SVG.replace(b"#146", b"#641")
    refused: list[str] = []

    def bring_other() -> None:
        try:
            save_upload(browser.content, "partner/logotyper", "Min logotyp.svg", other)
        except UploadRefused as error:
            refused.append(str(error))

    second = threading.Thread(target=bring_other)

    def write(content: Path, files: Mapping[str, bytes], before: Mapping[str, None]) -> None:
        if second.ident is None:
            second.start()
            second.join(0.3)
        write_change(content, files, before)

    monkeypatch.setattr("plugins.editing.upload.write_change", write)
    name = save_upload(browser.content, "partner/logotyper", "Min logotyp.svg", SVG).name
    second.join()
    assert (browser.content / "partner" / "logotyper" / name).read_bytes() == SVG
    assert [words.partition(".svg")[0] for words in refused] == ["Det finns redan en fil som heter min-logotyp"]


def test_an_editing_page_may_submit_forms_only_to_the_preview(browser: Browser) -> None:
    policy = dict(rule.split(" ", 1) for rule in browser.ask("/redigera/").headers["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["form-action"] == f"http://{HOST}/redigera/"
    assert all("unsafe" not in sources and "*" not in sources for sources in policy.values())


def test_an_address_with_file_and_line_redirects_to_the_field(browser: Browser) -> None:
    lines = browser.read("partner/partner.yaml").split("\n")
    line = next(number for number, text in enumerate(lines, 1) if text.lstrip().startswith("nivå:"))
    found = browser.ask(f"/redigera/?{urlencode({'fil': 'content/partner/partner.yaml', 'rad': line})}")
    assert found.status is HTTPStatus.SEE_OTHER
    address, _, field = found.headers["Location"].partition("#")
    assert field == "f-niva"
    assert browser.page(address).find(id=field)
    for fil in ("annat/partner/partner.yaml", "content/../x.yaml", "content/README.md", ""):
        assert browser.ask(f"/redigera/?{urlencode({'fil': fil, 'rad': line})}").status is HTTPStatus.NOT_FOUND


def test_the_panel_links_to_errors_and_shows_only_the_warnings_of_its_page(browser: Browser) -> None:
    goal = next(iter(sorted((browser.content / "mal").glob("*.md"))))
    source = SourceFile(goal, goal.read_text("utf-8"))
    other = SourceFile(browser.content / "fakta.yaml", "- id: a\n")
    problems = [
        Problem(Place(source, 2), "x", "Något är <fel>.", ("Gör så.",), "titel: Rätt"),
        warning(Place(source, 3), "y", "Se efter."),
        warning(Place(other, 1), "y", "Hör till en annan sida."),
    ]
    shown = f'<button data-open="content/mal/{goal.name}">'
    panel = BeautifulSoup(make_panel(problems, shown, browser.content, shows_older=True, is_shown=True), "html.parser")
    assert [words_of(part, "summary") for part in panel.select("details")] == ["1 fel att rätta", "1 varning om den här sidan"]
    assert "Något är <fel>." in panel.get_text()
    assert "en annan sida" not in panel.get_text()
    copied = panel.select_one("[data-copy]")
    assert isinstance(copied, Tag)
    assert copied["data-copy"] == "titel: Rätt"
    link = panel.select_one("a")
    assert isinstance(link, Tag)
    assert browser.ask(str(link["href"])).headers["Location"].endswith("#f-titel")
    assert make_panel(problems[2:], shown, browser.content, shows_older=False, is_shown=True) == ""


@pytest.mark.parametrize(
    ("path", "where", "buttons"),
    [
        ("sidor/om.md", "content/sidor/om.md, rad 1", 2),
        ("", "content/", 0),
        ("partner/logotyper/a.svg", "content/partner/logotyper/a.svg, rad 1", 0),
        ("../theme/templates/base.html", "base.html, rad 1", 0),
    ],
)
def test_the_panel_links_only_to_files_that_can_be_edited(browser: Browser, path: str, where: str, buttons: int) -> None:
    place = Place(SourceFile(Path(os.path.normpath(browser.content / path)), "x\n"), 1)
    problems = [Problem(place, "x", "Något är fel.")]
    panel = BeautifulSoup(make_panel(problems, "", browser.content, shows_older=True, is_shown=True), "html.parser")
    assert words_of(panel, ".preview-panel__where") == where
    assert len(panel.select("a, button")) == buttons


def test_a_notice_of_the_preview_is_on_every_editing_page(browser: Browser) -> None:
    assert not browser.page("/redigera/").select(".notice")
    browser.preview.note("Starta <om>.")
    for address in ("/redigera/", "/redaktion/", first(browser, "")):
        assert words_of(browser.page(address), "main > .notice") == "Starta <om>."


def test_the_to_do_list_names_a_file_of_the_program_without_a_link_to_it(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = Place(SourceFile(PROJECT / "plugins" / "contacts" / "view.py"), 86)
    row = ToDo("now", "links", "view.py", "", "Länken leder ingenstans.", place)
    monkeypatch.setattr("plugins.commands.preview.forms.find_to_do", lambda *_: (row,))
    shown = browser.page("/redaktion/").select("#now li")[0]
    assert "plugins/contacts/view.py, rad 86" in shown.get_text()
    assert shown.find(["a", "button"]) is None


def test_the_to_do_list_links_to_field_and_page(browser: Browser) -> None:
    path = browser.content / "partner" / "partner.yaml"
    path.write_text("- namn: Almen\n  lokalt mål: 1\n  nivå: partnr\n", "utf-8")
    page = browser.page("/redaktion/")
    assert words_of(page, "#now h3") == "Rätta fel"
    row = page.select("#now li")[0]
    assert "nivå: partnr" in row.get_text()
    link = row.find("a", string="Redigera")
    assert isinstance(link, Tag)
    assert browser.ask(str(link["href"])).headers["Location"] == "/redigera/partner/partner.yaml/1/#f-niva"
    path.write_text("- namn: Almen\n  lokalt mål: 1\n  nivå: partner\n", "utf-8")
    page = browser.page("/redaktion/")
    assert "Rätta fel" not in page.get_text()
    assert "/mal-1/" in [link["href"] for link in page.select("#month a")]
    assert browser.ask("/redaktion/", sec_fetch_dest="image").status is HTTPStatus.FORBIDDEN


def test_a_proof_is_made_of_the_page_of_a_form(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def make(wanted: str, _content: Path, folder: Path, *_: object) -> int:
        asked.append(wanted)
        folder.mkdir(exist_ok=True)
        (folder / "sidan-2026-11-22.html").write_text("<!doctype html><title>Utkast</title>", "utf-8")
        (folder / "sidan-2026-11-22.pdf").write_bytes(b"%PDF-1.7")
        say("Korrektur: korrektur/sidan-2026-11-22.html")
        return 0

    monkeypatch.setattr("plugins.commands.preview.proof.make_proof", make)
    form = browser.page("/redigera/sidor/om.md/").select_one("form.aside")
    assert form is not None
    sent = {str(field["name"]): str(field["value"]) for field in form.select("input")}
    made = BeautifulSoup(browser.ask("/redigera/__korrektur/", sent).data, "html.parser")
    assert asked == ["/om/"]
    link, paper = made.select("a[href^='/redigera/__korrektur/']")
    assert not link.has_attr("download")  # or a browser asks for it as for no page, and is refused
    assert not made.select(".told")
    assert browser.ask(str(paper["href"])).kind == "application/pdf"
    found = browser.ask(str(link["href"]))
    assert found.headers["Content-Disposition"].startswith("attachment")
    assert b"<title>Utkast" in found.data
    assert browser.ask("/redigera/__korrektur/annan.html").status is HTTPStatus.NOT_FOUND
    assert browser.ask("/redigera/__korrektur/", {**sent, "nyckel": "fel"}).status is HTTPStatus.FORBIDDEN
    assert asked == ["/om/"]


def test_a_page_is_shown_with_unsaved_changes_and_nothing_is_saved(browser: Browser) -> None:
    live = LiveSite(browser.content, THEME.folder, PROJECT, lambda: TODAY)
    browser.preview.site = live
    path, before = "/redigera/sidor/om.md/", browser.read("sidor/om.md")
    seen = browser.save(path, "visa", brodtext="Något som ingen har sparat.")
    assert "Något som ingen har sparat." in seen.get_text()
    assert "inte sparad än" in words_of(seen, ".preview-trial")
    assert browser.read("sidor/om.md") == before
    shown = live.get("om/index.html")
    assert shown is not None
    assert "ingen har sparat" not in shown.decode()
    broken = browser.save(path, "visa", kontakt="ingen-sådan", brodtext="{fakta:finns-inte}")
    assert "Sidan går inte att visa än" in words_of(broken, "h1")


def test_an_unsaved_record_is_shown_on_a_page_where_it_will_be_visible(browser: Browser) -> None:
    goal = browser.content / "mal" / "mal-1-ingen-hunger.md"
    (browser.content / "meddelanden.yaml").write_text("# Våra meddelanden\n", "utf-8")
    goal.write_text(goal.read_text("utf-8") + "\nVi delar ut {fakta:frukostar} frukostar.\n", "utf-8")
    browser.preview.site = LiveSite(browser.content, THEME.folder, PROJECT, lambda: TODAY)
    seen = browser.save("/redigera/fakta.yaml/1/", "visa", varde="77")
    assert "Vi delar ut 77 frukostar." in " ".join(seen.get_text().split())
    contact = browser.save("/redigera/kontakter.yaml/1/", "visa", namn="Nina Exempelsson")
    assert "Nina Exempelsson" in contact.get_text()
    new = browser.save("/redigera/sidor/ny/", "visa", titel="Helt ny", sammanfattning="En sida.", brodtext="Ny text.")
    assert words_of(new, "h1") == "Helt ny"
    shown = browser.save("/redigera/meddelanden.yaml/ny/", "visa", text="Stängt på fredag.", fran="2026-11-27", till="2026-11-28")
    assert "Stängt på fredag." in shown.get_text()
    assert "Så här blir sidan den 27 november 2026." in words_of(shown, ".preview-trial")
    nowhere = browser.save("/redigera/fakta.yaml/ny/", "visa", id="nytt", varde="1", avser="2026", kalla="Vi")
    assert "syns inte på någon sida än" in words_of(nowhere, "h1")
    assert not (browser.content / "sidor" / "helt-ny.md").exists()


def test_a_form_of_a_translation_shows_changes_of_the_original_and_can_confirm_them(browser: Browser) -> None:
    website = browser.content / "webbplats.yaml"
    website.write_text(website.read_text("utf-8").replace("språk: sv", "språk: [sv, en]"), "utf-8")
    original, page = browser.content / "sidor" / "om.md", browser.content / "sidor" / "om.en.md"
    page.write_text("---\ntitel: About us\nsammanfattning: Who we are.\nstatus: publicerad\n---\nWe are here.\n", "utf-8")
    path = "/redigera/sidor/om.en.md/"
    assert words_of(browser.page(path), "#stale") == "Stämmer översättningen med originalet?"
    saved = browser.save(path, stammer="ja")
    assert "Översättningen är märkt" in words_of(saved, ".said")
    assert not browser.page(path).select("#stale, [name^=oversatt]")
    assert "översatt från:" in browser.read("sidor/om.en.md")
    original.write_text(original.read_text("utf-8") + "\nEn mening till.\n", "utf-8")
    shown = browser.page(path)
    assert "Originalet har ändrats sedan 22 november 2026" in words_of(shown, "h2")
    assert "En mening till." in words_of(shown, "dd")
    sent = browser.sent(path, brodtext="We are here. One more.")
    del sent["stammer"]
    asked = browser.page(browser.ask(path, sent).headers["Location"])
    assert "Stämmer den nu med originalet?" in words_of(asked, ".said")  # that its words are others does not say so
    original.write_text(original.read_text("utf-8") + "\nOch en.\n", "utf-8")
    assert "är sparad" in words_of(asked, ".said")
    done = browser.save(path, stammer="ja")
    assert "Översättningen är märkt" in words_of(done, ".said")


def test_a_translation_is_created_from_the_form_of_its_original(browser: Browser) -> None:
    website = browser.content / "webbplats.yaml"
    path = "/redigera/sidor/om.md/"
    assert not browser.page(path).select("[value=oversatt]"), "the site has one language"
    website.write_text(website.read_text("utf-8").replace("språk: sv", "språk: [sv, en]"), "utf-8")
    [button] = browser.page(path).select("[value=oversatt]")
    assert button.get_text() == "Börja översätta till engelska"
    form = button.find_parent("form")
    assert isinstance(form, Tag)
    sent = {str(field["name"]): str(field["value"]) for field in (*form.select("input"), button)}
    assert browser.ask(path, sent | {"nyckel": "fel"}).status is HTTPStatus.FORBIDDEN
    for code in ("de", "../../x", ""):
        assert browser.ask(path, sent | {"sprak": code}).status is HTTPStatus.CONFLICT
    assert not (browser.content / "sidor" / "om.en.md").exists()
    begun = browser.ask(path, sent)
    assert begun.headers["Location"] == "/redigera/sidor/om.en.md/"
    assert "utkast" in words_of(browser.page(begun.headers["Location"]), ".said")
    assert "status: utkast" in browser.read("sidor/om.en.md")
    assert not browser.page(path).select("[value=oversatt]")
    assert browser.ask(path, sent).status is HTTPStatus.CONFLICT
    register = "/redigera/stodrutor.yaml/1/"
    assert browser.ask(register, sent).headers["Location"] == "/redigera/"
    assert "rubrik" in browser.read("stodrutor.en.yaml")
    assert "är skapad" in words_of(browser.page("/redigera/"), ".said")


def test_a_text_that_can_have_no_headings_or_components_is_offered_none(browser: Browser) -> None:
    (browser.content / "meddelanden.yaml").write_text("- text: Öppet hus.\n  till: 2026-12-24\n", "utf-8")
    for path, may_have in (("sidor/om.md/", True), ("meddelanden.yaml/1/", False), ("meddelanden.yaml/ny/", False)):
        page = browser.page(f"/redigera/{path}")
        tools = page.select("markdown-toolbar button")
        assert tools
        assert any("ubrik" in button.get_text() for button in tools) is may_have
        offered = [str(option["value"]) for option in page.select("#att-satta-in option")]
        assert "{fakta:frukostar}" in offered
        assert any(one.startswith("{kontakt:") for one in offered) is may_have


def test_a_text_has_a_toolbar_and_everything_it_offers_to_insert_is_valid(browser: Browser) -> None:
    page = browser.page("/redigera/sidor/om.md/")
    bar = page.find("markdown-toolbar", {"for": "f-brodtext"})
    assert isinstance(bar, Tag)
    assert bar.parent is not None
    assert bar.parent.has_attr("hidden")  # until there is a script for it
    offered = [str(option["value"]) for option in page.select("#att-satta-in option")]
    assert "[Om oss](/om/)" in offered
    body = "\n\n".join(one for one in offered if not one.startswith("{block:"))  # some fit goals alone
    saved = browser.save("/redigera/sidor/om.md/", brodtext=body)
    assert "Om oss är sparad." in words_of(saved, ".said"), words_of(saved, ".summary")


def test_the_bundled_script_is_the_published_one_with_its_licence() -> None:
    """`docs/decisions/0140-a-toolbar-over-a-plain-text-field.md` tells from where."""
    folder = PROJECT / "plugins" / "commands" / "preview" / "files"
    digest = hashlib.sha256((folder / "markdown-toolbar.js").read_bytes()).hexdigest()
    decision = (PROJECT / "docs" / "decisions" / "0140-a-toolbar-over-a-plain-text-field.md").read_text("utf-8")
    assert digest in decision
    assert "MIT" in decision
    assert "Permission is hereby granted" in (folder / "markdown-toolbar.LICENSE").read_text("utf-8")


def test_a_second_agreement_turns_the_fields_of_the_first_into_a_list(browser: Browser) -> None:
    file = browser.content / "partner" / "partner.yaml"
    file.write_text("# Våra partner\n- namn: Almen\n  lokalt mål: 1\n  nivå: partner\n  till: 2027-01-01\n", "utf-8")
    path = "/redigera/partner/partner.yaml/1/"
    longer = BeautifulSoup(browser.ask(path, browser.sent(path, "fler:avtal")).data, "html.parser")
    assert longer.find(id="f-avtal-1-niva") is not None
    sent = {str(field["name"]): str(field.get("value", "")) for field in longer.select("#f-form input[name]")}
    for field in longer.select("#f-form select"):
        chosen = field.find("option", selected=True)
        sent[str(field["name"])] = str(chosen["value"]) if isinstance(chosen, Tag) else ""
    assert (sent["avtal.0.lokalt_mal"], sent["lokalt_mal"]) == ("1", "")
    sent |= {"avtal.1.lokalt_mal": "2", "avtal.1.niva": "partner", "gor": "spara"}
    assert browser.ask(path, sent).status is HTTPStatus.SEE_OTHER
    assert browser.read("partner/partner.yaml").split("\n")[:3] == ["# Våra partner", "- namn: Almen", "  avtal:"]
    assert [line.strip() for line in browser.read("partner/partner.yaml").split("\n")[3:]] == [
        "- lokalt mål: 1", "nivå: partner", "till: 2027-01-01", "- lokalt mål: 2", "nivå: partner", "",
    ]  # fmt: skip


GIT = ("git", "-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "init.defaultBranch=main")


def git(folder: Path, *words: str) -> None:
    subprocess.run([*GIT, "-C", str(folder), *words], check=True, capture_output=True)


GIT_WORDS = ("git", "commit", "branch", "merge", "rebase", "python3")


@pytest.mark.slow
def test_a_change_is_saved_shared_fetched_and_undone_with_buttons(tmp_path: Path) -> None:
    shared = tmp_path / "delat.git"
    git(tmp_path, "init", "--bare", str(shared))
    mine, theirs = Browser(tmp_path / "anna"), None
    git(tmp_path / "anna", "init")
    git(tmp_path / "anna", "add", ".")
    git(tmp_path / "anna", "commit", "-m", "start")
    git(tmp_path / "anna", "remote", "add", "origin", str(shared))
    git(tmp_path / "anna", "push", "-u", "origin", "main")
    theirs = Browser(tmp_path / "bertil")
    shutil.rmtree(tmp_path / "bertil")
    git(tmp_path, "clone", str(shared), str(tmp_path / "bertil"))

    keep = "/redigera/__spara/"
    path = first(mine, "partner/")
    old = mine.sent(path)["post"]
    mine.save(path, namn="Annas namn AB")
    assert "Inte sparat än" in words_of(mine.page(keep), ".lede")
    saved = mine.save(keep, "spara", av="Anna Andersson")
    assert "Delat: nu har dina kollegor det också." in words_of(saved, ".said")
    assert "Anna Andersson" in words_of(saved, ".listed")

    theirs.save(path, namn="Bertils namn AB")
    both = theirs.save(keep, "spara", av="Bertil Berg")
    assert "Ni har ändrat samma ställe" in words_of(both, "h2")
    assert "Annas namn AB" in words_of(both, "pre")
    choices = {str(field["name"]): "2" for field in both.select("input[type=radio]")}
    done = theirs.save(keep, "spara", **choices)
    assert "Annas namn AB" in theirs.read("partner/partner.yaml")
    assert "<<<" not in theirs.read("partner/partner.yaml")

    shown = mine.page(f"{keep}?{urlencode({'om': 'Annas namn AB'})}")
    assert "Anna Andersson" in words_of(shown, ".listed")
    assert "Bytt namn: Exempelbolaget AB till Annas namn AB" in words_of(shown, ".listed")
    assert "Nytt: partnern Exempelbolaget AB" in words_of(shown, ".listed")  # what it did under its former name
    assert "start" not in words_of(shown, ".listed")
    assert "Inget som är sparat gäller det namnet" in words_of(mine.page(f"{keep}?om=Finns+inte+AB"), "main")

    brought = mine.save(keep, "hamta")
    code = next(str(button["value"]) for button in brought.select("button[value]") if str(button["value"]).startswith("angra:"))
    for row in brought.select(".listed li"):
        if "Anna Andersson" in row.get_text():
            button = row.find("button")
            assert isinstance(button, Tag)
            code = str(button["value"])
    back = mine.save(keep, code)
    assert old in mine.read("partner/partner.yaml")
    for page in (saved, both, done, brought, back):
        shown = words_of(page, "main").casefold()
        assert [word for word in GIT_WORDS if word in shown] == []


def test_a_name_is_requested_before_the_first_save(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keep, mine = "/redigera/__spara/", Browser(tmp_path / "anna")
    for words in (["init"], ["add", "."], ["commit", "-m", "start"]):
        git(tmp_path / "anna", *words)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "settings"))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    mine.save(first(mine, "partner/"), namn="Annas namn AB")
    asked = mine.save(keep, av=" ")
    assert "Skriv ditt namn i rutan först" in words_of(asked, ".summary")
    assert "Inte sparat än" in words_of(asked, ".lede")
    assert "Anna Andersson" in words_of(mine.save(keep, av="Anna Andersson"), ".listed")
    mine.save(first(mine, "partner/"), namn="Norra AB")
    assert "Skriv ditt namn" not in words_of(mine.save(keep), "main")


def test_a_folder_without_git_is_reported_in_plain_words(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(browser.content.parents[1]))
    text = words_of(browser.page("/redigera/__spara/"), "main").casefold()
    assert text
    assert [word for word in GIT_WORDS[:5] if word in text] == []
    assert browser.ask("/redigera/__spara/", {"nyckel": "fel", "gor": "spara"}).status is HTTPStatus.FORBIDDEN


def test_a_fingerprint_of_a_translation_has_no_field_and_is_kept(tmp_path: Path) -> None:
    """The fingerprints of a translation, in a page and in a row of a register."""
    content = tmp_path / "content"
    shutil.copytree(PROJECT / "content", content)
    for path in ("sidor/om.en.md", "nivaer.en.yaml/1"):
        target = find_target(path, content)
        assert target is not None
        form = FormBuilder(content, None).form(target)
        assert not any("oversatt" in field.name for top in form.fields for field in top.walk())
        before = (content / target.file).read_text("utf-8")
        changed = next(field for top in form.fields for field in top.walk() if field.widget == "line" and field.value)
        posted = {**sent_by(form), changed.name: "Something else"}
        assert isinstance(FormSaver(FormBuilder(content, None), all_is_well).form(target, posted), SavedForm)
        after = (content / target.file).read_text("utf-8")
        assert after.count("översatt från:") == before.count("översatt från:")
        assert after == before.replace(changed.value, "Something else", 1)


def test_a_value_that_no_page_depends_on_is_saved_without_checking_the_site(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = browser.sent("/redigera/fakta.yaml/1/", varde="77")
    wrong = browser.sent("/redigera/fakta.yaml/1/", granska_senast="nästa år")
    page = browser.ask("/redigera/fakta.yaml/1/", wrong)
    assert page.status is HTTPStatus.UNPROCESSABLE_ENTITY
    assert "”nästa år” är ingen dag" in page.data.decode()

    def too_much(*_: object) -> None:
        pytest.fail("the whole site was checked")

    monkeypatch.setattr(Checker, "__call__", too_much)
    assert browser.ask("/redigera/fakta.yaml/1/", sent).status is HTTPStatus.SEE_OTHER
    assert "värde: 77" in browser.read("fakta.yaml")


def test_nothing_is_written_through_a_link_out_of_the_content(browser: Browser) -> None:
    outside = browser.content.parent / "annanstans"
    (outside / "logotyper").mkdir(parents=True)
    for folder in ("sidor", "partner/logotyper"):
        (browser.content / folder).rename(browser.content.parent / folder.replace("/", "-"))
    (browser.content / "sidor").symlink_to(outside, target_is_directory=True)
    (browser.content / "partner" / "logotyper").symlink_to(outside / "logotyper", target_is_directory=True)
    assert browser.ask("/redigera/sidor/ny/").status is HTTPStatus.NOT_FOUND
    address = f"/redigera/__fil?{urlencode({'mapp': 'partner/logotyper', 'namn': 'x.svg'})}"
    sent = browser.ask(address, SVG, sec_fetch_dest="empty", x_forhandsvisning=browser.desk.token)
    assert sent.status is HTTPStatus.UNPROCESSABLE_ENTITY
    assert sorted(path.name for path in outside.rglob("*")) == ["logotyper"]


def test_nothing_is_written_through_a_link_to_itself(browser: Browser) -> None:
    (browser.content / "sidor").rename(browser.content.parent / "sidor")
    (browser.content / "sidor").symlink_to("sidor", target_is_directory=True)
    assert browser.ask("/redigera/sidor/ny/").status is HTTPStatus.NOT_FOUND


@pytest.mark.parametrize(("number", "words"), [(errno.ENOSPC, "Disken är full"), (errno.EACCES, "rätt att ändra filen")])
def test_a_failing_disk_is_reported_in_swedish(
    browser: Browser, monkeypatch: pytest.MonkeyPatch, number: int, words: str
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError(number, "no such luck")

    sent = browser.sent("/redigera/fakta.yaml/1/", varde="77")
    before = browser.read("fakta.yaml")
    monkeypatch.setattr("plugins.core.writer.put.tempfile.mkstemp", fail)
    response = browser.ask("/redigera/fakta.yaml/1/", sent)
    assert words in response.data.decode()
    assert "no such luck" not in response.data.decode()
    address = f"/redigera/__fil?{urlencode({'mapp': 'partner/logotyper', 'namn': 'x.svg'})}"
    lost = browser.ask(address, SVG, sec_fetch_dest="empty", x_forhandsvisning=browser.desk.token)
    assert words in lost.data.decode()
    assert "<" not in lost.data.decode()
    assert browser.read("fakta.yaml") == before
    assert not list(browser.content.rglob(".~*"))


@pytest.mark.parametrize("folder", ["sidor", "mal"])
def test_a_title_without_latin_letters_asks_for_the_name_of_the_page(browser: Browser, folder: str) -> None:
    before = sorted((browser.content / folder).iterdir())
    page = browser.save(f"/redigera/{folder}/ny/", titel="مرحبا", sammanfattning="En sida.", brodtext="En text.")
    assert "Sidan behöver ett namn för sin adress." in words_of(page, "main")
    assert sorted((browser.content / folder).iterdir()) == before


def test_the_file_name_of_a_new_goal_has_the_number_from_its_field(browser: Browser) -> None:
    page = browser.save("/redigera/mal/ny/", titel="Öppna dörrar", nummer="9", sammanfattning="Ett mål.", brodtext="En text.")
    assert "är sparad" in words_of(page, ".said")
    assert "\nnummer: 9\n" in browser.read("mal/mal-9-oppna-dorrar.md")


def test_a_new_id_differs_from_existing_ones_however_they_are_written(browser: Browser) -> None:
    file = browser.content / "kontakter.yaml"
    file.write_text(file.read_text("utf-8") + "- id: Alva_Exempelsson\n  namn: Alva E.\n  telefon: 070-174 06 50\n", "utf-8")
    page = browser.save("/redigera/kontakter.yaml/ny/", namn="Alva Exempelsson", telefon="070-174 06 51")
    assert "är sparad" in words_of(page, ".said")
    assert "- id: alva-exempelsson-2\n" in browser.read("kontakter.yaml")


def test_a_symbolic_link_is_refused_with_advice_to_edit_its_target(browser: Browser) -> None:
    (browser.content / "sidor" / "lank.md").symlink_to(browser.content / "sidor" / "om.md")
    response = browser.ask("/redigera/sidor/lank.md/")
    assert response.status is HTTPStatus.NOT_FOUND
    assert "Filen är en genväg. Redigera filen som den leder till" in response.data.decode()


def test_a_symbolic_link_out_of_the_content_is_refused_with_advice_to_copy_the_file(browser: Browser) -> None:
    outside = browser.content.parent / "ute.md"
    outside.write_text("x", "utf-8")
    (browser.content / "sidor" / "lank.md").symlink_to(outside)
    response = browser.ask("/redigera/sidor/lank.md/")
    assert response.status is HTTPStatus.NOT_FOUND
    assert (
        "Filen är en genväg till något utanför innehållsmappen. Lägg en kopia i innehållsmappen i stället"
        in response.data.decode()
    )
    assert "Redigera filen" not in response.data.decode()


@pytest.mark.skipif(sys.platform != "linux", reason="where every name is a text")
def test_a_file_name_that_is_not_unicode_is_shown_on_every_page(browser: Browser) -> None:
    """As a name with å from an old archive."""
    odd = Path(os.fsdecode(os.fsencode(browser.content) + b"/sidor/sm\xf6r.md"))
    odd.write_bytes((browser.content / "sidor" / "om.md").read_bytes())
    browser.preview.update(None, browser.desk.checker({}))
    for address in ("/redigera/", "/redaktion/", "/om/", "/__forhandsvisning/sida?/om/"):
        response = browser.ask(address, sec_fetch_dest="empty" if "?" in address else "document")
        assert response.status is HTTPStatus.OK
        assert ("sm%3Fr.md" if address == "/redigera/" else "sm?r.md") in response.data.decode()
    link = browser.page("/redigera/").find("a", href=re.compile(r"/sidor/sm"))
    assert isinstance(link, Tag)
    assert "Det finns inget att redigera" in browser.ask(str(link["href"])).data.decode()


@pytest.mark.parametrize("name", ["mål #1", "50% av oss", "50%25"])
def test_a_file_with_reserved_characters_in_its_name_has_a_form(browser: Browser, name: str) -> None:
    """Its name is told as wrong, and the form is what leads there."""
    (browser.content / "sidor" / "om.md").rename(browser.content / "sidor" / f"{name}.md")
    link = browser.page("/redigera/").find("a", string="Om oss")
    assert isinstance(link, Tag)
    address = str(link["href"]).partition("#")[0].partition("?")[0]
    form = browser.page(address).find(id="f-form")
    assert isinstance(form, Tag)
    assert form["action"] == address


def test_a_link_is_written_through_only_within_the_content(browser: Browser) -> None:
    """No form is of a link, but one may take a file's place after the form was filled in."""
    inside, outside = browser.content / "inne.yaml", browser.content.parent / "ute.yaml"
    (browser.content / "fakta.yaml").rename(inside)
    outside.write_bytes(b"x")
    link = browser.content / "fakta.yaml"
    link.symlink_to(inside)
    write_change(browser.content, {"fakta.yaml": b"y"}, {})
    assert (link.is_symlink(), inside.read_bytes()) == (True, b"y")
    link.unlink()
    link.symlink_to(outside)
    with pytest.raises(OSError, match=os.strerror(errno.ELOOP)):
        write_change(browser.content, {"fakta.yaml": b"z"}, {})
    assert (link.is_symlink(), outside.read_bytes()) == (True, b"x")
    message = describe_disk_error(OSError(errno.ELOOP, "no such luck"))
    assert "Lägg en kopia i innehållsmappen i stället för genvägen, och spara igen." in message


def save_while_written(monkeypatch: pytest.MonkeyPatch, save: Callable[[], object], times: int = 1) -> None:
    """Let another program save while a form is being written to disk, this many times."""
    sync, left = os.fsync, iter(range(times))

    def pause(handle: int) -> None:
        sync(handle)
        if next(left, None) is not None:
            save()

    monkeypatch.setattr("plugins.core.writer.put.os.fsync", pause)


def test_a_change_saved_by_another_program_while_a_form_is_written_is_merged(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = browser.content / "kontakter.yaml"
    mine, theirs = "070-174 06 06", "# en rad till\n"
    save_while_written(monkeypatch, lambda: file.write_text(file.read_text("utf-8") + theirs, "utf-8"))
    page = browser.save("/redigera/kontakter.yaml/1/", telefon=mine)
    assert "är sparad. Filen hade ändrats medan du skrev, och de ändringarna är med." in words_of(page, "[role=status]")
    assert mine in file.read_text("utf-8")
    assert file.read_text("utf-8").endswith(theirs)


def test_both_values_are_shown_if_another_program_saves_the_same_field_meanwhile(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = browser.content / "kontakter.yaml"
    was = browser.sent("/redigera/kontakter.yaml/1/")["telefon"]
    theirs = file.read_text("utf-8").replace(was, "070-174 06 07", 1)
    save_while_written(monkeypatch, lambda: file.write_text(theirs, "utf-8"))
    page = browser.save("/redigera/kontakter.yaml/1/", telefon="070-174 06 06")
    assert file.read_text("utf-8") == theirs
    assert {"070-174 06 06", "070-174 06 07"} <= {*re.findall("070-174 06 0[67]", str(page))}


def test_a_page_created_by_another_program_meanwhile_is_not_overwritten(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = browser.content / "sidor" / "ny-sida.md"
    save_while_written(monkeypatch, lambda: file.write_text("deras", "utf-8"))
    page = browser.save("/redigera/sidor/ny/", titel="Ny sida", sammanfattning="Vad vi tycker.", brodtext="En text.")
    assert file.read_text("utf-8") == "deras"
    assert "Det finns redan en sida som heter ny-sida." in page.get_text()


def test_a_file_that_keeps_changing_is_not_written(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    file = browser.content / "kontakter.yaml"
    save_while_written(monkeypatch, lambda: file.write_text(file.read_text("utf-8") + "# mer\n", "utf-8"), times=99)
    page = browser.save("/redigera/kontakter.yaml/1/", telefon="070-174 06 06")
    assert "ändrades just nu av någon annan. Försök igen. Ingenting är sparat." in words_of(page, ".summary")
    typed = page.find("input", {"name": "telefon"})
    assert isinstance(typed, Tag)
    assert typed["value"] == "070-174 06 06"
    assert "070-174 06 06" not in file.read_text("utf-8")


@pytest.mark.parametrize(
    ("path", "gone"),
    [
        ("/redigera/kontakter.yaml/1/", "kontakter.yaml"),
        ("/redigera/sidor/om.md/", "sidor/om.md"),
        ("/redigera/sidor/om.md/", "."),
        ("/redigera/kontakter.yaml/2/", "the record"),
    ],
)
def test_a_form_of_a_removed_file_or_record_returns_what_was_typed(browser: Browser, path: str, gone: str) -> None:
    sent = browser.sent(path)
    if gone == "the record":
        file = browser.content / "kontakter.yaml"
        first_record = file.read_text("utf-8").partition("\n- ")
        file.write_text(f"{first_record[0]}\n", "utf-8")
    else:
        (browser.content / gone).rename(browser.content.parent / "bort")
    found = browser.ask(path, sent)
    page = BeautifulSoup(found.data, "html.parser")
    assert found.status in (HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT)
    assert words_of(page, "h1") == "Det gick inte att spara"
    assert "finns inte längre" in page.get_text()
    assert page.get_text().count("Ingenting är sparat.") == 1
    written = dict(zip((one.get_text() for one in page.select("dt")), (one.get_text() for one in page.select("dd")), strict=True))
    if path.endswith(".md/"):
        assert (written["Titel"], written["Texten"].split("\n")[0]) == ("Om oss", "Vi är en förening.")
    else:
        assert written["Telefon"] == sent["telefon"]
    assert browser.content.exists() is (gone != ".")


def test_a_form_whose_file_is_broken_meanwhile_returns_what_was_typed(browser: Browser) -> None:
    sent = browser.sent("/redigera/kontakter.yaml/1/", namn="Nina Exempelsson", **{"bild.fil": "nina.jpg"})
    file = browser.content / "kontakter.yaml"
    file.write_text(f"{file.read_text('utf-8')}\n  x\n", "utf-8")
    before = browser.read("kontakter.yaml")
    found = browser.ask("/redigera/kontakter.yaml/1/", sent)
    assert found.status is HTTPStatus.CONFLICT
    page = BeautifulSoup(found.data, "html.parser")
    assert {"Nina Exempelsson", "nina.jpg"} <= {one.get_text() for one in page.select("dd")}
    assert "Bild, fil" in {one.get_text() for one in page.select("dt")}
    assert browser.read("kontakter.yaml") == before


def test_a_form_whose_file_cannot_be_written_keeps_what_was_typed(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "kontakter.yaml")

    monkeypatch.setattr("plugins.editing.take.write_change", fail)
    found = browser.ask("/redigera/kontakter.yaml/1/", browser.sent("/redigera/kontakter.yaml/1/", namn="Nina Exempelsson"))
    assert found.status is HTTPStatus.CONFLICT
    page = BeautifulSoup(found.data, "html.parser")
    typed = page.find("input", {"name": "namn"})
    assert isinstance(typed, Tag)
    assert typed["value"] == "Nina Exempelsson"
    message = words_of(page, ".summary")
    assert message.startswith("Det gick inte att spara än Disken är full.")
    assert message.endswith("Ingenting är sparat. Det du skrev står kvar här.")


@pytest.mark.parametrize("number", [errno.EACCES, errno.EIO])
def test_a_form_that_cannot_be_shown_does_not_mention_saving(
    browser: Browser, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def fail(*_: object) -> None:
        raise OSError(number, os.strerror(number), "om.md")

    monkeypatch.setattr(browser.desk, "_show", fail)
    page = BeautifulSoup(browser.ask("/redigera/sidor/om.md/").data, "html.parser")
    assert words_of(page, "h1") == "Det går inte att redigera här"
    assert "adda om sidan" in page.get_text()
    assert "sparat" not in page.get_text()


def test_two_forms_of_one_record_lose_no_change(browser: Browser) -> None:
    path = "/redigera/kontakter.yaml/1/"
    one, other = browser.sent(path, telefon="070-174 06 06"), browser.sent(path, namn="Nina Exempelsson")
    same = browser.sent(path, telefon="070-174 06 07")
    assert browser.ask(path, one).status is HTTPStatus.SEE_OTHER
    assert browser.ask(path, other).status is HTTPStatus.SEE_OTHER
    text = browser.read("kontakter.yaml")
    assert "070-174 06 06" in text
    assert "Nina Exempelsson" in text
    both = BeautifulSoup(browser.ask(path, same).data, "html.parser")
    assert "070-174 06 06" in words_of(both, ".summary td")
    assert "070-174 06 07" in words_of(both, ".summary td")
    assert browser.read("kontakter.yaml") == text


def test_messages_of_other_threads_are_not_recorded_as_those_of_a_button() -> None:
    """The check of the preview runs beside it and tells its problems at the keyboard."""
    with record() as messages:
        other = threading.Thread(target=lambda: say("Sidorna är uppdaterade."))
        other.start()
        other.join()
        say("Sparat.")
    assert messages == [("err", "Sparat.")]


def two_registers(tmp_path: Path) -> tuple[Path, EditTarget]:
    """Return content in which the first of two partners can be moved to another register, and that register."""
    content = tmp_path / "content"
    (content / "partner").mkdir(parents=True)
    rows = [f"- namn: {name}\n  lokalt mål: 1\n  nivå: partner\n" for name in ("Ek AB", "Alm AB")]
    (content / "partner" / "partner.yaml").write_text("".join(rows), "utf-8")
    (content / "partner" / "andra.yaml").write_text("# Andra\n", "utf-8")
    target = find_target("partner/partner.yaml/1", content)
    assert target is not None
    return content, target


def test_an_interrupted_move_of_a_record_leaves_it_in_both_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content, target = two_registers(tmp_path)
    show = FormBuilder(content, None)
    sent = {**sent_by(show.form(target)), "gor": "flytta", "flytta-till": "partner/andra.yaml"}
    replace, done = Path.replace, list[Path]()

    def stop(self: Path, other: Path) -> Path:
        if done:
            raise KeyboardInterrupt
        done.append(other)
        return replace(self, other)

    monkeypatch.setattr(Path, "replace", stop)
    with pytest.raises(KeyboardInterrupt):
        FormSaver(show, all_is_well).form(target, sent)
    texts = {path.name: path.read_text("utf-8") for path in (content / "partner").iterdir()}
    assert all("Ek AB" in text for text in texts.values())
    assert sorted(texts) == ["andra.yaml", "partner.yaml"]


@pytest.mark.parametrize("action", ["flytta", "ta-bort", "spara", "ny"])
def test_a_file_saved_by_another_program_while_a_change_is_checked_is_not_overwritten(tmp_path: Path, action: str) -> None:
    content, target = two_registers(tmp_path)
    show = FormBuilder(content, None)
    changed = content / "partner" / ("andra.yaml" if action == "flytta" else "partner.yaml")
    sent = {**sent_by(show.form(target)), "gor": action, "flytta-till": "partner/andra.yaml", "namn": "Björk AB"}
    if action == "ny":
        found = find_target("partner/partner.yaml/ny", content)
        assert found is not None
        target, sent = found, {"namn": "Björk AB", "lokalt_mal": "1", "niva": "partner", "gor": "spara"}

    def check(files: Mapping[str, bytes | None]) -> list[Problem]:
        if files:
            changed.write_text("- namn: Någon annans AB\n", "utf-8")
        return []

    with pytest.raises(CannotWrite, match="Ingenting är sparat"):
        FormSaver(show, check).form(target, sent)
    assert changed.read_text("utf-8") == "- namn: Någon annans AB\n"


@pytest.mark.parametrize("written", ["2026-12-01", "1 december 2026"])
def test_a_first_day_may_be_written_in_each_form_that_its_field_allows(written: str) -> None:
    assert find_first_day({"avtal": [{"fran": written}]}, date(2026, 11, 22)) == date(2026, 12, 1)


NEW = ("nivaer.yaml", "partner/partner.yaml", "kontakter.yaml", "stodrutor.yaml", "fakta.yaml", "meddelanden.yaml")
NEW_PAGES = ("mal", "verksamheter", "projekt", "block", "sidor")


@pytest.mark.parametrize("status", ["utkast", "publicerad", ""])
@pytest.mark.parametrize("path", [*NEW, *NEW_PAGES])
def test_an_empty_form_is_refused(browser: Browser, path: str, status: str) -> None:
    if path == "meddelanden.yaml":
        (browser.content / path).write_text("", "utf-8")
    before = {file: file.read_bytes() for file in browser.content.rglob("*") if file.is_file()}
    found = browser.ask(f"/redigera/{path}/ny/", {**browser.sent(f"/redigera/{path}/ny/"), "status": status})
    message = words_of(BeautifulSoup(found.data, "html.parser"), ".summary")
    assert message == "Det gick inte att spara än Formuläret är tomt. Fyll i de fält som behövs."
    assert {file: file.read_bytes() for file in browser.content.rglob("*") if file.is_file()} == before


def test_a_new_record_with_one_field_is_not_added_to_the_record_above(browser: Browser) -> None:
    before = browser.read("kontakter.yaml")
    page = browser.save("/redigera/partner/partner.yaml/ny/", till="2027-01-01", status="")
    assert [str(link["href"]) for link in page.select(".summary a")] == ["#f-namn"]
    assert words_of(page, "#p-namn") == "Fel: Fältet ”namn” behöver fyllas i."
    assert browser.read("kontakter.yaml") == before


@pytest.mark.parametrize("kind", ["sidor", "block"])
def test_a_new_page_without_a_title_is_refused(browser: Browser, kind: str) -> None:
    page = browser.save(f"/redigera/{kind}/ny/", brodtext="Välkommen.")
    assert "Sidan behöver ett namn för sin adress." in words_of(page, ".summary")
    assert not (browser.content / kind / "utkast.md").exists()


@pytest.mark.parametrize(
    ("path", "changed", "field", "message"),
    [
        (
            "partner/partner.yaml/1/",
            {"webbplats": "www.example.org"},
            "webbplats",
            "Skriv: https://www.example.org En adress skrivs med https:// först, till exempel https://www.example.org/.",
        ),
        ("partner/partner.yaml/1/", {"till": "i går"}, "till", "Finns det ingen sådan dag: lämna fältet tomt."),
        ("partner/partner.yaml/1/", {"ny_logotyp.fran": "2027-01-01"}, "ny_logotyp-fil", "Fyll i fältet fil."),
        ("sidor/om.md/", {"sammanfattning": ""}, "sammanfattning", "Är uppgiften inte känd: skriv saknas"),
        ("sidor/om.md/", {"titel": ""}, "titel", "Fyll i fältet titel."),
    ],
)
def test_a_problem_is_reported_at_the_field_to_change_in_the_terms_of_a_form(
    browser: Browser, path: str, changed: dict[str, str], field: str, message: str
) -> None:
    page = browser.save(f"/redigera/{path}", **changed)
    assert message in words_of(page, f"#p-{field}")
    assert not re.search(r"\brad(en|er|erna)?\b", words_of(page, f"#p-{field}"))
    link = f"#f-{field}"
    assert link in [str(one["href"]) for one in page.select(".summary a")]
    assert page.select_one(link) is not None


@pytest.mark.parametrize(
    ("path", "file", "changed", "lines"),
    [
        ("sidor", "sidor/oppet-hus.md", {"titel": "Öppet hus", "sammanfattning": "Kom!"}, ["titel", "sammanfattning", "status"]),
        ("partner/partner.yaml", "partner/partner.yaml", {"namn": "Norra AB", "webbplats": ""}, ["- namn", "  status"]),
    ],
)
def test_a_new_page_or_record_has_only_the_fields_that_were_filled_in(
    browser: Browser, path: str, file: str, changed: dict[str, str], lines: list[str]
) -> None:
    before = browser.read(file).split("\n") if (browser.content / file).exists() else []
    browser.save(f"/redigera/{path}/ny/", **changed)
    written = [line.partition(":")[0] for line in browser.read(file).split("\n") if line not in before and ":" in line]
    assert written == lines
