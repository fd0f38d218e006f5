"""What this machine remembers of its deliveries: what it last delivered where, and, without a history, copies of the content.

In: the folder `.utgivet/`, which is in no history and no cache. Out: digests and folders. A copy is named by its day and by what
it holds, so that the same content is kept once.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Collection
from datetime import date
from pathlib import Path
from typing import Final

from plugins.publishing.manifest import Manifest, describe_files

FOLDER: Final = ".utgivet"
"""Beside `content/`; the names in it are of no interest to anybody but us."""
_COPY: Final = "????-??-??-" + "?" * 12


def keep_copy(store: Path, content: Path, today: date) -> str:
    """Keep the content as it is now; return the name of the copy. The same content keeps the name it has."""
    digest = _digest_content(content)
    if there := _find_name(store, digest):
        return there
    name = f"{today.isoformat()}-{digest}"
    draft = store / f"{name}.ny"
    shutil.rmtree(draft, ignore_errors=True)
    shutil.copytree(content, draft / "content")
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
    """Remove the copies that no release needs any more."""
    for folder in store.glob(_COPY):
        if folder.name not in needed:
            shutil.rmtree(folder, ignore_errors=True)


def read_last(store: Path, target: str) -> frozenset[str]:
    """Return the digests of the sites that may be at a target if nobody but this machine has delivered there."""
    try:
        found = json.loads(_last(store, target).read_text("utf-8"))
        return frozenset(str(digest) for digest in found["digests"])
    except (OSError, ValueError, KeyError, TypeError):
        return frozenset()


def write_last(store: Path, target: str, *sites: Manifest | None) -> None:
    """Remember what is at a target, and what will be: a delivery may be broken off between the two."""
    store.mkdir(exist_ok=True)
    digests = [digest_site(site) for site in sites if site is not None]
    _last(store, target).write_text(json.dumps({"target": target, "digests": digests}, ensure_ascii=False, indent=1), "utf-8")


def digest_site(site: Manifest) -> str:
    """Return what one site is told from another by."""
    return hashlib.sha256(site.to_bytes()).hexdigest()


def _last(store: Path, target: str) -> Path:
    return store / f"senast-{hashlib.sha256(target.encode()).hexdigest()[:12]}.json"
