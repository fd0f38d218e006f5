"""Preview's responses, without a network: as strict as the public site, and nothing that was not built."""

from __future__ import annotations

import json
import sys
from http import HTTPStatus
from pathlib import Path

import pytest

from plugins.commands.preview.answers import LONGEST_PATH, answer, read_path
from plugins.commands.preview.state import Preview
from plugins.commands.preview.wire import HEADERS, OWN, Request, Response
from plugins.core.places import Place, SourceFile
from plugins.core.problems import Problem
from plugins.publishing.hosts.rules import read_rules

HOST = "127.0.0.1:8000"
PAGE = '<!doctype html><html lang="sv"><head></head><body><p>Sidan</p></body></html>'


class Site:
    """A preview of a small site, in a folder with private files."""

    def __init__(self, folder: Path) -> None:
        self.content = folder / "content"
        self.opened: list[Path] = []
        names = ("index.html", "404.html", "om/index.html", "redaktion/index.html", "exempel/light.html", "bilder/å ä.svg")
        (self.content / "sidor").mkdir(parents=True)
        (self.content / "sidor" / "om.md").touch()
        (folder / "hemligt").mkdir()
        (folder / "hemligt" / "index.html").touch()
        self.preview = Preview(self.content)
        self.preview.update(dict.fromkeys(names, PAGE.encode()), [])

    def ask(self, target: str, method: str = "GET", body: bytes = b"", **headers: str | None) -> Response:
        """Send a request as a browser does."""
        given = {"host": HOST, **{name.replace("_", "-").lower(): value for name, value in headers.items()}}
        found = {name: (value,) for name, value in given.items() if value is not None}
        return answer(Request(method, target, found, body), self.preview, self.content, self.opened.append)


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path)


def policy(found: Response) -> dict[str, str]:
    """Return the directives of a response's policy."""
    text = {**HEADERS, **found.headers}["Content-Security-Policy"]
    return {name: sources for name, _, sources in (rule.partition(" ") for rule in text.split("; "))}


@pytest.mark.parametrize(
    "target", ["/", "/om/", "/om/?x=1", "/om/#x", "/bilder/%C3%A5%20%C3%A4.svg", "/redaktion/", f"{OWN}/preview.js"]
)
def test_the_preview_serves_what_was_built(site: Site, target: str) -> None:
    assert site.ask(target).status == HTTPStatus.OK


def test_an_address_without_its_last_slash_redirects(site: Site) -> None:
    found = site.ask("/om")
    assert (found.status, found.headers["Location"]) == (HTTPStatus.MOVED_PERMANENTLY, "/om/")


@pytest.mark.parametrize(
    "target",
    [
        "/tom",
        "/tom/",
        "/bilder",
        "/bilder/",
        "/.lokalamalen",
        "/.git",
        "/.git/",
        "/.git/config",
        "/ut",
        "/ut/",
        "/ut/index.html",
        "/ut.html",
        "/OM/",
        "/om/index.html/",
        "/om/.",
        "/%2e%2e%252f",
        "/C:/",
        f"{OWN}",
        f"{OWN}/",
        f"{OWN}/preview.py",
        "/etc",
        "/tmp",
        "/index.html%20",
        "/om%2F%2Findex.html",
    ],
)
def test_the_preview_serves_nothing_that_was_not_built(site: Site, target: str) -> None:
    found, nowhere = site.ask(target), site.ask("/finns-inte-alls")
    if found.status != HTTPStatus.BAD_REQUEST:
        assert (found.status, found.data, found.headers) == (nowhere.status, nowhere.data, nowhere.headers)


@pytest.mark.parametrize(
    "target",
    [
        "",
        "om",
        "*",
        "http://127.0.0.1:8000/",
        "//example.org/",
        "/..",
        "/../",
        "/../hemligt",
        "/../hemligt/",
        "/om/../../hemligt",
        "/%2e%2e/hemligt/",
        "/%2E%2E%2Fhemligt",
        "/..%2fhemligt",
        "/om/./",
        "/..%5chemligt",
        "/\\hemligt",
        "/%",
        "/%zz",
        "/%2",
        "/%00",
        "/om%00.html",
        "/%0d%0aX:%20y",
        "/%c0%ae%c0%ae/",
        "/%ff",
        "/å",
        "/" + "%25" * LONGEST_PATH,
        "/" + "a" * 9000,
    ],
)
def test_a_path_that_no_browser_sends_is_a_bad_request(site: Site, target: str) -> None:
    assert read_path(target) is None
    assert site.ask(target).status == HTTPStatus.BAD_REQUEST


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:8000", "localhost", "localhost:9000", "LocalHost"])
def test_a_request_by_a_name_of_this_machine_is_answered(site: Site, host: str) -> None:
    assert site.ask("/", host=host).status == HTTPStatus.OK


