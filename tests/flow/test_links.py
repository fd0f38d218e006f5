"""`links`: which requests it makes of other servers, and when a link counts as dead; with a local server."""

from __future__ import annotations

import http.client
import json
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar

import pytest

from plugins.commands.links.asker import AGENT, LONGEST_PAUSE, PAUSE, Asker
from plugins.commands.links.state import STATE, Failures, read_state, remember, write_state
from plugins.commands.links.task import print_dead_links, run_links
from plugins.commands.runs.job import Options
from plugins.contacts.view import LEAVE_ADDRESS
from plugins.global_goals.model import GLOBAL_GOALS
from plugins.local_goals.model import LocalGoal
from plugins.site.outside import find_outside_links, is_of_program
from tests.conftest import PROJECT, TODAY

WEEK = timedelta(days=7)
ANSWERS: dict[tuple[str, str], tuple[int, str]] = {
    ("robot.example.org", "/robots.txt"): (200, "User-agent: *\nDisallow: /hemligt/\nCrawl-delay: 7\n"),
    ("lat.example.org", "/robots.txt"): (200, "User-agent: *\nCrawl-delay: 3600\n"),
    ("trasig.example.org", "/robots.txt"): (503, ""),
    ("www.example.net", "/borta"): (404, ""),
    ("www.example.net", "/borttagen"): (410, ""),
    ("www.example.net", "/fel"): (500, ""),
    ("www.example.net", "/stangt"): (403, ""),
    ("www.example.net", "/manga"): (429, ""),
    ("www.example.net", "/flyttad"): (301, "/ny plats/å"),
    ("www.example.net", "/flyttad-bort"): (302, "https://www.example.net/borta"),
    ("www.example.net", "/ring"): (302, "/ring"),
    ("www.example.net", "/hem"): (302, "http://127.0.0.1:8000/"),
    ("www.example.net", "/bara-get"): (405, ""),
}
"""Responses by host and path: status, and `Location` or text; 200 for anything else."""


class OtherServers(BaseHTTPRequestHandler):
    """All other web servers."""

    asked: ClassVar[list[tuple[str, str, str, str]]] = []

    def do_GET(self) -> None:
        host, agent = self.headers["Host"].partition(":")[0], self.headers["User-Agent"]
        self.asked.append((self.command, host, self.path, agent))
        status, said = ANSWERS.get((host, self.path), (200, ""))
        if status == 405 and self.command == "GET":
            status = 200
        self.send_response(status)
        if 300 <= status < 400:
            self.send_header("Location", said.encode().decode("latin-1"))
        body = said.encode() if status == 200 else b""
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body)

    do_HEAD = do_GET

    def log_message(self, *_: object) -> None:
        """Log nothing."""


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """Start the server; yield its port."""
    with ThreadingHTTPServer(("127.0.0.1", 0), OtherServers) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port
        server.shutdown()


class Guest:
    """An asker whose connections all lead to this machine, and whose pauses are counted instead of waited for."""

    def __init__(self, port: int) -> None:
        OtherServers.asked.clear()
        self.port, self.time, self.pauses = port, 1000.0, []
        self.broken: dict[str, Exception] = {}
        self.asker = Asker("https://www.lokal.example.org", self.open, self.sleep, lambda: self.time)

    def open(self, host: str, port: int, over_tls: bool) -> http.client.HTTPConnection:
        assert port == (443 if over_tls else 80)
        if host in self.broken:
            raise self.broken[host]
        line: Any = http.client.HTTPConnection(host, port, timeout=5)
        line._create_connection = lambda *_args, **_named: socket.create_connection(("127.0.0.1", self.port), 5)
        return line  # type: ignore[no-any-return]  # the stand-in for its inner part has no type

    def sleep(self, seconds: float) -> None:
        self.pauses.append(seconds)
        self.time += seconds

    @property
    def asked(self) -> list[str]:
        """Return the requests, without those of robots.txt."""
        return [f"{method} {host}{path}" for method, host, path, _ in OtherServers.asked if path != "/robots.txt"]


@pytest.fixture
def guest(port: int) -> Guest:
    return Guest(port)


VERDICTS = {
    "https://www.example.net/": ("answers", ""),
    "https://www.example.net/sida?a=1&b=%C3%A5#ord": ("answers", ""),
    "http://www.example.net/åäö": ("answers", ""),
    "https://www.example.net/flyttad": ("answers", ""),
    "https://www.example.net/bara-get": ("answers", ""),
    "https://www.example.net/borta": ("fails", "sidan finns inte (404)"),
    "https://www.example.net/borttagen": ("fails", "sidan är borttagen (410)"),
    "https://www.example.net/flyttad-bort": ("fails", "sidan finns inte (404)"),
    "https://www.example.net/fel": ("fails", "servern svarar att något är fel (500)"),
    "https://www.example.net/ring": ("fails", "den leder vidare i en ring"),
    "https://www.example.net/hem": ("fails", "den leder vidare till en adress som inte finns på nätet"),
    "https://www.example.net/stangt": ("unknown", "servern vill inte svara program (403)"),
    "https://www.example.net/manga": ("unknown", "servern vill inte svara program (429)"),
    "https://robot.example.org/hemligt/sida": ("unknown", "webbplatsen vill inte bli tillfrågad av program (robots.txt)"),
    "https://robot.example.org/oppet": ("answers", ""),
    "https://trasig.example.org/": ("unknown", "webbplatsen vill inte bli tillfrågad av program (robots.txt)"),
}


