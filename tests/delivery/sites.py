"""Small sites with internal links, a visitor who follows all of them, and functions that deliver such sites."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from plugins.core.outputs import ARRIVALS, BUILD, EARLIER, JOURNAL, LOCK
from plugins.delivery.engine import DeliveryRequest, Outcome, deliver
from plugins.delivery.folder import LinkedFolder
from plugins.delivery.local import LocalFiles
from plugins.delivery.place import DeliveryPlace
from plugins.delivery.records import Owner, Release
from plugins.publishing.manifest import BuildInfo, write_manifest

DAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
WORDS = "ord " * 50
Makes = Callable[[Path], LocalFiles | LinkedFolder]
"""Returns the delivery place in a local folder: with a link to releases, or without."""


def page(name: str, *links: str) -> str:
    """Return a page that links to other files, with an end by which it is known to be complete."""
    return "\n".join([f"<h1>{name}</h1>", WORDS, *links, "</html>"])


def file(name: str) -> str:
    """Return another file, with an end by which it is known to be complete."""
    return f"{name}\n{WORDS}\n</html>"


ONE = {
    "index.html": page("one", "/theme/a.css", "/om/index.html", "/logo-ek.svg"),
    "om/index.html": page("om", "/theme/a.css", "/index.html"),
    "gammal.html": page("gammal", "/theme/a.css"),
    "theme/a.css": file("a"),
    "logo-ek.svg": file("ek"),
    "bilder/å ä [1].jpg": file("bild"),
    "data/goals.json": file("data one"),
}
TWO = {
    "index.html": page("two", "/theme/b.css", "/om/index.html", "/ny/sida/index.html", "/logo-alm.svg"),
    "om/index.html": page("om two", "/theme/b.css", "/index.html"),
    "ny/sida/index.html": page("ny", "/theme/b.css"),
    "gammal.html/index.html": page("a folder in the place of a file", "/theme/b.css"),
    "theme/b.css": file("b"),
    "logo-alm.svg": file("alm"),
    "bilder/å ä [1].jpg": file("another"),
    "data/goals.json": file("data two"),
}
THREE = {**ONE, "index.html": page("three", "/theme/c.css", "/om/index.html"), "theme/c.css": file("c")}
STRANGERS = {"cgi-bin/form.pl": "precious", ".well-known/acme-challenge/token": "precious", "gammalt/index.html": "precious"}
RECORDS = {BUILD, EARLIER, JOURNAL}


def write_files(folder: Path, files: Mapping[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return folder


def make_site(folder: Path, files: Mapping[str, str], **facts: Any) -> Path:
    """Write a site with its manifest, as `publish` does; return its folder."""
    write_files(folder, files)
    write_manifest(folder, DAY, BuildInfo(**{"kind": "publish", "commit": f"commit-{folder.name}", **facts}))
    return folder


def request(source: Path, machine: str = "here", **given: Any) -> DeliveryRequest:
    owner = Owner(os.urandom(8).hex(), machine, "Alva på datorn Fyren", given.pop("since", NOW.isoformat()))
    release = Release(f"commit-{source.name}", DAY.isoformat())
    return DeliveryRequest(source, owner, lambda: NOW, release, **{"is_alone": True, **given})


def send(place: DeliveryPlace, source: Path, **given: Any) -> Outcome:
    return deliver(place, request(source, **given), lambda _: None)


def read_tree(folder: Path) -> dict[str, str]:
    """Return the texts of all files in a folder, by path."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in files}


def find_faults(files: Mapping[str, str]) -> Iterator[str]:
    """Yield what a visitor who follows all links from the first page would find wrong: incomplete or missing files."""
    waiting, seen = ["index.html"], set()
    while waiting:
        path = waiting.pop()
        if path in seen:
            continue
        seen.add(path)
        if path not in files:
            yield f"{path} is not there"
        elif not files[path].endswith("</html>"):
            yield f"half of {path}"
        else:
            waiting += [line[1:] for line in files[path].splitlines() if line.startswith("/")]


def public(files: Mapping[str, str]) -> dict[str, str]:
    """Return the files of the site itself, without records of deliveries and foreign files."""
    hidden = (f"{LOCK}/", f"{ARRIVALS}/")
    return {path: text for path, text in files.items() if path not in {*RECORDS, *STRANGERS} and not path.startswith(hidden)}
