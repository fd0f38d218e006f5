"""Whatever is wrong: exit status 1, a sentence in Swedish, no traceback, and the old site unchanged to the byte."""

from __future__ import annotations

import logging
import py_compile
import shutil
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from plugins.commands.building import build_output
from plugins.commands.building.pelican_run import report_records
from plugins.commands.process.broken_bytecode import is_torn
from plugins.commands.runs.job import Job, Options
from plugins.commands.runs.work import run_work
from plugins.core.beside import FileBeside
from plugins.core.cache import workers
from plugins.core.looks.goal_looks import read_goal_looks
from plugins.core.outputs import Output
from plugins.core.places import show_path
from plugins.discovery.beside import SITEMAP_FILE, make_sitemap
from plugins.publishing import redirects
from plugins.site import hooks
from plugins.site.plugin import SiteReader
from plugins.site.rooms import BESIDE
from tests.conftest import PROJECT
from tests.flow.trial import Result, Trial, snapshot

GOAL = "content/mal/mal-1-ingen-i-morker.md"
OTHER_GOAL = "content/mal/mal-2-ingen-fryser.md"
PAGE = "content/sidor/om.md"
PAINT = read_goal_looks(PROJECT / "theme").paint(2)
NOT_YOU = "Det är ett fel i sidmallarna eller programmet, inte i din text."


def check_failed(trial: Trial, old: dict[str, str], result: Result, code: str, message: str) -> None:
    """Check that the run failed with this message and code, and changed nothing."""
    assert result.status == 1, result.said
    assert f"[{code}]" in result.stdout
    assert message in result.stdout
    assert result.stdout.rstrip().endswith(f"Mappen {show_path(trial.output)}/ är oförändrad.")
    assert "Traceback" not in result.said
    assert snapshot(trial.output) == old
    assert trial.beside_output() == []


# ---- the content

