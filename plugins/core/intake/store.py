"""Cache the result of the intake of each file by its contents, so that a build without new files decodes no picture.

An entry has the metadata as JSON, followed by the bytes of the variants.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, replace
from functools import cache
from pathlib import Path
from typing import Final

from plugins.core.cache.compiled import SETTLED
from plugins.core.cache.disk_cache import MOST, DiskCache, name_key, pack, unpack
from plugins.core.intake.findings import Finding
from plugins.core.intake.taken import Taken, Variant

FOLDER: Final = Path(__file__).resolve().parents[3] / ".cache" / "bilder"
DECODERS: Final = ("Pillow", "py-svg-hush", "resvg-py", "tinycss2")
"""The packages that affect the result."""


class Store:
    """A cache of intake results, by the contents of the files."""

    def __init__(self, folder: Path = FOLDER, most: int = MOST) -> None:
        self.kept = DiskCache(folder, most)

    def remember(self, data: bytes, use: str, make: Callable[[], Taken]) -> Taken:
        """Return the stored result for these bytes and this use, or else call `make` and store its result."""
        key = _key(data, use)
        entry = self.kept.read(key)
        if entry is not None:
            with suppress(ValueError, TypeError, KeyError):
                return _read_entry(entry)
        taken = make()
        if _is_as_loaded():
            self.kept.write(key, _write_entry(taken))
        return taken

    def knows(self, data: bytes, use: str) -> bool:
        """Return whether there is a result for these bytes and this use."""
        return self.kept.read(_key(data, use)) is not None


def _key(data: bytes, use: str) -> str:
    return name_key(find_recipe(), use, hashlib.sha256(data).hexdigest())


@cache
def find_recipe() -> str:
    """Return a key for the version of the intake: with other code or packages, older entries are ignored."""
    from importlib.metadata import version  # noqa: PLC0415 (it imports the email package; few builds take in a file)

    code = [path.read_bytes() for path in _list_code()]
    return name_key(hashlib.sha256(pack(code)).hexdigest(), *map(version, DECODERS))


def _list_code() -> list[Path]:
    return sorted(Path(__file__).parent.glob("*.py"))


def _is_as_loaded() -> bool:
    """Return whether the code on disk is the code in this process: a preview keeps running when the branch is switched."""
    try:
        return all(path.stat().st_mtime_ns <= SETTLED for path in _list_code())
    except OSError:  # being modified
        return False


def _write_entry(taken: Taken) -> bytes:
    """Return a result as the bytes of an entry."""
    known = asdict(replace(taken, variants=()))
    known["variants"] = [
        {name: getattr(variant, name) for name in ("role", "ending", "width", "height", "digest")} for variant in taken.variants
    ]
    return pack([json.dumps(known, ensure_ascii=False).encode(), *(variant.data for variant in taken.variants)])


def _read_entry(entry: bytes) -> Taken:
    """Return the result in an entry."""
    header, *files = unpack(entry)
    known = json.loads(header)
    variants = tuple(Variant(data=data, **item) for item, data in zip(known.pop("variants"), files, strict=True))
    findings = tuple(Finding(**{**item, "help": tuple(item["help"])}) for item in known.pop("findings"))
    return Taken(variants=variants, findings=findings, **known)
