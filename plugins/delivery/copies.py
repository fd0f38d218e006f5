"""What this machine records of its deliveries, in the folder `.utgivet/`, which is neither in git nor a cache.

It holds the digests of what was last delivered to each target and, where the content has no git history, copies of the content.
A copy is named by its day and the digest of its files, so that the same content is kept once.
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
"""The folder of the copies, beside `content/`."""
_COPY: Final = "????-??-??-" + "?" * 12
_DRAFT: Final = ".ny"
"""Suffix of the name of a copy or file while it is being written, so that half of it is never taken for the whole."""


def keep_copy(store: Path, content: Path, today: date, holds: Callable[[], bool] = lambda: True) -> str:
    """Copy the content to `store`; return the name of the copy, which content that was kept before already has.

    `holds` tells whether the content is still what the site was built from. Raise `DeliveryFault` where it is not: otherwise
    going back to this release, and the nightly run, would publish content that no build has checked.
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
    """Return the day on which exactly this content was first kept; None where it never was, or cannot be read whole."""
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
    """Return the content that was kept under a name; None where there is none."""
    folder = store / name / "content"
    return folder if "/" not in name and "\\" not in name and folder.is_dir() else None


def drop_copies(store: Path, needed: Collection[str]) -> None:
    """Remove the copies that no release needs any more, and unfinished ones."""
    _drop_drafts(store)
    for folder in store.glob(_COPY):
        if folder.name not in needed:
            shutil.rmtree(folder, ignore_errors=True)


def _drop_drafts(store: Path) -> None:
    for folder in store.glob(f"{_COPY}{_DRAFT}"):
        shutil.rmtree(folder, ignore_errors=True)


def read_last(store: Path, target: str) -> frozenset[str]:
    """Return the digests of the sites that may be at a target if only this machine has delivered there.

    Raise `PermissionError` where the record may not be read: without it, our own site there would be taken for somebody else's.
    """
    try:
        found = json.loads(_last(store, target).read_text("utf-8"))
        return frozenset(str(digest) for digest in found["digests"])
    except PermissionError:
        raise
    except (OSError, ValueError, KeyError, TypeError):
        return frozenset()


def write_last(store: Path, target: str, *sites: Manifest | None) -> None:
    """Record what is at a target and what will be there: a delivery may be interrupted between the two.

    Written in one step: without the record, what is at the target is taken for somebody else's.
    """
    store.mkdir(exist_ok=True)
    digests = [digest_site(site) for site in sites if site is not None]
    file = _last(store, target)
    draft = file.with_name(f"{file.name}{_DRAFT}")
    draft.write_text(json.dumps({"target": target, "digests": digests}, ensure_ascii=False, indent=1), "utf-8")
    draft.replace(file)


def digest_site(site: Manifest) -> str:
    """Return the digest of a site's manifest."""
    return hashlib.sha256(site.to_bytes()).hexdigest()


def _last(store: Path, target: str) -> Path:
    return store / f"senast-{hashlib.sha256(target.encode()).hexdigest()[:12]}.json"