CONTENT_ERRORS = {
    "a contact that is not there": (
        GOAL, "kontakt: lyktan", "kontakt: lyktbararen",
        "okand-kontakt", "Det finns ingen kontakt med id ”lyktbararen” i kontakter.yaml.",
    ),
    "no contact at all": (
        GOAL, "kontakt: lyktan\n", "",
        "saknar-falt", "Fältet ”kontakt” saknas: målet måste ha det.",
    ),
    "global goal 18": (
        GOAL, "globalt mål: 7", "globalt mål: 18",
        "okant-globalt-mal", "Det finns inget globalt mål 18.",
    ),
    "target 11.9": (
        GOAL, "globalt mål: 11.7", "globalt mål: 11.9",
        "okant-globalt-mal", "Det finns inget delmål 11.9.",
    ),
    "two goals with one number": (
        OTHER_GOAL, "nummer: 2", "nummer: 1",
        "dubbelt-nummer", "Två mål har nummer 1: mal-1-ingen-i-morker.md och mal-2-ingen-fryser.md.",
    ),
    "a link that leads nowhere": (
        PAGE, "/mal-1/#morker", "/mal-9/",
        "bruten-lank", "Länken leder till /mal-9/, som inte finns.",
    ),
    "a link to a heading that is not there": (
        PAGE, "/mal-1/#morker", "/mal-1/#ljus",
        "bruten-lank", "Det finns inget ställe som heter ”#ljus” på /mal-1/.",
    ),
    "an unknown fact": (
        GOAL, "lyser {fakta:lyktor} lyktor", "lyser {fakta:facklor} facklor",
        "okand-uppgift", "Det finns ingen uppgift med id ”facklor” i fakta.yaml.",
    ),
    "an unknown block": (
        PAGE, "{block:om-malen}", "{block:om-facklor}",
        "okant-block", "Det finns inget block som heter ”om-facklor” i mappen block/.",
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", CONTENT_ERRORS)
@pytest.mark.parametrize("task", ["build", "publish"])
def test_an_error_in_the_content_keeps_the_old_site(trial: Trial, task: str, what: str) -> None:
    old = trial.build_old_site()
    file, right, wrong, code, message = CONTENT_ERRORS[what]
    trial.edit(file, right, wrong)
    check_failed(trial, old, trial.run(task), code, message)


@pytest.fixture
def _checked_aside(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a forked process audit pages, even if the tests have threads or one processor."""
    monkeypatch.setattr(workers, "can_fork", lambda: True)
    monkeypatch.setattr(hooks, "can_fork", lambda: True)


@pytest.mark.skipif(sys.platform != "linux", reason="processes are copied on Linux alone")
@pytest.mark.usefixtures("_checked_aside")
@pytest.mark.parametrize("task", ["build", "publish"])
@pytest.mark.parametrize("bursts", [False, True], ids=["written meanwhile", "failed meanwhile"])
def test_an_error_found_while_the_new_site_is_written_keeps_the_old_site(
    trial: Trial, monkeypatch: pytest.MonkeyPatch, task: str, bursts: bool
) -> None:
    assert trial.run().status == 0
    trial.edit(PAGE, "Vi tänder lyktor", "Vi tänder många lyktor")
    assert trial.run().status == 0  # with what is known, and leaves a site to go on from
    old, spares = snapshot(trial.output), snapshot(trial.folder / ".cache" / "forra")
    written: list[Path] = []
    write = build_output.run_pelican

    def watch(site: Any, places: Any, **named: Any) -> Any:
        written.append(places.output)
        if bursts:
            raise RuntimeError("what is wrong cannot be written")
        return write(site, places, **named)

    with monkeypatch.context() as patch:
        patch.setattr(build_output, "run_pelican", watch)
        file, right, wrong, code, message = CONTENT_ERRORS["a link that leads nowhere"]
        trial.edit(file, right, wrong)
        result = trial.run(task)
    assert len(written) == 1, "nothing was written meanwhile, so this tests nothing"
    check_failed(trial, old, result, code, message)
    assert (result.stdout.count(": fel: "), result.stdout.count(": varning: ")) == (1, 0)
    assert len(snapshot(trial.folder / ".cache" / "forra")) == len(spares), "the next build has no spare to start from"
    trial.edit(file, wrong, right)
    assert trial.run().status == 0
    assert snapshot(trial.output) == old


@pytest.mark.parametrize("what", CONTENT_ERRORS)
def test_check_finds_what_build_finds_and_writes_nothing(trial: Trial, what: str) -> None:
    file, right, wrong, code, message = CONTENT_ERRORS[what]
    trial.edit(file, right, wrong)
    before = snapshot(trial.folder)
    result = trial.run("check")
    assert result.status == 1
    assert f"{message} [{code}]" in result.stdout
    assert result.stdout.rstrip().endswith("Inget är skrivet.")
    shutil.rmtree(trial.folder / ".cache")  # what makes the next run quicker
    assert snapshot(trial.folder) == before


def test_two_pages_with_one_address_keep_the_old_site(trial: Trial) -> None:
    old = trial.build_old_site()
    (trial.content / "sidor" / "mal-1.md").write_text(
        (trial.content / "sidor" / "om.md").read_text("utf-8").replace("Om oss", "Om mål 1"), "utf-8"
    )
    message = "Sidan får adressen /mal-1/, men den har redan mal-1-ingen-i-morker.md."
    check_failed(trial, old, trial.run(), "dubbel-adress", message)


def test_a_file_that_cannot_be_read_keeps_the_old_site(trial: Trial, monkeypatch: pytest.MonkeyPatch) -> None:
    old = trial.build_old_site()
    open_file = open

    def refuse(file: Any, *given: Any, **named: Any) -> Any:
        if not isinstance(file, int) and Path(file).name == "om.md":
            raise PermissionError(13, "Permission denied", str(file))
        return open_file(file, *given, **named)

    with monkeypatch.context() as patch:
        for module in ("builtins", "io"):  # what is built in, and what paths open by
            patch.setattr(f"{module}.open", refuse)
        result = trial.run()
    check_failed(trial, old, result, "olaslig-fil", "Filen går inte att läsa")


def test_all_errors_are_reported_in_one_run(trial: Trial) -> None:
    trial.edit(GOAL, "globalt mål: 7", "globalt mål: 18")
    trial.edit(OTHER_GOAL, "kontakt: vakten", "kontakt: väktaren")
    trial.edit(PAGE, "{block:om-malen}", "{block:om-facklor}")
    result = trial.run()
    for code in ("okant-globalt-mal", "okand-kontakt", "okant-block"):
        assert f"[{code}]" in result.stdout
    assert "3 fel att rätta." in result.stdout


# ---- the theme

TEMPLATE_ERRORS = {
    "a name that nobody gives": ("page.html", "{% if view.rest %}", "{% if heading %}"),
    "a name that a view does not have": ("page.html", "{% if view.rest %}", "{% if view.heading %}"),
    "a tag that is not closed": ("goal.html", "{% if view.act %}", "{% if view.act }"),
    "a component that is not there": ("home.html", "components/band.html", "components/ribbon.html"),
    "a name within a component": ("components/lede.html", "{% endmacro %}", "{{ nobody }}{% endmacro %}"),
}


@pytest.mark.parametrize("what", TEMPLATE_ERRORS)
def test_a_template_error_keeps_the_old_site(trial: Trial, what: str) -> None:
    old = trial.build_old_site()
    name, right, wrong = TEMPLATE_ERRORS[what]
    trial.edit(f"theme/templates/{name}", right, wrong)
    result = trial.run()
    check_failed(trial, old, result, "mall", f"Sidmallen {Path(name).name} går inte att använda.")
    assert ("Sidmallen components/ribbon.html saknas." in result.stdout) == (name == "home.html")
    assert NOT_YOU in result.stdout
    assert "jinja2.exceptions" in (trial.folder / ".cache" / "senaste-fel.txt").read_text("utf-8")


def test_a_template_error_is_reported_at_its_line(trial: Trial) -> None:
    trial.edit("theme/templates/page.html", "{% if view.rest %}", "{% if view.heading %}")
    lines = trial.theme.joinpath("templates/page.html").read_text("utf-8").split("\n")
    number = next(number for number, line in enumerate(lines, 1) if "view.heading" in line)
    result = trial.run(format="json")
    assert f'"line": {number}, "column": 1, "severity": "error", "code": "mall"' in result.stdout


def test_a_word_missing_from_the_theme_keeps_the_old_site(trial: Trial) -> None:
    old = trial.build_old_site()
    trial.edit("theme/words/sv.yaml", "skip_link:", "skip_lnk:")
    result = trial.run()
    assert result.status == 1
    assert "Traceback" not in result.said
    assert snapshot(trial.output) == old


@pytest.mark.parametrize(
    ("name", "old", "new", "code", "message"),
    [
        ("words/sv.yaml", "local_goal:", "lcal_goal:", "saknat-ord", "Ordet ”local_goal” saknas i sv.yaml."),
        ("words/sv.yaml", "local_goal: ", "local_goal: {", "olaslig-rad", "Raden går inte att läsa."),
        ("goals.yaml", "  2:\n    name: ", "  2:\n    name: {", "olaslig-rad", "Raden går inte att läsa."),
        ("goals.yaml", f', mid: "{PAINT.day["mid"]}"', "", "intern", "Mål 2 saknar mid under day."),
        ("goals.yaml", PAINT.day["mid"], "#fff", "intern", "Färgen mid i mål 2 är ”#fff”, och det är ingen färg här."),
        (
            "static/css/tokens.css",
            "--paper: #faf6ee",
            "--paper #faf6ee",
            "intern",
            "Färgen --paper saknas eller går inte att läsa.",
        ),
        ("static/css/tokens.css", "--paper: #faf6ee", "--paper: beige", "intern", "Färgen --paper är ”beige”, och det är ingen"),
        ("static/css/tokens.css", "--ink: var(--night)", "--ink: var(--nihgt)", "intern", "Färgen --ink är ”var(--nihgt)”, och"),
        ("static/css/tokens.css", ":root {", ":root { }\n.toor {", "intern", "Färgen --paper saknas eller går inte att läsa."),
        ("goals.yaml", f'evening: {{field: "{PAINT.evening["field"]}"', "dusk: {x: 1", "intern", "Mål 2 saknar field, tone,"),
    ],
)
def test_a_mistake_in_a_theme_file_is_reported_in_that_file(
    trial: Trial, name: str, old: str, new: str, code: str, message: str
) -> None:
    before = trial.build_old_site()
    trial.edit(f"theme/{name}", old, new)
    result = trial.run()
    check_failed(trial, before, result, code, message)
    assert f"theme/{name}:" in result.stdout


@pytest.mark.parametrize("name", ["templates/base.html", "static/css/base.css", "goals.yaml"])
def test_a_theme_file_that_is_not_utf_8_is_named(trial: Trial, name: str) -> None:
    before = trial.build_old_site()
    file = trial.theme / name
    lines = file.read_bytes().split(b"\n")
    file.write_bytes(b"\n".join([lines[0], "{# å #}".encode("latin-1"), *lines[1:]]))
    result = trial.run()
    check_failed(trial, before, result, "fel-teckenkodning", f"Filen {file.name} är inte sparad som UTF-8")
    assert f"theme/{name}:2:1:" in result.stdout


def test_settings_that_python_cannot_read_are_reported_at_their_line(trial: Trial) -> None:
    before = trial.build_old_site()
    lines = trial.settings.read_text("utf-8").count("\n")
    trial.settings.write_text(f"{trial.settings.read_text('utf-8')}PLUGINS = [\n", "utf-8")
    result = trial.run()
    check_failed(trial, before, result, "intern", "Python kan inte läsa raden.")
    assert f"pelicanconf.py:{lines + 1}:11:" in result.stdout


@pytest.mark.parametrize("name", ["base.html", "home.html", "components/section.html"])
def test_a_missing_template_keeps_the_old_site_and_is_named(trial: Trial, name: str) -> None:
    """Pelican has its own `base.html`, which would silently replace a missing one."""
    old = trial.build_old_site()
    (trial.theme / "templates" / name).unlink()
    result = trial.run()
    check_failed(trial, old, result, "mall", "Sidmallen")
    if "/" not in name:  # of a component, the template that needs it is
        assert f"theme/templates/{name}:1:1: fel: Sidmallen {name} saknas. [mall]\n" in result.stdout


def test_a_missing_stylesheet_keeps_the_old_site(trial: Trial) -> None:
    old = trial.build_old_site()
    (trial.theme / "static" / "css" / "tokens.css").unlink()
    check_failed(trial, old, trial.run(), "intern", "Det gick inte att läsa eller skriva tokens.css. Den finns inte.")


@pytest.mark.parametrize("name", ["theme", "theme/templates", "theme/words", "theme/fonts", "theme/static/css/components"])
def test_a_missing_theme_folder_is_named(trial: Trial, name: str) -> None:
    old = trial.build_old_site()
    shutil.rmtree(trial.theme.parent / name)
    result = trial.run()
    check_failed(trial, old, result, "intern", f"Mappen {Path(name).name} finns inte.")
    assert f"{name}:1:1: fel: " in result.stdout


# ---- Pelican and its plugins


def add_plugin(trial: Trial, name: str) -> None:
    """Name one more plugin in the settings."""
    trial.settings.write_text(f"{trial.settings.read_text('utf-8')}\nPLUGINS = [*PLUGINS, {name!r}]\n", "utf-8")


def test_a_plugin_that_cannot_load_keeps_the_old_site(trial: Trial) -> None:
    old = trial.build_old_site()
    add_plugin(trial, "plugins.lanterns.plugin")
    check_failed(trial, old, trial.run(), "tillagg", "Tillägget ”plugins.lanterns.plugin” går inte att starta.")


BROKEN_PLUGINS = {
    "lantern_without_package": (
        "import nobody_has_this",
        "tillagg",
        "Tillägget ”lantern_without_package” går inte att starta.",
    ),
    "lantern_without_oil": (
        "def register(): raise RuntimeError",
        "tillagg",
        "Tillägget ”lantern_without_oil” går inte att starta.",
    ),
    "lantern_without_grammar": ("def def", "intern", "Python kan inte läsa raden."),
    "lantern_that_ends_all": ("raise SystemExit(0)", "intern", "Något gick fel i programmet. Det beror inte på dig."),
    "lantern_that_bursts": (
        "raise RuntimeError",
        "intern",
        "Något gick fel i programmet. Det beror inte på dig.",
    ),
}


@pytest.mark.parametrize("name", BROKEN_PLUGINS)
def test_a_plugin_that_cannot_start_keeps_the_old_site(trial: Trial, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    old = trial.build_old_site()
    source, code, message = BROKEN_PLUGINS[name]
    (trial.folder / f"{name}.py").write_text(f"{source}\n", "utf-8")
    monkeypatch.syspath_prepend(str(trial.folder))
    add_plugin(trial, name)
    try:
        check_failed(trial, old, trial.run(), code, message)
    finally:
        sys.modules.pop(name, None)


FAILING_STEPS: dict[str, tuple[str, str]] = {
    "finishing": ("plugins.finishing.plugin", "finish_page"),
    "assets": ("plugins.assets.bundle", "build_assets"),
    "publishing": ("plugins.publishing.plugin", "make_redirects"),
}


@pytest.mark.parametrize("step", FAILING_STEPS)
def test_a_plugin_that_fails_during_the_build_keeps_the_old_site(
    trial: Trial, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    old = trial.build_old_site()
    module, name = FAILING_STEPS[step]
    monkeypatch.setattr(sys.modules[module], name, None)  # calling it, or joining a path with it, raises
    check_failed(trial, old, trial.run(), "intern", "Något gick fel i programmet. Det beror inte på dig.")


@pytest.mark.parametrize("name", ["om.md", "mal-1-ingen-i-morker.md"])
def test_a_page_that_pelican_cannot_read_keeps_the_old_site(trial: Trial, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    old = trial.build_old_site()
    read: Callable[[SiteReader, str], object] = SiteReader.read

    def refuse(self: SiteReader, source_path: str) -> object:
        if source_path.endswith(name):
            raise ValueError("unreadable")
        return read(self, source_path)

    monkeypatch.setattr(SiteReader, "read", refuse)
    result = trial.run()
    check_failed(trial, old, result, "intern", f"Sidan {name} kunde inte byggas.")
    assert "unreadable" in (trial.folder / ".cache" / "senaste-fel.txt").read_text("utf-8")


def test_a_page_that_was_not_written_keeps_the_old_site(trial: Trial, monkeypatch: pytest.MonkeyPatch) -> None:
    old = trial.build_old_site()
    monkeypatch.setattr(SiteReader, "read", lambda *_: ("", {"title": "x", "status": "skip"}))
    check_failed(trial, old, trial.run(), "granskning", "Sidan /om/ blev inte byggd.")


AUDITED = {
    "a picture from elsewhere": ('<img src="https://cdn.example.org/x.png" alt="">', "från en annan plats"),
    "an inline script": ("<script>alert(1)</script>", "Sidan innehåller ”<script>”"),
    "an inline style": ('<p style="color: red">x</p>', "Sidan innehåller ”style”"),
    "a link that leads nowhere": ('<a href="/ljus/">Ljus</a>', "Länken till /ljus/ leder ingenstans."),
    "a second h1": ("<h1>Ljus</h1>", "Sidan har 2 huvudrubriker (h1) i stället för en."),
    "a heading that skips a level": ("<h2>Ljus</h2><h4>Låga</h4>", "Under en rubrik på nivå 2 står ”Låga” på nivå 4."),
    "a heading without contents": ("<section><h2>Ljus</h2> </section>", "Under rubriken ”Ljus” på sidan /om/ står ingenting."),
    "two headings in a row": ("<h2>Ljus</h2><h2>Lamm</h2><p>x</p>", "Under rubriken ”Ljus” på sidan /om/ står ingenting."),
    "an empty list": ('<ul role="list"><div>Tänd.</div></ul>', "Sidan har en tom lista, ”<ul>”."),
    "an empty description list": ('<dl class="details"> </dl>', 'Sidan har en tom lista, ”<dl class="details">”.'),
    "an id given twice": ('<p id="innehall">x</p>', "Två ställen på sidan har id ”innehall”."),
    "a picture to share that is not there": (
        '<meta name="twitter:image" content="{{ frame.canonical }}ljus.png">', "Sidan nämner /om/ljus.png, som inte finns.",
    ),
    "a language that it is not in": (
        '<link rel="alternate" hreflang="en" href="{{ frame.canonical }}en/">', "Sidan nämner /om/en/, som inte finns.",
    ),
    "a language that it is not in, from the root": (
        '<link rel="alternate" hreflang="en" href="/en/om/">', "Sidan nämner /en/om/, som inte finns.",
    ),
    "an address in structured data": (
        '<script type="application/ld+json">{"@graph": [{"image": ["{{ frame.canonical }}ljus.png?2#a"]}]}</script>',
        "Sidan nämner /om/ljus.png, som inte finns.",
    ),
    "a form that is sent nowhere": ('<form action="/ljus/"></form>', "Sidan nämner /ljus/, som inte finns."),
    "an index that is not there": ('<p data-index="/ljus.json">x</p>', "Sidan nämner /ljus.json, som inte finns."),
    "a drawing that is not there": ('<svg><use href="/ljus.svg#a"/></svg>', "Sidan nämner /ljus.svg, som inte finns."),
}  # fmt: skip


@pytest.mark.parametrize("what", AUDITED)
def test_a_finding_of_the_audit_keeps_the_old_site(trial: Trial, what: str) -> None:
    old = trial.build_old_site()
    markup, message = AUDITED[what]
    trial.edit("theme/templates/page.html", "{{ ending(view) }}", f"{{{{ ending(view) }}}}{markup}")
    check_failed(trial, old, trial.run(), "granskning", message)


def test_a_missing_anchor_that_only_another_page_links_to_keeps_the_old_site(trial: Trial) -> None:
    old = trial.build_old_site()
    page = trial.content / "sidor" / "kontakt.md"
    page.write_text("---\ntitel: Ring\nsammanfattning: Ring oss.\nkontakt: lyktan\nstatus: publicerad\n---\nRing.\n", "utf-8")
    trial.edit(PAGE, "Vi tänder lyktor.", "[Ring](/kontakt/#kontakt).")
    trial.edit("theme/templates/components/contact.html", 'id="{{ card.own_id }}"', "")
    check_failed(trial, old, trial.run(), "granskning", "Stället ”#kontakt” finns inte på den byggda sidan.")


def test_a_missing_page_named_in_the_sitemap_keeps_the_old_site(trial: Trial, monkeypatch: pytest.MonkeyPatch) -> None:
    old = trial.build_old_site()
    more = "<url><loc>{0}/ljus/</loc><loc>{0}/&#111;m/</loc><xhtml:link hreflang='en' href=\"{0}/en/om/\"/></url></urlset>"
    spoilt = replace(SITEMAP_FILE, write=lambda site: make_sitemap(site).replace("</urlset>", more.format(site.root)))
    beside = tuple(spoilt if file is SITEMAP_FILE else file for file in BESIDE)
    monkeypatch.setattr("plugins.site.assembly.build.BESIDE", beside)
    result = trial.run()
    check_failed(trial, old, result, "granskning", "Filen sitemap.xml nämner /en/om/, som inte finns.")
    assert "Filen sitemap.xml nämner /ljus/, som inte finns." in result.stdout
    assert result.stdout.count("Filen sitemap.xml nämner") == 2


def test_addresses_on_the_own_host_that_name_no_file_of_the_site_are_allowed(trial: Trial) -> None:
    """The organisation's own files beside the site, fragments that name things, and addresses within plain text."""
    root = "https://lyktstad.example.org"
    trial.edit(
        "content/webbplats.yaml", "  namn: Föreningen Lyktan\n", f"  namn: Föreningen Lyktan\n  webbplats: {root}/lyktan/\n"
    )
    said = f'<p title="{root}/ljus/"><span title="/ljus/">x</span></p><meta property="og:description" content="{root}/ljus/">'
    named = f'<form action="/om/?a#b"></form><form action="/"></form><link rel="alternate" href="{root}">'
    beside = f'<link rel="alternate" href="{root}.se/ljus/"><form action="//example.net/ljus/"></form>'
    trial.edit("theme/templates/page.html", "{{ ending(view) }}", f"{{{{ ending(view) }}}}{said}{named}{beside}")
    result = trial.run()
    assert result.status == 0, result.said
    assert f'"url":"{root}/lyktan/"' in trial.page("om/index.html")


@pytest.mark.parametrize(
    ("template", "right", "wrong", "message"),
    [
        ("base.html", '<link rel="canonical" href="{{ frame.canonical }}">', '<link rel="canonical" href="https://example.org/">',
         "Filen om/index.html är inte sidan /om/: den har en annan adress eller titel."),
        ("base.html", '<meta charset="utf-8">', '<meta charset="utf-8"><meta http-equiv="Refresh" content="0; url=/mal-1/">',
         "Sidan /om/ skickar besökaren vidare till /mal-1/."),
    ],
)  # fmt: skip
def test_a_page_with_the_address_of_another_or_a_redirect_keeps_the_old_site(
    trial: Trial, template: str, right: str, wrong: str, message: str
) -> None:
    old = trial.build_old_site()
    trial.edit(f"theme/templates/{template}", right, wrong)
    check_failed(trial, old, trial.run(), "granskning", message)


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("om/index.html", "Filen om/index.html skulle skrivas i stället för om/index.html."),
        ("Robots.txt", "Filen Robots.txt skulle skrivas, men hör inte till webbplatsen."),
        ("om.html", "Filen om.html skulle skrivas, men hör inte till webbplatsen."),
    ],
)
def test_a_redirect_in_the_place_of_another_file_keeps_the_old_site(
    trial: Trial, monkeypatch: pytest.MonkeyPatch, path: str, message: str
) -> None:
    old = trial.build_old_site()
    monkeypatch.setattr("plugins.publishing.redirects.make_redirect", lambda *_: "x")
    monkeypatch.setattr("plugins.publishing.redirects.file_at", lambda _old: path)
    trial.edit(PAGE, "status: publicerad", "tidigare adresser: /gammal/\nstatus: publicerad")
    check_failed(trial, old, trial.run(), "granskning", message)


def leave_out(write: Callable[..., None], left_out: str) -> Callable[..., None]:
    """Return a writing function that skips one file."""

    def write_others(output: Output, path: str, data: bytes) -> None:
        if path != left_out:
            write(output, path, data)

    return write_others


def test_a_file_that_was_not_written_keeps_the_old_site(trial: Trial, monkeypatch: pytest.MonkeyPatch) -> None:
    old = trial.build_old_site()
    monkeypatch.setattr(Output, "write", leave_out(Output.write, "data/goals.json"))
    check_failed(trial, old, trial.run(), "granskning", "Filen data/goals.json blev inte skriven.")


@pytest.mark.parametrize("what", ['content="0; url=/om/"', 'org/om/"', '<a href="/om/"'], ids=["at once", "for search", "a link"])
def test_a_former_address_that_leads_to_the_wrong_page_keeps_the_old_site(
    trial: Trial, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    old = trial.build_old_site()
    make = redirects.make_redirect
    monkeypatch.setattr(redirects, "make_redirect", lambda *given: make(*given).replace(what, what.replace("/om/", "/mal-1/")))
    trial.edit(PAGE, "status: publicerad", "tidigare adresser: /gammal/\nstatus: publicerad")
    check_failed(trial, old, trial.run(), "granskning", "Den tidigare adressen /gammal/ leder inte till /om/.")


def test_a_file_of_an_unexpected_type_keeps_the_old_site(trial: Trial, monkeypatch: pytest.MonkeyPatch) -> None:
    old = trial.build_old_site()
    write = Output.write

    def write_program_too(output: Output, path: str, data: bytes) -> None:
        write(output, path, data)
        (output.folder / "mallar.php").write_bytes(b"<?php")

    monkeypatch.setattr(Output, "write", write_program_too)
    message = "Filen mallar.php är av ett slag som inte ska finnas på webbplatsen."
    check_failed(trial, old, trial.run(), "granskning", message)


def test_a_file_whose_media_type_hosts_cannot_be_told_keeps_the_old_site(trial: Trial, monkeypatch: pytest.MonkeyPatch) -> None:
    old = trial.build_old_site()
    walk = FileBeside("lyktvandring.gpx", "vandringen", lambda site: f"<gpx><!-- {site.root} --></gpx>")
    monkeypatch.setattr("plugins.site.assembly.build.BESIDE", (*BESIDE, walk))
    message = "Filen lyktvandring.gpx har en ändelse som webbvärdar inte får veta slaget av. Skriv den med sin medietyp"
    check_failed(trial, old, trial.run(), "granskning", message)


def test_a_failure_while_a_file_beside_the_pages_is_written_names_the_file(trial: Trial, monkeypatch: pytest.MonkeyPatch) -> None:
    old = trial.build_old_site()
    walk = FileBeside("lyktvandring.xml", "vandringen", lambda site: f"<gpx>{site.lamps}</gpx>")
    monkeypatch.setattr("plugins.site.assembly.build.BESIDE", (*BESIDE, walk))
    check_failed(trial, old, trial.run(), "intern", "Något gick fel i programmet när filen lyktvandring.xml skrevs.")


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("../lyktor.txt", "Filen '../lyktor.txt' skulle skrivas utanför webbplatsen."),
        ("om", "Filen om skulle skrivas där det redan finns något annat."),
        ("robots.txt", "Filen robots.txt skulle skrivas i stället för robots.txt."),
        (".well-known/build.json", "Filen .well-known/build.json skulle skrivas där programmet har något eget."),
        (".well-known/rad", "Filen .well-known/rad har ingen ändelse, och webbvärdar får inte veta slaget av den."),
        ("theme/lyktor.txt", "Filen theme/lyktor.txt ligger i theme/, vars filer webbläsare behåller i ett år."),
    ],
)
def test_a_file_beside_the_pages_at_a_forbidden_path_keeps_the_old_site(
    trial: Trial, monkeypatch: pytest.MonkeyPatch, path: str, message: str
) -> None:
    old = trial.build_old_site()
    monkeypatch.setattr("plugins.site.assembly.build.BESIDE", (*BESIDE, FileBeside(path, "en fil", lambda _: "hej")))
    check_failed(trial, old, trial.run(), "granskning", message)
    assert not list(trial.folder.rglob("lyktor.txt"))


