"""Parts of a file are read correctly even while a forked process, which shares the file offset, reads it."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from plugins.core.cache.spool import Spool
from plugins.core.cache.volume import Volumes

PARTS = [bytes([at]) * (500 + at) for at in range(50)]
TIMES = 200
"""Rounds of reading; a tenth of this was enough to show a shared file offset."""

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="copies of the process are made on Linux alone")


@contextmanager
def copy_that(reads: Callable[[], object]) -> Iterator[None]:
    """Run a forked process that reads again and again."""
    process = os.fork()  # type: ignore[attr-defined,unused-ignore]  # on Linux alone
    if process == 0:
        try:
            while True:
                reads()
        finally:
            os._exit(0)
    try:
        yield
    finally:
        os.kill(process, signal.SIGKILL)  # type: ignore[attr-defined,unused-ignore]  # on Linux alone
        os.waitpid(process, 0)


def test_a_spool_is_read_correctly_while_a_fork_reads_the_same_file() -> None:
    spool = Spool()
    laid = [spool.add(part) for part in PARTS]

    def read() -> list[object]:
        return [later.find() if later else None for later in laid]

    with copy_that(read):
        assert all(read() == PARTS for _ in range(TIMES))


def test_bytes_are_added_correctly_to_a_spool_while_a_fork_reads_the_same_file() -> None:
    spool = Spool()
    first = spool.add(b"first")
    assert first is not None
    with copy_that(first.find):
        laid = [spool.add(part) for part in PARTS * 20]
    assert [later.find() if later else None for later in laid] == PARTS * 20


def test_a_volume_is_read_correctly_while_a_fork_reads_the_same_file(tmp_path: Path) -> None:
    volumes = Volumes(tmp_path)
    with volumes.lay("key") as draft:
        draft.write(b"front")
        for part in PARTS:
            draft.add(part)
        draft.write(b"back")
        draft.finish("key")
    volume = volumes.open("key")
    assert volume is not None

    def read() -> list[bytes | None]:
        return [volume.read(at) for at in range(len(PARTS))]

    with copy_that(read):
        assert all(read() == PARTS for _ in range(TIMES))
    volume.close()
