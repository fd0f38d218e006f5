"""Ask the servers of outside links whether an address still leads somewhere, politely.

One request at a time, with a pause between two to the same host and a `User-Agent` that identifies the site; `robots.txt` is
obeyed (RFC 9309). Sends HEAD, and GET where the server answers that with an error.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import time
from collections.abc import Callable
from dataclasses import field
from typing import Final, Literal
from urllib.parse import quote, urljoin, urlsplit
from urllib.robotparser import RobotFileParser

from plugins.core.dataclass import dataclass
from plugins.core.web import host_of, is_local_address

AGENT: Final = "Lokalamalen-lankkoll"
TIMEOUT: Final = 20.0
"""Timeout, in seconds, of each step of a response."""
PAUSE: Final = 2.0
"""Seconds between two requests to one host."""
LONGEST_PAUSE: Final = 30.0
"""Most seconds to wait for a host that asks for a longer pause (`Crawl-delay`)."""
MOST_STEPS: Final = 6
"""Most redirects to follow; browsers follow twenty."""
ROBOTS_BYTES: Final = 512_000
"""RFC 9309, section 2.5: at least 500 KiB must be read."""
TELLS: Final = {
    404: "sidan finns inte (404)",
    410: "sidan är borttagen (410)",
}
"""Statuses that say something about the page itself."""
MOVES: Final = (301, 302, 303, 307, 308)

Open = Callable[[str, int, bool], http.client.HTTPConnection]
"""Opens a connection to a host and port, with or without TLS."""
Verdict = Literal["answers", "fails", "unknown"]


@dataclass(frozen=True, slots=True)
class LinkAnswer:
    """The result of asking an outside address."""

    verdict: Verdict
    reason: str = ""
    """Why it fails or is unknown, in Swedish."""
    was_reached: bool = True
    """Whether any server answered."""


def open_line(host: str, port: int, over_tls: bool) -> http.client.HTTPConnection:
    """Open a connection; certificates are verified with the system's own."""
    if over_tls:
        return http.client.HTTPSConnection(host, port, timeout=TIMEOUT, context=ssl.create_default_context())
    return http.client.HTTPConnection(host, port, timeout=TIMEOUT)


@dataclass
class _Host:
    """What is known of a host."""

    robots: RobotFileParser
    pause: float
    last: float
    failure: Exception | None = None
    """Why it could not be reached; not tried again for each of its pages."""


@dataclass
class Asker:
    """Asks outside addresses, and remembers when each host was last asked."""

    contact: str
    """The site's own address, for the `User-Agent`."""
    open: Open = open_line
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    _hosts: dict[tuple[str, int, bool], _Host] = field(default_factory=dict)

    def ask(self, address: str) -> LinkAnswer:
        """Ask for an address, and follow redirects."""
        for _ in range(MOST_STEPS):
            if is_local_address(address) or not host_of(address):
                return LinkAnswer("fails", "den leder vidare till en adress som inte finns på nätet")
            try:
                status, onward = self._ask_once(address)
            except _LeftAlone:
                return LinkAnswer("unknown", "webbplatsen vill inte bli tillfrågad av program (robots.txt)")
            except (OSError, http.client.HTTPException, ValueError) as error:
                return LinkAnswer(
                    "fails", _explain(error), was_reached=isinstance(error, ssl.SSLError | http.client.HTTPException)
                )
            if status in MOVES and onward:
                address = onward
                continue
            return _classify(status)
        return LinkAnswer("fails", "den leder vidare i en ring")

    def _ask_once(self, address: str) -> tuple[int, str]:
        """Return the status of an address, and the target of its redirect or ""."""
        parts = urlsplit(address)
        over_tls = parts.scheme.lower() == "https"
        line = (host_of(address), parts.port or (443 if over_tls else 80), over_tls)
        path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._") + (
            f"?{quote(parts.query, safe=_SAFE)}" if parts.query else ""
        )
        host = self._hosts.get(line) or self._meet(line)
        if host.failure is not None:
            raise host.failure
        if not host.robots.can_fetch(AGENT, path):
            raise _LeftAlone
        status, onward = self._say("HEAD", line, path)
        if status >= 400 or (status in MOVES and not onward):
            status, onward = self._say("GET", line, path)
        return status, urljoin(address, quote(onward, safe=f"#{_SAFE}")) if onward else ""

    def _meet(self, line: tuple[str, int, bool]) -> _Host:
        """Read the `robots.txt` of a host; without one, everything may be asked for."""
        robots = RobotFileParser()
        robots.parse([])
        self._hosts[line] = host = _Host(robots, PAUSE, self.clock() - LONGEST_PAUSE)
        found: list[str] = []
        try:
            status, _ = self._say("GET", line, "/robots.txt", found)
        except (OSError, http.client.HTTPException) as error:
            host.failure = error
            return host
        if status >= 500:  # RFC 9309, section 2.3.1.4: unreachable, so everything is disallowed
            robots.parse(["User-agent: *", "Disallow: /"])
        if status == 200:
            robots.parse("".join(found).splitlines())
            host.pause = min(max(PAUSE, float(robots.crawl_delay(AGENT) or 0)), LONGEST_PAUSE)
        return host

    def _say(self, method: str, line: tuple[str, int, bool], path: str, body: list[str] | None = None) -> tuple[int, str]:
        """Send one request, after the pause; return status and `Location`."""
        host = self._hosts[line]
        self.sleep(max(0.0, host.last + host.pause - self.clock()))
        connection = self.open(*line)
        try:
            headers = {
                "User-Agent": f"{AGENT} (+{self.contact})",
                "Accept": "*/*",
                "Accept-Language": "sv, en",
                "Connection": "close",
            }
            connection.request(method, path, headers=headers)
            answer = connection.getresponse()
            if body is not None:
                body.append(answer.read(ROBOTS_BYTES).decode("utf-8", "replace"))
            return answer.status, answer.getheader("Location") or ""
        finally:
            connection.close()
            host.last = self.clock()


class _LeftAlone(Exception):
    """The `robots.txt` of a host disallows an address."""


_SAFE: Final = "/%:@!$&'()*+,;=~-._?[]"


def _classify(status: int) -> LinkAnswer:
    """Return the result for a status: many servers refuse programs, or are busy, but show people the page, so that counts as
    unknown.
    """
    if status < 400:
        return LinkAnswer("answers")
    if status in TELLS:
        return LinkAnswer("fails", TELLS[status])
    if status in (500, 502, 504) or status >= 520:
        return LinkAnswer("fails", f"servern svarar att något är fel ({status})")
    return LinkAnswer("unknown", f"servern vill inte svara program ({status})")


def _explain(error: Exception) -> str:
    """Return why there was no response, in plain words."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return "webbplatsens certifikat gäller inte, så webbläsaren varnar"
    if isinstance(error, ssl.SSLError):
        return "det går inte att nå den säkert (https)"
    if isinstance(error, socket.gaierror):
        return "webbplatsen finns inte längre under det namnet"
    if isinstance(error, TimeoutError):
        return "servern svarar inte"
    if isinstance(error, ConnectionRefusedError):
        return "servern tar inte emot"
    return "servern svarar inte som den ska"