@pytest.mark.parametrize(
    "host",
    [
        None,
        "",
        "evil.example.org",
        "127.0.0.1.example.org",
        "localhost.example.org:8000",
        "localhost:x",
        "a@localhost",
        "0.0.0.0",
        "localhost, x",
    ],
)
def test_a_request_by_another_host_name_is_refused(site: Site, host: str | None) -> None:
    assert site.ask("/", host=host).status == HTTPStatus.FORBIDDEN
    assert site.ask(f"{OWN}/oppna", "POST", host=host, X_Forhandsvisning="1").status == HTTPStatus.FORBIDDEN


def test_a_request_with_two_host_names_is_refused(site: Site) -> None:
    request = Request("GET", "/", {"host": (HOST, "evil.example.org")})
    assert answer(request, site.preview, site.content, site.opened.append).status == HTTPStatus.FORBIDDEN


@pytest.mark.parametrize(
    ("headers", "is_answered"),
    [
        ({"Sec_Fetch_Site": "none", "Sec_Fetch_Mode": "navigate", "Sec_Fetch_Dest": "document"}, True),
        ({"Sec_Fetch_Site": "same-origin", "Sec_Fetch_Mode": "no-cors", "Sec_Fetch_Dest": "image"}, True),
        ({"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "navigate", "Sec_Fetch_Dest": "document"}, True),  # a link in a mail
        ({"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "navigate", "Sec_Fetch_Dest": "iframe"}, False),
        ({"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "no-cors", "Sec_Fetch_Dest": "image"}, False),
        ({"Sec_Fetch_Site": "same-site", "Sec_Fetch_Mode": "cors", "Sec_Fetch_Dest": "empty"}, False),  # another port
        ({"Origin": f"http://{HOST}"}, True),
        ({"Origin": "https://evil.example.org"}, False),
        ({"Origin": "null"}, False),
    ],
)
def test_a_request_by_a_page_of_another_site_is_refused(site: Site, headers: dict[str, str], is_answered: bool) -> None:
    assert (site.ask("/om/", **headers).status == HTTPStatus.OK) is is_answered


@pytest.mark.parametrize(
    ("target", "use", "is_answered"),
    [
        ("/redaktion/", "document", True),
        ("/redaktion/", "image", False),
        ("/redaktion/", "empty", False),
        ("/redaktion/", "iframe", False),
        (f"{OWN}/version", "empty", True),
        (f"{OWN}/version?0", "image", False),
        (f"{OWN}/preview.js", "script", True),
        (f"{OWN}/preview.js", "image", False),
        ("/bilder/%C3%A5%20%C3%A4.svg", "image", True),
    ],
)
def test_a_page_for_editors_cannot_be_requested_as_a_picture_or_frame(
    site: Site, target: str, use: str, is_answered: bool
) -> None:
    found = site.ask(target, Sec_Fetch_Site="same-origin", Sec_Fetch_Mode="no-cors", Sec_Fetch_Dest=use)
    assert found.status == (HTTPStatus.OK if is_answered else HTTPStatus.FORBIDDEN)


def test_a_page_may_only_run_scripts_of_theme_and_preview(site: Site) -> None:
    rules = policy(site.ask("/om/"))
    assert rules["default-src"] == "'none'"
    assert rules["script-src"] == f"http://{HOST}/theme/ http://{HOST}{OWN}/"
    assert rules["frame-ancestors"] == rules["base-uri"] == rules["form-action"] == "'none'"
    assert "unsafe" not in str(rules)
    assert policy(site.ask("/bilder/%C3%A5%20%C3%A4.svg")).keys() >= {"sandbox", "default-src"}
    assert "<script>" not in site.ask("/om/").data.decode()


def test_every_response_forbids_framing_and_type_sniffing(site: Site) -> None:
    asked = ("/", "/om", "/finns-inte", "/%", "/redaktion/", f"{OWN}/preview.css", "/bilder/%C3%A5%20%C3%A4.svg")
    for found in [*map(site.ask, asked), site.ask("/", host="x"), site.ask("/", "PUT")]:
        headers = {**HEADERS, **found.headers}
        assert (headers["X-Content-Type-Options"], headers["X-Frame-Options"]) == ("nosniff", "DENY")
        assert policy(found)["frame-ancestors"] == "'none'"
    window = site.ask("/exempel/light.html")  # within the page of examples
    assert (window.headers["X-Frame-Options"], policy(window)["frame-ancestors"]) == ("SAMEORIGIN", "'self'")


@pytest.mark.parametrize(
    ("target", "allowed"), [("/om/", "GET, HEAD"), (f"{OWN}/version", "GET, HEAD"), (f"{OWN}/oppna", "POST")]
)
@pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS", "TRACE", "PATCH"])
def test_another_method_is_refused_with_the_allowed_ones(site: Site, method: str, target: str, allowed: str) -> None:
    found = site.ask(target, method)
    assert (found.status, found.headers["Allow"]) == (HTTPStatus.METHOD_NOT_ALLOWED, allowed)


@pytest.mark.parametrize("seen", ["", "?", "?²", "?-1", "?x", "?" + "9" * 5000, "?1&x"])
def test_an_invalid_request_for_news_is_answered_at_once(site: Site, seen: str) -> None:
    assert site.ask(f"{OWN}/version{seen}").data == b"1"
    assert site.ask(f"{OWN}/version?1", "HEAD").data == b"1"


@pytest.mark.skipif(sys.platform == "win32", reason="has no links for everybody")
def test_a_symbolic_link_to_itself_is_not_opened(site: Site) -> None:
    (site.content / "sidor" / "ring.md").symlink_to("ring.md")
    assert site.ask(f"{OWN}/oppna", "POST", b"content/sidor/ring.md", X_Forhandsvisning="1").status == HTTPStatus.NOT_FOUND


@pytest.mark.parametrize(
    "named", [b"content/sidor/om.md\0", b"\xff", b"content/" + b"a" * 999 + b".md", b"content/../hemligt/index.html"]
)
def test_only_texts_of_the_content_are_opened(site: Site, named: bytes) -> None:
    assert site.ask(f"{OWN}/oppna", "POST", named, X_Forhandsvisning="1").status == HTTPStatus.NOT_FOUND
    assert site.ask(f"{OWN}/oppna", "POST", b"content/sidor/om.md").status == HTTPStatus.FORBIDDEN
    assert site.opened == []
    assert site.ask(f"{OWN}/oppna", "POST", b"content/sidor/om.md", X_Forhandsvisning="1").status == HTTPStatus.NO_CONTENT
    assert len(site.opened) == 1


def test_a_page_can_ask_for_its_version_stylesheets_and_problems(site: Site) -> None:
    def ask_state() -> dict[str, object]:
        found: dict[str, object] = json.loads(site.ask(f"{OWN}/sida?/om/").data)
        return found

    before, shown = ask_state(), site.ask("/om/").data.decode()
    assert f'data-page="{before["page"]}"' in shown
    assert (before["styles"], before["panel"]) == ([], "")
    sheet = '<link rel="stylesheet" href="/theme/site.1.css">'
    problem = Problem(Place(SourceFile(site.content / "sidor" / "om.md")), "fel-form", "Något är fel: <b>.")
    site.preview.update({"om/index.html": PAGE.replace("</head>", f"{sheet}</head>").encode()}, [problem])
    after = ask_state()
    assert (after["page"], after["styles"]) == (before["page"], ["/theme/site.1.css"])
    assert "Något är fel: &lt;b&gt;." in str(after["panel"])
    site.preview.update({"om/index.html": PAGE.replace("Sidan", "Ny").encode()}, [])
    assert ask_state()["page"] != before["page"]
    assert site.ask(f"{OWN}/sida?//x").status == HTTPStatus.BAD_REQUEST
    assert site.ask(f"{OWN}/sida?/om/", Sec_Fetch_Dest="image").status == HTTPStatus.FORBIDDEN


FILM = bytes(range(100))


def ask_film(site: Site, asked: str | None, method: str = "GET", **more: str) -> Response:
    """Request a video of a hundred bytes as a player does."""
    site.preview.update({"bilder/film.mp4": FILM, "bilder/tom.mp4": b"", "index.html": PAGE.encode()}, [])
    return site.ask("/bilder/film.mp4", method, Range=asked, Sec_Fetch_Dest="video", **more)


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("bytes=0-1", 0, 1),
        ("bytes=0-", 0, 99),
        ("Bytes= 10-19 ", 10, 19),
        ("bytes=99-99", 99, 99),
        ("bytes=90-5000", 90, 99),
        ("bytes=-10", 90, 99),
        ("bytes=-5000", 0, 99),
    ],
)
def test_a_player_gets_the_requested_range_of_a_video(site: Site, asked: str, first: int, last: int) -> None:
    found = ask_film(site, asked)
    assert (found.status, found.data) == (HTTPStatus.PARTIAL_CONTENT, FILM[first : last + 1])
    assert (found.headers["Content-Range"], found.headers["Accept-Ranges"]) == (f"bytes {first}-{last}/100", "bytes")
    assert found.kind == "video/mp4"


@pytest.mark.parametrize(
    "asked",
    [
        "bytes=100-",
        "bytes=-0",
        "bytes=5-4",
        "bytes=-",
        "bytes=",
        "bytes=x-y",
        "bytes=1",
        "bytes=²-",
        f"bytes={'9' * 5000}-",
        "bytes=0--1",
    ],
)
def test_a_range_outside_a_video_is_refused_with_its_length(site: Site, asked: str) -> None:
    found = ask_film(site, asked)
    assert (found.status, found.data) == (HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE, b"")
    assert found.headers["Content-Range"] == "bytes */100"


@pytest.mark.parametrize(
    ("asked", "method", "more"),
    [
        (None, "GET", {}),
        ("bytes=0-1,4-5", "GET", {}),
        ("seconds=0-1", "GET", {}),
        ("bytes=0-1", "GET", {"If_Range": '"x"'}),
        ("bytes=0-1", "HEAD", {}),
        ("bytes=100-", "HEAD", {}),
    ],
)
def test_a_request_without_a_single_range_gets_the_whole_video(
    site: Site, asked: str | None, method: str, more: dict[str, str]
) -> None:
    found = ask_film(site, asked, method, **more)
    assert (found.status, found.data, found.headers["Accept-Ranges"]) == (HTTPStatus.OK, FILM, "bytes")


def test_ranges_of_a_page_are_ignored_and_of_an_empty_video_refused(site: Site) -> None:
    ask_film(site, None)
    assert site.ask("/", Range="bytes=0-1").status == HTTPStatus.OK
    assert site.ask("/finns-inte.mp4", Range="bytes=0-1").status == HTTPStatus.NOT_FOUND
    assert site.ask("/bilder/tom.mp4", Range="bytes=0-1").status == HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE
    assert site.ask("/bilder/tom.mp4").status == HTTPStatus.OK


@pytest.mark.parametrize("name", ["film.mp4", "film.webm", "ljud.mp3", "ljud.m4a", "ljud.ogg", "ljud.WAV"])
def test_a_video_or_sound_opened_by_itself_may_be_played(site: Site, name: str) -> None:
    site.preview.update({f"bilder/{name}": FILM}, [])
    rules = policy(site.ask(f"/bilder/{name}"))
    assert rules == {"default-src": "'none'", "media-src": "'self'", "style-src": "'unsafe-inline'", "frame-ancestors": "'none'"}


def test_a_file_has_the_media_type_of_the_rules_for_web_hosts_on_any_computer(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mimetypes.guess_type", lambda *_, **__: ("text/plain", None))  # as where a program has taken `.js`
    kinds = read_rules().kinds
    site.preview.update(dict.fromkeys((f"x.{ending}" for ending in kinds), PAGE.encode()), [])
    for ending, kind in kinds.items():
        assert site.ask(f"/x.{ending}").kind.partition(";")[0] == kind
    assert site.ask(f"{OWN}/preview.js").kind == "text/javascript; charset=utf-8"
