"""What this machine remembers of its deliveries: what it last delivered where, and, without a history, copies of the content.

In: the folder `.utgivet/`, which is in no history and no cache. Out: digests and folders. A copy is named by its day and by what
it holds, so that the same content is kept once.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Collection
from datetime import date
from pathlib import Path
from typing import Final

from plugins.delivery.fault import DeliveryFault
from plugins.publishing.manifest import Manifest, describe_files

FOLDER: Final = ".utgivet"
"""The folder of the copies, beside `content/`; the names in it are of no interest to anybody but us."""
_COPY: Final = "????-??-??-" + "?" * 12
_DRAFT: Final = ".ny"
"""After the name of what is being written, so that half of it is never taken for the whole."""


def keep_copy(store: Path, content: Path, today: date, holds: Callable[[], bool] = lambda: True) -> str:
    """Keep the content as it is now; return the name of the copy. The same content keeps the name it has.

    `holds` tells whether the content still is what the site was built of; where it is not, that is told (`DeliveryFault`), for
    the way back and the night would publish what nobody has.
    """
    try:
        digest = _digest_content(content)
        there = _find_name(store, digest)
        name = there or f"{today.isoformat()}-{digest}"
        draft = store / f"{name}{_DRAFT}"
        if not there:
            shutil.rmtree(draft, ignore_errors=True)
            shutil.copytree(content, draft / "content")
    except OSError:
        if holds():
            raise
    if not holds():
        _drop_drafts(store)
        raise DeliveryFault("Innehållet ändrades efter bygget, så inget är utlagt. Kör samma kommando igen.")
    if not there:
        draft.rename(store / name)
    return name


def first_kept(store: Path, content: Path) -> date | None:
    """Return the day on which this very content was first kept; None where it has not been, or all of it cannot be read."""
    try:
        name = _find_name(store, _digest_content(content))
        return date.fromisoformat(name[: len("2026-11-22")]) if name else None
    except (OSError, ValueError):
        return None


def _digest_content(content: Path) -> str:
    return hashlib.sha256(json.dumps(sorted(describe_files(content).items())).encode()).hexdigest()[:12]


def _find_name(store: Path, digest: str) -> str | None:
    return next((path.name for path in store.glob(f"????-??-??-{digest}")), None)


def find_copy(store: Path, name: str) -> Path | None:
    """Return the content that was kept under a name."""
    folder = store / name / "content"
    return folder if "/" not in name and "\\" not in name and folder.is_dir() else None


def drop_copies(store: Path, needed: Collection[str]) -> None:
    """Remove the copies that no release needs any more, and what has been left of one that was broken off."""
    _drop_drafts(store)
    for folder in store.glob(_COPY):
        if folder.name not in needed:
            shutil.rmtree(folder, ignore_errors=True)


def _drop_drafts(store: Path) -> None:
    for folder in store.glob(f"{_COPY}{_DRAFT}"):
        shutil.rmtree(folder, ignore_errors=True)


def read_last(store: Path, target: str) -> frozenset[str]:
    """Return the digests of the sites that may be at a target if nobody but this machine has delivered there.

    Where nobody may look, that is raised: it would else be taken for somebody's work that is there.
    """
    try:
        found = json.loads(_last(store, target).read_text("utf-8"))
        return frozenset(str(digest) for digest in found["digests"])
    except PermissionError:
        raise
    except (OSError, ValueError, KeyError, TypeError):
        return frozenset()


def write_last(store: Path, target: str, *sites: Manifest | None) -> None:
    """Remember what is at a target, and what will be: a delivery may be broken off between the two.

    In one step: whoever knows nothing takes what is there for somebody else's.
    """
    store.mkdir(exist_ok=True)
    digests = [digest_site(site) for site in sites if site is not None]
    file = _last(store, target)
    draft = file.with_name(f"{file.name}{_DRAFT}")
    draft.write_text(json.dumps({"target": target, "digests": digests}, ensure_ascii=False, indent=1), "utf-8")
    draft.replace(file)


def digest_site(site: Manifest) -> str:
    """Return what one site is told from another by."""
    return hashlib.sha256(site.to_bytes()).hexdigest()


def _last(store: Path, target: str) -> Path:
    return store / f"senast-{hashlib.sha256(target.encode()).hexdigest()[:12]}.json"
