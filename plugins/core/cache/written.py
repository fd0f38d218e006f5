"""A page that was written by an earlier run, known by its digest, whose bytes are read only when needed.

Stage: build. In: where a page lies, or its bytes. Out: the same to all who ask what it holds. Most pages of a site that is built
again lie in its folder already, as a digest tells; nobody needs to have them from what was kept.
"""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Callable
from typing import Final

DIGEST_SIZE: Final = 16
"""Bytes of a digest (of SHA-256 the first), also of a part of what is kept (`core/cache/volume.py`)."""


class PageLost(Exception):
    """The cached bytes of a page are not what was written: the page has to be made anew."""


class PageBytes:
    """A written page: its digest, and how to read its bytes."""

    __slots__ = ("digest", "read")

    def __init__(self, digest: bytes, read: Callable[[], bytes]) -> None:
        self.digest = digest
        """Tells its bytes from all others."""
        self.read = read
        """Returns them; raises `PageLost`."""


def digest_page(page: bytes) -> bytes:
    """Return the digest of a page: that of the part in which it is kept, so that it need not be read to know it again."""
    return digest(pickle.dumps(page, pickle.HIGHEST_PROTOCOL))


def digest(data: bytes) -> bytes:
    """Return the digest of any bytes: the processors of today do this one by themselves, in half the time of BLAKE2."""
    return hashlib.sha256(data).digest()[:DIGEST_SIZE]


def hold(page: bytes) -> PageBytes:
    """Return a page that is at hand."""
    return PageBytes(digest_page(page), lambda: page)
