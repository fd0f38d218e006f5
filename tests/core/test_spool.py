"""Data in a spool is for the memo like data in memory, whatever the disk does."""

from __future__ import annotations

import pytest

from plugins.core.cache import spool
from plugins.core.cache.memo import Input, Memo
from plugins.core.cache.memo_nodes import Forgotten
from plugins.core.cache.spool import Spool


def test_spooled_answers_are_read_back_unchanged() -> None:
    pile = Spool()
    laid = [pile.add(data) for data in (b"ett", b"", "två – tre".encode() * 1000)]
    assert [later.find() for later in laid if later] == [b"ett", b"", "två – tre".encode() * 1000]


def test_a_memo_reads_an_offloaded_answer_without_making_it_again() -> None:
    memo, pile = Memo(), Spool()
    memo.give(Input[str]("text").of("ord"))

    def make() -> bytes:
        return str(memo.read(Input[str]("text"))).encode()

    found = memo.ask("page", make)
    memo.offload("page", pile.add(found))
    made = memo.made
    assert (memo.ask("page", make), memo.known("page"), memo.made) == (b"ord", b"ord", made)
    memo.give(Input[str]("text").of("annat"))
    assert memo.known("page") is None
    assert memo.ask("page", make) == b"annat"


def test_an_answer_stays_in_memory_if_it_cannot_be_written(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(**_options: object) -> None:
        raise OSError

    monkeypatch.setattr(spool.tempfile, "TemporaryFile", refuse)
    memo = Memo()
    memo.offload("page", Spool().add(memo.ask("page", lambda: b"ord")))
    assert memo.known("page") == b"ord"


def test_an_answer_that_cannot_be_read_back_is_forgotten() -> None:
    pile = Spool()
    later = pile.add(b"ord")
    assert later is not None
    pile._file.truncate(1)
    assert later.find() is Forgotten.FORGOTTEN
