"""A page written by an earlier run, identified by its digest; its bytes are read only on demand.

When a site is rebuilt, most pages are already in the output folder, as their digests show, so their bytes need not be read from
the cache.
"""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Callable
from typing import Final

DIGEST_SIZE: Final = 16
"""Bytes of a digest (truncated SHA-256), also of a part of a volume (`core/cache/volume.py`)."""


class PageLost(Exception):
    """The cached bytes of a page are not what was written, so the page has to be rendered again."""


class PageBytes:
    """A written page: its digest, and a function that reads its bytes."""

    __slots__ = ("digest", "read")

    def __init__(self, digest: bytes, read: Callable[[], bytes]) -> None:
        self.digest = digest
        """Identifies the bytes."""
        self.read = read
        """Returns the bytes; raises `PageLost`."""


def digest_page(page: bytes) -> bytes:
    """Return the digest of a page: that of its pickled form, as stored in a volume, so that the part need not be read."""
    return digest(pickle.dumps(page, pickle.HIGHEST_PROTOCOL))


def digest(data: bytes) -> bytes:
    """Return the digest of any bytes. SHA-256, because current processors compute it in half the time of BLAKE2."""
    return hashlib.sha256(data).digest()[:DIGEST_SIZE]


def hold(page: bytes) -> PageBytes:
    """Return a page whose bytes are in memory."""
    return PageBytes(digest_page(page), lambda: page)