def test_former_addresses_with_swedish_letters_redirect_too(trial: Trial) -> None:
    trial.edit(PAGE, "status: publicerad", "tidigare adresser:\n  - /möten\n  - /Gamla/om-oss.html\nstatus: publicerad")
    trial.build_old_site()
    for name in ("möten/index.html", "Gamla/om-oss.html"):
        assert '<meta http-equiv="refresh" content="0; url=/om/">' in trial.page(name)
    assert trial.page("_redirects") == "/Gamla/om-oss.html /om/ 301\n/m%C3%B6ten /om/ 301\n"


# ---- unforeseen failures


def test_an_unexpected_failure_is_reported_as_a_problem_and_its_traceback_is_kept(
    trial: Trial, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = trial.build_old_site()

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("nobody foresaw this")

    monkeypatch.setattr("plugins.commands.runs.prepared.CachedBench", fail)
    result = trial.run()
    check_failed(trial, old, result, "intern", "Något gick fel i programmet. Det beror inte på dig.")
    trace = (trial.folder / ".cache" / "senaste-fel.txt").read_text("utf-8")
    assert "Traceback" in trace
    assert "nobody foresaw this" in trace


def test_an_interrupted_run_says_so_and_keeps_the_old_site(trial: Trial, monkeypatch: pytest.MonkeyPatch) -> None:
    old = trial.build_old_site()

    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("plugins.commands.building.build_output.audit_output", interrupt)
    result = trial.run()
    assert (result.status, result.stderr) == (130, "Avbrutet.\n")
    assert snapshot(trial.output) == old
    assert trial.beside_output() == []


def test_the_build_after_a_failed_one_succeeds(trial: Trial) -> None:
    old = trial.build_old_site()
    trial.edit(PAGE, "/mal-1/#morker", "/mal-9/")
    assert trial.run().status == 1
    trial.edit(PAGE, "/mal-9/", "/mal-1/#morker")
    assert trial.build_old_site() == old


def test_a_missing_package_is_left_to_the_door() -> None:
    def burst(_: Job) -> int:
        raise ModuleNotFoundError

    with pytest.raises(ModuleNotFoundError):
        run_work(Options(), burst)


@pytest.fixture(params=[b"", b"\xff", b"N"], ids=["cut", "spoilt", "something else"])
def load_torn(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """Return a function that imports a module with a damaged bytecode file."""
    module = tmp_path / "torn_by_a_full_disk.py"
    module.write_text("", "utf-8")
    compiled = Path(py_compile.compile(str(module), doraise=True))
    compiled.write_bytes(compiled.read_bytes()[:16] + request.param)
    monkeypatch.syspath_prepend(tmp_path)
    return lambda *_: __import__(module.stem)  # as an import statement does, which shortens the traceback


def test_compiled_code_that_cannot_be_read_is_left_to_the_door(load_torn: Callable[..., Any]) -> None:
    with pytest.raises((EOFError, ValueError, ImportError)) as burst:
        run_work(Options(), load_torn)
    assert is_torn(burst.value)


def test_compiled_code_that_cannot_be_read_while_the_site_is_written_is_left_to_the_door(
    trial: Trial, load_torn: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    old = trial.build_old_site()
    monkeypatch.setattr("plugins.commands.building.build_site.begin_pelican", load_torn)
    with pytest.raises((EOFError, ValueError, ImportError)) as burst:
        trial.run()
    assert is_torn(burst.value)
    assert snapshot(trial.output) == old
    assert trial.beside_output() == []


def test_a_plugin_that_cannot_be_read_is_left_to_the_door(trial: Trial, load_torn: Callable[..., Any]) -> None:
    """Pelican logs the error and continues."""
    try:
        load_torn()
    except (EOFError, ValueError, ImportError) as error:
        record = logging.makeLogRecord({"msg": "Cannot load plugin `%s`", "args": ("x",), "exc_info": (type(error), error, None)})
    with pytest.raises((EOFError, ValueError, ImportError)):
        report_records([record], trial.content, trial.folder)