@pytest.mark.parametrize("address", VERDICTS)
def test_the_answer_of_a_server_is_understood(guest: Guest, address: str) -> None:
    answer = guest.asker.ask(address)
    assert (answer.verdict, answer.reason) == VERDICTS[address]
    assert answer.was_reached


BROKEN = {
    "webbplatsen finns inte längre under det namnet": (socket.gaierror(-2, "unknown"), False),
    "servern svarar inte": (TimeoutError(), False),
    "servern tar inte emot": (ConnectionRefusedError(), False),
    "webbplatsens certifikat gäller inte, så webbläsaren varnar": (ssl.SSLCertVerificationError(), True),
    "det går inte att nå den säkert (https)": (ssl.SSLError(), True),
    "servern svarar inte som den ska": (http.client.BadStatusLine(""), True),
}


@pytest.mark.parametrize("reason", BROKEN)
def test_a_server_that_cannot_be_reached_is_tried_once_for_all_its_pages(guest: Guest, reason: str) -> None:
    error, was_reached = BROKEN[reason]
    guest.broken["www.example.net"] = error
    for page in ("a", "b", "c"):
        answer = guest.asker.ask(f"https://www.example.net/{page}")
        assert (answer.verdict, answer.reason, answer.was_reached) == ("fails", reason, was_reached)
    assert len(guest.pauses) == 1


def test_the_head_is_requested_first_and_the_page_only_if_that_is_refused(guest: Guest) -> None:
    guest.asker.ask("https://www.example.net/")
    guest.asker.ask("https://www.example.net/bara-get")
    assert guest.asked == ["HEAD www.example.net/", "HEAD www.example.net/bara-get", "GET www.example.net/bara-get"]


def test_each_request_names_the_site_that_makes_it(guest: Guest) -> None:
    guest.asker.ask("https://www.example.net/")
    assert {agent for *_, agent in OtherServers.asked} == {f"{AGENT} (+https://www.lokal.example.org)"}


def test_a_host_is_given_a_pause_between_requests_or_the_pause_it_asks_for(guest: Guest) -> None:
    for address in ("https://www.example.net/1", "https://www.example.net/2", "https://robot.example.org/1"):
        guest.asker.ask(address)
    assert guest.pauses == [0, PAUSE, PAUSE, 0, 7.0]
    guest.pauses.clear()
    guest.asker.ask("https://lat.example.org/")
    assert guest.pauses == [0, LONGEST_PAUSE]


# ---- when a link is dead

DAYS = [TODAY, TODAY + WEEK, TODAY + 2 * WEEK]
PAGE = "---\ntitel: Länkar\nsammanfattning: En sida med länkar.\nstatus: publicerad\n---\nLäs mer hos [Bolaget]({}).\n"


@pytest.fixture
def week(prepare, tmp_path: Path, port: int, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, list[str], str]]:
    """Return a function that runs the task on a day; a page links to `address`."""

    def run(day: date, address: str = "https://www.example.net/borta", form: str = "text", **broken: Exception):
        made = prepare({"sidor/lankar.md": PAGE.format(address)}, today=day)
        guest = Guest(port)
        guest.broken = {host.replace("_", "."): error for host, error in broken.items()}
        capsys.readouterr()
        status = print_dead_links(made.site, made.library, tmp_path / STATE, form, guest.asker.ask)
        said = capsys.readouterr()
        return status, said.out.splitlines(), said.err

    return run


def test_a_link_is_dead_on_the_third_day_and_reported_at_its_line(week) -> None:
    for day in DAYS[:2]:
        status, lines, also = week(day)
        assert (status, lines) == (0, ["Ingen länk är död."])
        assert "https://www.example.net/borta: sidan finns inte (404). Den räknas som död om det är så på 3 olika dagar." in also
    status, lines, _ = week(DAYS[2])
    assert status == 0
    assert "sidor/lankar.md:6:" in lines[0]
    assert lines[0].endswith(
        "varning: Länken till https://www.example.net/borta leder ingenstans: sidan finns inte (404). [dod-lank]"
    )
    assert "22\N{NO-BREAK SPACE}november" in "\n".join(lines)
    assert lines[-1].startswith("En länk av ")


