"""Preview: the site with its drafts, on this machine only, new at every save.

In: what makes a Site (called again at every change). Out: a server on the loopback address. A fault never ends it: the
last good site stays, with the problems on top of every page. Pelican's own autoreload is not used: an exception there
makes it build in a tight loop, and a save during a build is lost (`docs/decisions/`).
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import threading
import webbrowser
from collections.abc import Callable
from pathlib import Path

from watchfiles import watch

from plugins.commands.failure import unexpected
from plugins.commands.folding import tell_text
from plugins.commands.pelican_run import run_pelican
from plugins.commands.preview_answers import NO_PAGE
from plugins.commands.preview_server import PreviewServer, make_handler
from plugins.commands.preview_state import Preview
from plugins.commands.tell import say, show
from plugins.core.problems import Problem
from plugins.site.model import Site, Theme

Prepare = Callable[[], tuple[Site | None, list[Problem]]]

HOST = "127.0.0.1"
"""Loopback only: drafts are nobody else's business."""


def open_in_program(file: Path) -> None:
    """Open a text file in the program that the system has for it; raise `OSError` where there is none."""
    if sys.platform == "win32":
        os.startfile(file)
    else:
        command = ["open", "-t"] if sys.platform == "darwin" else ["xdg-open"]
        subprocess.Popen([*command, str(file)], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def serve_preview(content: Path, theme: Theme, project: Path, port: int, prepare: Prepare) -> int:
    """Serve until interrupted; return the exit status."""
    preview = Preview()
    try:
        server = PreviewServer((HOST, port), make_handler(preview, content, open_in_program))
    except OSError:
        other = port + 1 if port < 65_535 else port - 1  # there is no higher one
        say(f"Porten {port} är upptagen av något annat. Välj en annan, till exempel --port {other}.")
        return 2
    workshop = Path(tempfile.mkdtemp(prefix="lokalamalen-"))
    try:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        rebuild(preview, content, theme, project, workshop, prepare)
        address = f"http://{HOST}:{server.server_port}/"
        try:
            say(f"Förhandsvisning: {address}   (avsluta med Ctrl-C)")
            webbrowser.open(address)
            for _ in watch(content, theme.folder):  # told not to raise at Ctrl-C, it says so itself, in English
                rebuild(preview, content, theme, project, workshop, prepare)
        except KeyboardInterrupt:
            say("Förhandsvisningen är avslutad.")
        return 0
    finally:
        server.shutdown()
        server.server_close()
        shutil.rmtree(workshop, ignore_errors=True)


def rebuild(preview: Preview, content: Path, theme: Theme, project: Path, workshop: Path, prepare: Prepare) -> None:
    """Build once more; whatever goes wrong is told, and the last good site stays."""
    folder = workshop / str(preview.version + 1)
    try:
        site, problems = prepare()
        if site is not None and not any(problem.is_error for problem in problems):
            folder.mkdir()
            problems = problems + run_pelican(site, content, folder, theme, project)
    except Exception as error:
        problems = [unexpected(error, content, project)]
    is_good = folder.is_dir() and not any(problem.is_error for problem in problems)
    before = preview.folder
    preview.update(folder if is_good else None, problems)
    if is_good and before is not None:
        shutil.rmtree(before, ignore_errors=True)
    for told in tell_text(problems):
        show(told)
    if is_good:
        say("Sidorna är uppdaterade.")
    else:
        say(f"Det finns fel att rätta. {'Sidorna visas som de var.' if before else NO_PAGE}")
