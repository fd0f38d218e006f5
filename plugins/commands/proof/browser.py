"""Run the system's own Chromium, if there is one, to measure pages and print them to PDF.

It runs headless, with a temporary profile, and with every host name unknown to it, so that it makes no request to the network.
Called by `commands.proof.file`.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final

TIMEOUT: Final = 90.0
"""Timeout in seconds. A cold start on a slow machine takes ten."""

PROGRAMS: Final = (
    "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge", "msedge",
)  # fmt: skip

PLACES: Final = {
    "darwin": (
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
        "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    ),
    "win32": (
        r"C:\Program Files\Google\Chrome\Application\chrome.exe",
        r"C:\Program Files (x86)\Google\Chrome\Application\chrome.exe",
        r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
        r"C:\Program Files\Microsoft\Edge\Application\msedge.exe",
    ),
}
"""Where these systems install programs that are not on the PATH."""

_WAYS: Final = (
    "--headless", "--disable-gpu", "--no-first-run", "--no-default-browser-check", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-extensions",
    "--host-resolver-rules=MAP * ~NOTFOUND",
)  # fmt: skip


def find_browser(environment: Mapping[str, str] = os.environ) -> str | None:
    """Return the system's Chromium, or the one that the variable `CHROMIUM` names; None where there is none."""
    if given := environment.get("CHROMIUM"):
        return shutil.which(given)
    for name in PROGRAMS:
        if found := shutil.which(name, path=environment.get("PATH")):
            return found
    return next((place for place in PLACES.get(sys.platform, ()) if Path(place).is_file()), None)


def read_dom(program: str, page: Path) -> str | None:
    """Return the DOM of a page after its scripts have run, as HTML; None where the browser failed."""
    ended = _run(program, "--virtual-time-budget=8000", "--dump-dom", page.as_uri())
    return ended.stdout.decode("utf-8", "replace") if ended and ended.returncode == 0 else None


def print_pdf(program: str, page: Path, pdf: Path) -> bool:
    """Write the page as PDF; return whether that succeeded."""
    pdf.unlink(missing_ok=True)
    ended = _run(program, "--no-pdf-header-footer", f"--print-to-pdf={pdf}", page.as_uri())
    return ended is not None and pdf.is_file() and pdf.read_bytes().startswith(b"%PDF")


def _run(program: str, *arguments: str) -> subprocess.CompletedProcess[bytes] | None:
    # As root Chromium needs --no-sandbox; the pages have no scripts but our own.
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    with tempfile.TemporaryDirectory(prefix="lokalamalen-", ignore_cleanup_errors=True) as profile:
        command = [program, *_WAYS, f"--user-data-dir={profile}", *(["--no-sandbox"] if is_root else []), *arguments]
        try:
            return subprocess.run(command, capture_output=True, check=False, timeout=TIMEOUT)
        except (OSError, subprocess.TimeoutExpired):
            return None