def test_a_dead_link_of_the_way_out_is_reported_to_the_maintainers_of_the_program(week, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(ANSWERS, ("www.smhi.se", "/"), (404, ""))
    for day in DAYS:
        _, lines, _ = week(day, "https://www.example.net/")
    assert LEAVE_ADDRESS == "https://www.smhi.se/"
    line = (
        (PROJECT / "plugins" / "contacts" / "view.py").read_text("utf-8").split("\n").index(f'LEAVE_ADDRESS = "{LEAVE_ADDRESS}"')
    )
    assert f"plugins/contacts/view.py:{line + 1}:" in lines[0]
    assert "Säg till den som sköter programmet" in "\n".join(lines)
    assert "ta bort länken" not in "\n".join(lines)


def test_the_pages_of_global_goals_that_the_site_shows_are_checked(prepare) -> None:
    made = prepare()
    links = find_outside_links(made.site, made.library)
    shown = {row.global_goal.number for goal in made.library.all(LocalGoal) for row in goal.mapping}
    pages = {GLOBAL_GOALS[number].addresses["sv"]: number for number in shown}
    assert pages
    assert pages.keys() == {address for address in links if "globalamalen" in address}
    for address, number in pages.items():
        [place] = links[address]
        assert (place.source.path.name, place.written) == ("goals.yaml", f"  - number: {number}")
        assert is_of_program(place)
    assert not is_of_program(next(iter(made.library.published())).place())


def test_a_failure_counts_once_a_day(week) -> None:
    for day in (*DAYS[:2], *DAYS[:2]):
        assert week(day)[1] == ["Ingen länk är död."]


def test_a_link_that_answers_once_is_counted_from_the_start(week, monkeypatch: pytest.MonkeyPatch) -> None:
    week(DAYS[0])
    week(DAYS[1])
    with monkeypatch.context() as patch:
        patch.delitem(ANSWERS, ("www.example.net", "/borta"))
        week(DAYS[1] + timedelta(days=1))
    assert week(DAYS[2])[1] == ["Ingen länk är död."]


def test_a_network_that_is_down_counts_against_no_link(week, tmp_path: Path) -> None:
    hosts = ("www_example_net", "www_smhi_se", "www_globalamalen_se")
    for day in DAYS:
        made = week(day, **dict.fromkeys(hosts, socket.gaierror(-2, "unknown")))
        assert made[0] == 1, made
        assert "Är datorn ansluten till nätet?" in made[2]
    assert not (tmp_path / STATE).exists()


def test_json_has_one_line_for_each_dead_link(week) -> None:
    for day in DAYS:
        _, lines, _ = week(day, form="json")
    [problem] = [json.loads(line) for line in lines]
    assert (problem["code"], problem["severity"], problem["line"]) == ("dod-lank", "warning", 6)


def test_links_to_the_site_itself_are_not_checked(prepare) -> None:
    made = prepare({"sidor/lankar.md": PAGE.format("/") + "\n[Vi]({})\n".format("https://www.example.net/annat#ord")})
    links = find_outside_links(made.site, made.library)
    assert "https://www.example.net/annat" in links
    assert not any(made.site.root in address for address in links)
    assert all(address.startswith("http") for address in links)


def test_an_interrupted_check_keeps_the_answers_it_has(prepare, tmp_path: Path, port: int) -> None:
    made = prepare({"sidor/lankar.md": PAGE.format("https://aaa.example.org/") + "\n[B](https://zzz.example.org/)\n"})
    guest = Guest(port)

    def ask(address: str):
        if "zzz" in address:
            raise KeyboardInterrupt
        return guest.asker.ask(address)

    state = {"https://aaa.example.org/": Failures((DAYS[0],), "x"), "https://zzz.example.org/": Failures((DAYS[0],), "x")}
    write_state(tmp_path / STATE, state)
    with pytest.raises(KeyboardInterrupt):
        print_dead_links(made.site, made.library, tmp_path / STATE, "text", ask)
    assert list(read_state(tmp_path / STATE)) == ["https://zzz.example.org/"]


def test_a_failure_of_a_link_not_checked_for_months_is_forgotten() -> None:
    state = {"https://www.example.net/a": Failures((date(2026, 1, 1), date(2026, 1, 8)), "x")}
    assert remember(state, {}, date(2026, 2, 1)) == state
    assert remember(state, {}, date(2026, 9, 1)) == {}


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"version": 2}', '{"version": 1, "failures": {"a": 1}}', "\xff"])
def test_a_spoilt_file_of_failures_is_started_afresh(tmp_path: Path, text: str) -> None:
    (tmp_path / STATE).write_text(text, "latin-1")
    assert read_state(tmp_path / STATE) == {}


def test_content_that_cannot_be_read_is_reported_instead_of_links(make_content, capsys: pytest.CaptureFixture[str]) -> None:
    content = make_content({"webbplats.yaml": "namn: [\n"})
    assert run_links(Options(content=str(content), date=TODAY.isoformat())) == 1
    assert "webbplats.yaml:" in capsys.readouterr().out
