"""The task `preview`: serve the site with its drafts, on this computer only, and update it at every save.

A failure never ends it: the last site without errors stays, with the problems on top of every page. Pelican's own autoreload is
not used: after an exception it builds in a tight loop, and it loses a save during a build
(`docs/decisions/0090-reads-are-recorded.md`).
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
import webbrowser
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from plugins.commands.preview.answers import FOLDER, LONGEST_PATH, NO_PAGE, name_folder
from plugins.commands.preview.forms_later import FormsLater
from plugins.commands.preview.live import LiveSite
from plugins.commands.preview.server import PreviewServer
from plugins.commands.preview.state import Preview
from plugins.commands.preview.watcher import Watcher
from plugins.commands.preview.wire import EDIT
from plugins.commands.process.failure import faults, unexpected
from plugins.commands.reporting.folding import format_problems
from plugins.commands.reporting.speak import say, show
from plugins.commands.runs.digests import follow_code
from plugins.core.problems import Problem

HOST = "127.0.0.1"
"""Loopback only: drafts are private."""


def open_in_program(file: Path) -> None:
    """Open a text file in the system's program for it; raise `OSError` where there is none."""
    if sys.platform == "win32":
        os.startfile(file)
    else:
        command = ["open", "-t"] if sys.platform == "darwin" else ["xdg-open"]
        subprocess.Popen([*command, str(file)], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def serve_preview(
    live: Callable[[], LiveSite], content: Path, theme: Path, port: int, forms: FormsLater, *, is_for_all: bool = False
) -> int:
    """Serve until interrupted; return the exit status. `live` opens the site.

    `is_for_all`: for people who never see a terminal. The browser is opened at the editing pages; where a preview of the same
    folder is running, at that one, and where something else uses the port, another port is chosen.
    """
    preview = Preview(content)
    first = EDIT.removeprefix("/") if is_for_all else ""
    try:
        server = PreviewServer((HOST, port), preview, content, open_in_program, forms)
    except OSError:
        if is_for_all and is_ours(f"http://{HOST}:{port}", content):
            say("Redigeringen är redan i gång. Den öppnas i webbläsaren.")
            webbrowser.open(f"http://{HOST}:{port}/{first}")
            return 0
        if is_for_all:
            server = PreviewServer((HOST, 0), preview, content, open_in_program, forms)
        else:
            return _print_taken(port)
    sys.setswitchinterval(TURN)
    serving = threading.Thread(target=server.serve_forever, daemon=True)
    try:
        with Watcher(content, theme) as watcher:  # before anything is read, so that no save is lost
            keeper = PreviewKeeper(preview, live(), forms.settle)
            forms.opened = keeper.settle_soon
            try:
                serving.start()
                threading.Thread(target=keeper.check_on, daemon=True).start()
                address = f"http://{HOST}:{server.server_port}/{first}"
                end = "stäng fönstret när du är klar" if is_for_all else "avsluta med Ctrl-C"
                say(f"{'Redigering' if is_for_all else 'Förhandsvisning'}: {address}   ({end})")
                threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()
                for paths in watcher:
                    keeper.take_in(paths, watcher.more)
            except KeyboardInterrupt:
                say("Förhandsvisningen är avslutad.")
                with suppress(KeyboardInterrupt):  # a second Ctrl-C: the cache only speeds up the next start
                    keeper.live.keep()
        return 0
    finally:
        if serving.is_alive():  # `shutdown` waits for ever if it never served
            server.shutdown()
        server.server_close()


def is_ours(root: str, content: Path) -> bool:
    """Return whether a preview of this very content folder answers at an address."""
    from http.client import HTTPException  # noqa: PLC0415 (as below)
    from urllib.request import urlopen  # noqa: PLC0415 (only where the port is taken)

    try:
        with urlopen(f"{root}{FOLDER}", timeout=TO_BEGIN) as answer:
            return bool(answer.read(LONGEST_PATH).decode() == name_folder(content))
    except (OSError, HTTPException, ValueError):  # anything may answer at the port
        return False


def _print_taken(port: int) -> int:
    other = port + 1 if port < 65_535 else port - 1  # there is no higher port
    say(f"Porten {port} är upptagen av något annat. Välj en annan, till exempel --port {other}.")
    return 2


TO_BEGIN: Final = 10.0
"""Timeout, in seconds, of a preview that was just started: people in a hurry start it twice."""
TURN: Final = 0.001
"""Seconds before a running thread yields to another (default 0.005): a response needs several turns while the check goes on."""
HUSH: Final = 0.05
"""Seconds without a request before a check goes on: a page comes with several requests."""
FIRST: Final = 1.5
"""Seconds that the first check waits for the first page to be requested."""
LOOK: Final = 20.0
"""Seconds between looks at the day and the program, when nothing else happens."""
LOOK_SOON, LOOK_LATE = 5.0, 60.0
"""The same after a failure: a network disk comes back, and a lock is released, without a notification. The interval doubles each
time, since everything may have to be read again.
"""
RENEWED: Final = (
    "Programmet har förnyats medan förhandsvisningen är i gång. Avsluta den och starta den igen, annars kan sidorna bli fel. "
    "Det som är sparat finns kvar."
)


class PreviewKeeper:
    """Updates a preview: a change is shown at once, and checked afterwards."""

    def __init__(self, preview: Preview, live: LiveSite, settle: Callable[[], object] = lambda: None) -> None:
        self.preview = preview
        self.live = live
        self.follow_code = follow_code
        """Notes the state of the program; returns a function that returns whether it is unchanged."""
        self._is_same: Callable[[], bool] | None = None
        self._settle = settle
        """Called after each check, to compute in advance what the editing pages need."""
        self._printed: list[str] = []
        """What was last printed."""
        self._soon = LOOK_SOON
        """Seconds until the next look after a failure."""
        self._last_look = -LOOK
        self._is_due = threading.Event()
        self._is_due.set()
        live.on_update = self._update
        self._update()

    def _update(self) -> None:
        self.preview.update(self.live if self.live.can_show else None, self.live.problems)

    def take_in(self, paths: Collection[Path] | None, more: Callable[[], Collection[Path]] = tuple) -> None:
        """Show a change: of these files, with None of any, with none perhaps of the day. `more` returns further changes.

        Changes that come while the first is being read are shown together with it.
        """
        if paths is not None and not paths:
            if time.monotonic() < self._last_look + (self._soon if self.live.is_unsettled else LOOK):
                return
            self._soon = min(2 * self._soon, LOOK_LATE)
        else:
            self._soon = LOOK_SOON
        self._last_look = time.monotonic()
        has_changed = False
        try:
            has_changed = self.live.change(paths)
            while paths := more():
                has_changed |= self.live.change(paths)
            if has_changed:
                self._update()
                self._is_due.set()
            else:
                self.look_at_program()
        except faults() as error:
            self._print_unexpected(error)

    def _print_unexpected(self, error: BaseException) -> None:
        self.live.has_failed = True
        problems = [unexpected(error, self.live.content, self.live.project)]
        self.preview.update(self.preview.site, problems)
        self._print_problems(problems, shows_older=self.preview.site is not None)

    def settle_soon(self) -> None:
        """Have what the editing pages need computed, when there is time."""
        self._is_due.set()

    def check_on(self) -> None:
        """Check whenever something has changed, for ever; the first time when a page has been shown."""
        self.live.wait_for_first(FIRST)
        self.live.hush = HUSH
        while True:
            self._is_due.wait()
            self._is_due.clear()
            try:
                self.check()
                self.look_at_program()
            except faults() as error:  # or nothing would be checked any more
                self._print_unexpected(error)
            try:
                self._settle()
            except faults():  # reported by the page that needs it
                continue

    def check(self) -> None:
        """Check everything, and print the problems."""
        had_site = self.live.can_show
        self.live.check()
        self._print_problems(self.live.problems, shows_older=had_site and self.live.can_show)

    def _print_problems(self, problems: Sequence[Problem], *, shows_older: bool) -> None:
        before, self._printed = self._printed, list(format_problems(problems))
        if self.live.is_again and before == self._printed:
            return
        for text in self._printed:
            show(text)
        if not any(problem.is_error for problem in problems):
            say("Sidorna är uppdaterade.")
        else:
            say(f"Det finns fel att rätta. {'Sidorna visas som de var.' if shows_older else NO_PAGE}")

    def look_at_program(self) -> None:
        """Show a notice on every page when the program has changed since the first look: imported modules are still the old ones,
        and others will be the new ones.
        """
        if self._is_same is None:
            self._is_same = self.follow_code()
            return
        notice = "" if self._is_same() else RENEWED
        if notice != self.preview.notice:
            self.preview.note(notice)
            if notice:
                say(notice)
