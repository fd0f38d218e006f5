"""No command reads the same version of a text in `content/` twice."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from invoke import Collection

import tasks
from plugins.commands import remove_now, run
from plugins.commands.keep import task as keep
from plugins.commands.links import task as links
from plugins.commands.new.sort import Wish
from plugins.commands.new.task import run_new
from plugins.commands.partners.task import run_partners
from plugins.commands.proof.task import run_proof
from plugins.commands.readability import run_readability
from plugins.commands.run import Options
from plugins.commands.runs.delivery_options import DeliveryOptions
from plugins.commands.status import run_status
from plugins.commands.tidy import run_tidy
from plugins.commands.translate import run_translate
from plugins.core.reading.reader import ShelfReader
from tests.flow.test_nightly import keep as keep_all
from tests.flow.test_nightly import night, tonight
from tests.flow.trial import DAY, Trial

__all__ = ["night"]

PAGE = "content/sidor/om.md"
PARTNER = Wish("partner", "Åkeriet & Co", goal="1", tier="vänföretag")


def target_of(trial: Trial) -> str:
    return f"folder:{trial.folder / 'webb'}"


def typed(trial: Trial, **given: Any) -> Options:
    way = DeliveryOptions(target_of(trial), replaces=True)
    return Options(content=str(trial.content), output=str(trial.output), date=DAY, way=way, **given)


def change(trial: Trial) -> None:
    """Change a text and save it, so that the content differs from what is online."""
    trial.edit(PAGE, "Vi tänder lyktor.", "Vi tänder många lyktor.")


def publish(trial: Trial) -> int:
    keep_all(trial)  # else nothing is published
    return run.run("publish", typed(trial))


READING: dict[str, Callable[[Trial], int]] = {
    "build": lambda trial: run.run("build", typed(trial)),
    "check": lambda trial: run.run("check", typed(trial)),
    "publish": publish,
    "status": lambda trial: run_status(typed(trial)),
    "new": lambda trial: run_new(PARTNER, Options(content=str(trial.content), date=DAY)),
    "uses": lambda trial: run.run("uses", typed(trial, name="lyktan")),
    "partners": lambda trial: run_partners(None, None, typed(trial)),
    "proof": lambda trial: run_proof(
        "mal-1", Options(content=str(trial.content), output=str(trial.folder / "korrektur"), date=DAY)
    ),
    "translate": lambda trial: run_translate("sidor/om.md", "en", typed(trial), is_same=False),
    "readability": lambda trial: run_readability(str(trial.content)),
    "links": lambda trial: links.run_links(typed(trial)),
    "save": lambda trial: keep.save(typed(trial), None, None, sets_updated=False),
    "remove-now": lambda trial: remove_now.run_remove_now("Alva Ek", typed(trial), shows_again=False),
}
"""Each task that reads the records of `content/`, as the door calls it."""
OTHER_WAYS: dict[str, Callable[[Trial], int]] = {
    "publish --nightly": lambda trial: tonight(trial).status,
    "publish --back": lambda trial: run.run(
        "publish", replace(typed(trial), way=DeliveryOptions(target_of(trial), goes_back=True))
    ),
    "status --letter": lambda trial: run_status(typed(trial), is_letter=True),
    "translate, once more": lambda trial: run_translate("sidor/om.en.md", None, typed(trial), is_same=True),
    "remove-now, of a translation": lambda trial: remove_now.run_remove_now("/en/om/", typed(trial), shows_again=False) - 1,
    "build, without what was taken off": lambda trial: run.run("build", typed(trial)),
    "publish, without what was taken off": publish,
}
"""Other ways to call these tasks, which read otherwise; those that are refused have exit status 1."""
NO_READERS: dict[str, Callable[[Trial], int]] = {
    "tidy": lambda trial: run_tidy("sidor/om.md", str(trial.content), applies=False),
    "history": lambda trial: keep.history(typed(trial), None),
}
"""Tasks that read texts or saved states themselves, and no records."""
NOT_RUN = {
    "preview": "it reads at each save what has changed, until it is stopped (tests/core/test_shelves.py)",
    "start": "the same",
    "fetch": "it brings what others have, of which saved states are compared (tests/keeping)",
    "undo": "the same",
    "doctor": "it looks at the computer",
    **dict.fromkeys(("test", "lint", "refresh", "bench", "docs", "font", "lock"), "for who changes the program"),
}


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> Counter[tuple[Path, bytes]]:
    """Return the number of reads of each text, by path and contents."""
    found: Counter[tuple[Path, bytes]] = Counter()
    read = ShelfReader._read_text

    def count(reader: ShelfReader, path: Path, data: bytes | None, *others: Any) -> Any:
        found[path, path.read_bytes() if data is None else data] += 1
        return read(reader, path, data, *others)

    monkeypatch.setattr(ShelfReader, "_read_text", count)
    monkeypatch.setattr(links, "print_dead_links", lambda *_: 0)  # it asks other sites
    return found


def test_every_task_is_in_one_of_the_lists_of_this_test() -> None:
    there, lists = {*Collection.from_module(tasks).tasks}, [*READING, *NO_READERS, *NOT_RUN]
    unlisted, gone = sorted(there.difference(lists)), sorted({*lists} - there)
    assert not unlisted, (
        f"{', '.join(unlisted)}: write it in READING (it reads the records of content/), NO_READERS (it reads texts "
        "itself, and no records) or NOT_RUN (why it is not run here)"
    )
    assert not gone, f"{', '.join(gone)}: no task is called so; take the row away"


@pytest.mark.slow
@pytest.mark.parametrize("task", READING)
@pytest.mark.parametrize("is_online", [False, True], ids=["never published", "published"])
def test_a_task_reads_each_text_once(night: Trial, reads: Counter[tuple[Path, bytes]], task: str, *, is_online: bool) -> None:
    night.edit("content/webbplats.yaml", "språk: sv", "språk: [sv, en]")
    if is_online:
        assert tonight(night).status == 0
        change(night)
    reads.clear()
    assert READING[task](night) == 0
    assert (night.content / "sidor" / "om.md") in {path for path, _ in reads}
    assert [path.name for (path, _), times in reads.items() if times > 1] == []


@pytest.mark.slow
@pytest.mark.parametrize("way", OTHER_WAYS)
def test_no_variant_of_a_task_reads_a_text_twice(night: Trial, reads: Counter[tuple[Path, bytes]], way: str) -> None:
    """On a site that has been published twice, with a translation, and a person who has been taken off it."""
    night.edit("content/webbplats.yaml", "språk: sv", "språk: [sv, en]")
    assert READING["translate"](night) == 0
    assert publish(night) == 0
    change(night)
    assert publish(night) == 0
    if way.endswith("taken off"):
        (night.folder / "borttaget.yaml").write_text(f"- namn: Alva Ek\n  sort: person\n  dag: {DAY}\n", "utf-8")
    shutil.rmtree(night.folder / ".cache")  # what is kept of texts that are as they were is not read
    reads.clear()
    assert OTHER_WAYS[way](night) == 0
    assert len(reads) > 10
    assert [path.name for (path, _), times in reads.items() if times > 1] == []


@pytest.mark.slow
@pytest.mark.parametrize("task", NO_READERS)
def test_a_task_that_needs_no_records_reads_none(night: Trial, reads: Counter[tuple[Path, bytes]], task: str) -> None:
    NO_READERS[task](night)
    assert reads == {}
