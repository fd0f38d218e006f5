"""Preview: the site with its drafts, on this machine only, new at every save.

In: the site as `live` keeps it, and word of each save. Out: a server on the loopback address. A fault never ends it: the
last good site stays, with the problems on top of every page. Pelican's own autoreload is not used: an exception there
makes it build in a tight loop, and a save during a build is lost (`docs/decisions/0090-reads-are-recorded.md`).
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
import webbrowser
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Final
from urllib.request import urlopen

from watchfiles import watch

from plugins.commands.failure import unexpected
from plugins.commands.folding import tell_text
from plugins.commands.live import LiveSite
from plugins.commands.preview_answers import NO_PAGE
from plugins.commands.preview_forms import EDIT, Desk
from plugins.commands.preview_server import SERVER, PreviewServer, make_handler
from plugins.commands.preview_state import Preview
from plugins.commands.preview_wire import OWN
from plugins.commands.speak import say, show

HOST = "127.0.0.1"
"""Loopback only: drafts are nobody else's business."""


def open_in_program(file: Path) -> None:
    """Open a text file in the program that the system has for it; raise `OSError` where there is none."""
    if sys.platform == "win32":
        os.startfile(file)
    else:
        command = ["open", "-t"] if sys.platform == "darwin" else ["xdg-open"]
        subprocess.Popen([*command, str(file)], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def serve_preview(
    live: Callable[[], LiveSite], content: Path, theme: Path, port: int, desk: Desk, *, is_for_all: bool = False
) -> int:
    """Serve until interrupted; return the exit status. `live` opens the site.

    `is_for_all`: for those who never see a terminal. The browser begins with what can be edited; where a preview runs
    already it is that one's, and where something else has the port another is found.
    """
    preview = Preview(content)
    handler = make_handler(preview, content, open_in_program, desk)
    first = EDIT.removeprefix("/") if is_for_all else ""
    try:
        server = PreviewServer((HOST, port), handler)
    except OSError:
        if is_for_all and is_ours(f"http://{HOST}:{port}"):
            say("Redigeringen är redan i gång. Den öppnas i webbläsaren.")
            webbrowser.open(f"http://{HOST}:{port}/{first}")
            return 0
        if is_for_all:
            server = PreviewServer((HOST, 0), handler)
        else:
            return _tell_taken(port)
    keeper = Keeper(preview, live(), desk.checker.prepare)
    try:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        threading.Thread(target=keeper.check_on, daemon=True).start()
        address = f"http://{HOST}:{server.server_port}/{first}"
        try:
            end = "stäng fönstret när du är klar" if is_for_all else "avsluta med Ctrl-C"
            say(f"{'Redigering' if is_for_all else 'Förhandsvisning'}: {address}   ({end})")
            webbrowser.open(address)
            for changes in watch(content, theme, watch_filter=None, **SWIFT):  # it says Ctrl-C itself, in English
                keeper.take_in(None if keeper.is_new else {Path(path) for _, path in changes})
        except KeyboardInterrupt:
            say("Förhandsvisningen är avslutad.")
            with suppress(KeyboardInterrupt):  # from who will not wait for what only the next start gains by
                keeper.live.keep()
        return 0
    finally:
        server.shutdown()
        server.server_close()


def is_ours(root: str) -> bool:
    """Tell whether a preview answers at an address."""
    try:
        with urlopen(f"{root}{OWN}/version", timeout=2) as answer:
            return str(answer.headers.get("Server")) == SERVER
    except OSError:
        return False


def _tell_taken(port: int) -> int:
    other = port + 1 if port < 65_535 else port - 1  # there is no higher one
    say(f"Porten {port} är upptagen av något annat. Välj en annan, till exempel --port {other}.")
    return 2


SWIFT: Final[Mapping[str, Any]] = {"step": 8, "debounce": 160, "rust_timeout": 250, "yield_on_timeout": True}
"""Milliseconds: how long a burst of saves must have been over, the longest that it is waited for, and how often we look at the
clock."""


LOOK: Final = 20.0
"""Seconds between two looks at the day, when nothing else happens."""


class Keeper:
    """Keeps a preview as its files are: what has changed is shown at once, and checked after."""

    def __init__(self, preview: Preview, live: LiveSite, settle: Callable[[], object] = lambda: None) -> None:
        self.preview = preview
        self.live = live
        self._settle = settle
        """Done when all is checked: what the editing pages will ask for is worked out while nobody waits for it."""
        self.is_new = True
        """Files may have changed before anybody looked out for that."""
        self._next_look = 0.0
        self._is_due = threading.Event()
        self._is_due.set()
        live.told = self._update
        self._update()

    def _update(self) -> None:
        self.preview.update(self.live if self.live.can_show else None, self.live.problems)

    def take_in(self, paths: Collection[Path] | None) -> None:
        """Show what has changed: these files; None: any; none: perhaps the day."""
        self.is_new = False
        if paths is not None and not paths and time.monotonic() < self._next_look:
            return
        self._next_look = time.monotonic() + LOOK
        try:
            if self.live.change(paths):
                self._update()
                self._is_due.set()
        except Exception as error:
            self.preview.update(self.preview.site, [unexpected(error, self.live.content, self.live.project)])

    def check_on(self) -> None:
        """Check whenever something has changed, for ever."""
        while True:
            self._is_due.wait()
            self._is_due.clear()
            self.check()
            try:
                self._settle()
            except Exception:  # told by the page that asks for it
                continue

    def check(self) -> None:
        """Check all, and tell it at the keyboard."""
        had_site = self.live.can_show
        self.live.check()
        for told in tell_text(self.live.problems):
            show(told)
        if not any(problem.is_error for problem in self.live.problems):
            say("Sidorna är uppdaterade.")
        else:
            say(f"Det finns fel att rätta. {'Sidorna visas som de var.' if had_site and self.live.can_show else NO_PAGE}")
