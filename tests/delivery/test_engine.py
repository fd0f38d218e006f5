"""Delivery in place: the order of operations, what must not be lost, and an interruption at each operation."""

from __future__ import annotations

import contextlib
import errno
import json
import shutil
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from plugins.core.outputs import BUILD, EARLIER, JOURNAL, LOCK, MARK
from plugins.delivery import engine
from plugins.delivery.engine import DeliveryRequest, deliver, try_delivery
from plugins.delivery.fault import DeliveryFault
from plugins.delivery.folder import LinkedFolder
from plugins.delivery.local import LocalFiles
from plugins.delivery.place import DeliveryPlace, MakeFolder, OnDone, Operation, Put, Rename
from plugins.delivery.records import Owner
from plugins.publishing.manifest import parse_manifest
from tests.delivery.sites import (
    NOW,
    ONE,
    STRANGERS,
    THREE,
    TWO,
    file,
    find_faults,
    make_site,
    public,
    read_tree,
    request,
    send,
    write_files,
)


class Killed(BaseException):
    """The process has been killed."""


class Watched(LocalFiles):
    """A place that counts operations, checks the site for visitors after each, and can fail at one of them."""

    def __init__(self, root: Path, breaks_at: int = 0, how: str = "") -> None:
        super().__init__(root)
        self.breaks_at, self.how = breaks_at, how
        self.count = 0
        self.operations: list[Operation] = []
        self.reads = True

    def do(self, operation: Operation) -> None:
        """Run an operation on the folder."""
        self.count += 1
        if self.breaks_at and self.count >= self.breaks_at:
            if self.how == "killed":
                raise Killed
            if self.count == self.breaks_at and isinstance(operation, Put):
                (self.root / operation.path).write_text("ha", "utf-8")
            raise OSError(getattr(errno, self.how), "broken")
        self.operations.append(operation)
        super().do(operation)
        if self.reads:
            assert list(find_faults(read_tree(self.root))) == [], operation

    def free_lock(self) -> None:
        """Release the lock, unless the process or the connection is dead."""
        if not (self.breaks_at and self.count >= self.breaks_at and self.how in ("killed", "ETIMEDOUT")):
            super().free_lock()


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("sites")
    return {name: make_site(folder / name, files) for name, files in (("one", ONE), ("two", TWO), ("three", THREE))}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_files(tmp_path / "www", STRANGERS)


def kept(root: Path) -> set[str]:
    return set(json.loads((root / EARLIER).read_text("utf-8"))["kept"])


def test_a_site_is_sent_and_then_only_what_differs(sites: dict[str, Path], root: Path) -> None:
    first = send(LocalFiles(root), sites["one"])
    assert public(read_tree(root)) == ONE
    assert (first.is_done, first.difference.new) == (True, tuple(sorted(ONE)))
    place = Watched(root)
    assert not send(place, sites["one"]).is_done
    assert place.count == 0
    outcome = send(place, sites["three"])
    sent = [
        operation.source for operation in place.operations if isinstance(operation, Put) and isinstance(operation.source, Path)
    ]
    assert sorted(path.name for path in sent) == ["c.css", "index.html"]
    assert outcome.difference.changed == ("index.html",)
    assert {path: text for path, text in read_tree(root).items() if path in STRANGERS} == STRANGERS


def test_new_files_come_first_then_pages_then_removals_and_the_manifest_last(sites: dict[str, Path], root: Path) -> None:
    send(LocalFiles(root), sites["one"])
    place = Watched(root)
    send(place, sites["two"])
    paths = [
        operation.new if isinstance(operation, Rename) else operation.path
        for operation in place.operations
        if not isinstance(operation, Put)
    ]
    order = [
        JOURNAL,
        "logo-alm.svg",
        "theme/b.css",
        "ny/sida/index.html",
        "bilder/å ä [1].jpg",
        "index.html",
        "logo-ek.svg",
        BUILD,
    ]
    assert [path for path in paths if path in order] == [*order, JOURNAL]
    assert not (root / JOURNAL).exists()


def test_files_of_the_theme_stay_one_release_longer_and_a_logo_does_not(sites: dict[str, Path], root: Path) -> None:
    place = LocalFiles(root)
    send(place, sites["one"])
    send(place, sites["two"])
    assert public(read_tree(root)) == {**TWO, "theme/a.css": ONE["theme/a.css"]}
    assert kept(root) == {"theme/a.css"}
    send(place, sites["three"])
    assert public(read_tree(root)) == {**THREE, "theme/b.css": TWO["theme/b.css"]}
    assert not (root / "ny").exists()
    send(place, make_site(root.parent / "four", {**THREE, "x.html": file("x")}))
    assert (kept(root), (root / "theme/b.css").exists()) == (set(), False)


def test_a_new_day_sends_nothing_and_a_new_next_change_sends_the_manifest(sites: dict[str, Path], root: Path) -> None:
    place = Watched(root)
    place.reads = False
    send(place, sites["one"])
    count = place.count
    assert not send(place, make_site(root.parent / "later", ONE, commit="other")).is_done
    assert place.count == count
    assert send(place, make_site(root.parent / "changing", ONE, next_change=date(2026, 12, 1))).is_done
    found = parse_manifest((root / BUILD).read_bytes())
    assert found is not None
    assert found.next_change == date(2026, 12, 1)
    assert public(read_tree(root)) == ONE


# ---- what must not be lost


def test_a_foreign_file_is_not_overwritten_unless_requested(sites: dict[str, Path], root: Path) -> None:
    (root / "index.html").write_text("Under uppbyggnad", "utf-8")
    before = read_tree(root)
    with pytest.raises(DeliveryFault, match=r"skriva över: ”index.html”\. Inget är ändrat där\.\n.*--forsta"):
        send(LocalFiles(root), sites["one"])
    assert read_tree(root) == before
    send(LocalFiles(root), sites["one"], is_first=True)
    assert public(read_tree(root)) == ONE


def test_a_foreign_file_stops_a_later_delivery_too(sites: dict[str, Path], root: Path) -> None:
    send(LocalFiles(root), sites["one"])
    write_files(root, {"logo-alm.svg": "precious"})
    with pytest.raises(DeliveryFault, match=r"”logo-alm\.svg”"):
        send(LocalFiles(root), sites["two"])
    assert public(read_tree(root)) == {**ONE, "logo-alm.svg": "precious"}


@pytest.mark.parametrize("makes", [LocalFiles, LinkedFolder])
def test_a_foreign_file_in_place_of_a_folder_is_overwritten_only_if_requested(
    sites: dict[str, Path], root: Path, makes: Callable[[Path], LocalFiles | LinkedFolder]
) -> None:
    write_files(root, {"ny": "precious", "bilder": "precious"})
    for look in (try_delivery, send_errand):
        with pytest.raises(DeliveryFault, match=r"inte är våra.* ”bilder” och ”ny”.*Inget är ändrat"):
            look(makes(root), request(sites["two"]))
    assert read_tree(root)["ny"] == "precious"
    send(makes(root), sites["two"], is_first=True)
    assert public(read_tree(root)).items() >= TWO.items()


@pytest.mark.parametrize("makes", [LocalFiles, LinkedFolder])
def test_a_foreign_folder_in_place_of_a_file_is_never_removed(
    sites: dict[str, Path], root: Path, makes: Callable[[Path], LocalFiles | LinkedFolder]
) -> None:
    write_files(root, {"index.html/deras.txt": "precious"})
    before = read_tree(root)
    for is_first in (False, True):
        with pytest.raises(DeliveryFault, match=r"en mapp som inte är vår: ”index\.html”\. Inget är ändrat där") as raised:
            send(makes(root), sites["two"], is_first=is_first)
        assert "--forsta" not in str(raised.value)  # which removes no folder
        assert read_tree(root) == before


@pytest.mark.parametrize(
    ("theirs", "operation", "said"),
    [
        ("ny", MakeFolder("ny"), "Filen ”ny” är inte vår, och webbplatsen behöver en mapp med det namnet."),
        ("ny/x.txt", Rename("0", "ny"), "Mappen ”ny” är inte vår, och webbplatsen behöver en fil med det namnet."),
    ],
)
def test_a_foreign_file_that_appears_after_the_comparison_is_named(
    root: Path, theirs: str, operation: Operation, said: str
) -> None:
    write_files(root, {theirs: "precious", "0": "ours"})
    with pytest.raises(DeliveryFault) as raised:
        LocalFiles(root).perform([operation], lambda _: None)
    assert str(raised.value).endswith(f"{said} Ta bort eller flytta den, och kör samma kommando igen.")
    assert read_tree(root)[theirs] == "precious"


def send_errand(place: DeliveryPlace, asked: DeliveryRequest) -> object:
    return deliver(place, asked, lambda _: None)


def test_a_site_from_before_manifests_is_ours_and_its_mark_is_removed(sites: dict[str, Path], root: Path) -> None:
    write_files(root, {"index.html": "old", MARK: "old"})
    send(LocalFiles(root), sites["one"])
    assert public(read_tree(root)) == ONE


def test_only_an_unchanged_site_made_by_publish_is_delivered(sites: dict[str, Path], root: Path) -> None:
    desk = make_site(root.parent / "desk", ONE, kind="desk")
    with pytest.raises(DeliveryFault, match=r"tasks\.py publicera"):
        send(LocalFiles(root), desk)
    changed = shutil.copytree(sites["one"], root.parent / "changed")
    (changed / "index.html").write_text("x", "utf-8")
    with pytest.raises(DeliveryFault, match="har ändrats efter bygget"):
        send(LocalFiles(root), changed)
    assert public(read_tree(root)) == {}


def test_a_dry_run_reports_and_changes_nothing(sites: dict[str, Path], root: Path) -> None:
    send(LocalFiles(root), sites["one"])
    before = read_tree(root)
    outcome = try_delivery(LocalFiles(root), request(sites["two"]))
    assert outcome.difference.new
    assert outcome.difference.gone
    assert outcome.size
    assert read_tree(root) == before


def test_a_manifest_with_a_path_outside_the_site_removes_nothing_there(sites: dict[str, Path], root: Path) -> None:
    precious = write_files(root.parent, {"precious.txt": "precious"}) / "precious.txt"
    send(LocalFiles(root), sites["one"])
    record = json.loads((root / BUILD).read_text("utf-8"))
    record["files"]["../precious.txt"] = "0" * 64
    (root / BUILD).write_text(json.dumps(record), "utf-8")
    send(LocalFiles(root), sites["three"], is_first=True)
    assert precious.read_text("utf-8") == "precious"


# ---- one at a time


def hold(root: Path, machine: str = "there", minutes: int = 3) -> None:
    owner = request(root, machine, since=(NOW - timedelta(minutes=minutes)).isoformat()).owner
    assert LocalFiles(root).take_lock(owner, None) is None


def test_the_second_of_two_deliveries_is_refused_with_the_name_and_time_of_the_first(sites: dict[str, Path], root: Path) -> None:
    hold(root)
    with pytest.raises(DeliveryFault, match=r"Alva på datorn Fyren började för tre minuter sedan\. Inget är ändrat\."):
        send(LocalFiles(root), sites["one"])
    assert (public(read_tree(root)), (root / LOCK).is_dir()) == ({}, True)


@pytest.mark.parametrize(("machine", "minutes"), [("there", 61), ("here", 0), ("there", -600_000)])
def test_an_abandoned_lock_is_taken_over(sites: dict[str, Path], root: Path, machine: str, minutes: int) -> None:
    hold(root, machine, minutes)
    send(LocalFiles(root), sites["one"])
    assert (public(read_tree(root)), (root / LOCK).exists()) == (ONE, False)


def test_a_lock_of_this_machine_is_not_taken_from_a_run_that_may_be_alive(sites: dict[str, Path], root: Path) -> None:
    hold(root, "here", 0)
    with pytest.raises(DeliveryFault, match="mindre än en minut"):
        send(LocalFiles(root), sites["one"], is_alone=False)


class Nameless(LocalFiles):
    """A place where another process has made the lock, and has not written its name yet."""

    other: Owner | None = None
    asked = 0

    def take_lock(self, owner: Owner, other: Owner | None) -> Owner | None:
        """Let the other process come equally far each time."""
        self.asked += 1
        if self.asked == 1:
            (self.root / LOCK).mkdir(parents=True)
        elif self.asked == 2 and self.other:
            (self.root / LOCK / "owner.json").write_bytes(self.other.to_bytes())
        return super().take_lock(owner, other)


def test_the_owner_of_a_new_lock_is_given_time_to_write_its_name(
    sites: dict[str, Path], root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the two steps the lock seems to have no owner."""
    waited: list[float] = []
    monkeypatch.setattr(engine, "sleep", waited.append)
    place = Nameless(root)
    place.other = request(root, "there").owner
    with pytest.raises(DeliveryFault, match="Alva på datorn Fyren började för mindre än en minut sedan"):
        send(place, sites["one"])
    assert (public(read_tree(root)), (root / LOCK).is_dir(), len(waited)) == ({}, True, 1)


def test_a_lock_without_an_owner_is_taken_over(sites: dict[str, Path], root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[float] = []
    monkeypatch.setattr(engine, "sleep", waited.append)
    send(Nameless(root), sites["one"])
    assert (public(read_tree(root)), (root / LOCK).exists()) == (ONE, False)
    assert 0 < sum(waited) < 60


class Slept(LocalFiles):
    """A place on a machine that sleeps during a delivery, so long that another process takes the lock."""

    other: Owner
    is_awake = False

    def perform(self, operations: Sequence[Operation], on_done: OnDone) -> None:
        """Sleep, then go on."""
        holder = LocalFiles(self.root)
        holder.free_lock()
        assert holder.take_lock(self.other, None) is None
        self.is_awake = True
        super().perform(operations, on_done)


def test_a_delivery_resumed_after_sleep_does_not_release_the_lock_of_another(sites: dict[str, Path], root: Path) -> None:
    place = Slept(root)
    place.other = request(root, "there").owner
    asked = request(sites["one"])
    slow = replace(asked, now=lambda: NOW + timedelta(hours=2 * place.is_awake))
    with pytest.raises(DeliveryFault, match="Alva på datorn Fyren har tagit över"):
        deliver(place, slow, lambda _: None)
    assert LocalFiles(root).take_lock(asked.owner, None) == place.other


def test_a_delivery_to_a_linked_folder_resumed_after_sleep_does_not_undo_another(
    sites: dict[str, Path], root: Path, tmp_path: Path
) -> None:
    web, is_awake = tmp_path / "web", [False]
    send(LinkedFolder(web), sites["three"])

    def sleep(_: object) -> None:
        if not is_awake[0]:
            is_awake[0] = True
            LinkedFolder(web).free_lock()
            send(LinkedFolder(web), sites["two"], machine="there")
            assert LinkedFolder(web).take_lock(request(root, "there").owner, None) is None

    slow = replace(request(sites["one"]), now=lambda: NOW + timedelta(hours=2 * is_awake[0]))
    with pytest.raises(DeliveryFault, match="har tagit över"):
        deliver(LinkedFolder(web), slow, sleep)
    assert public(read_tree(web)).items() >= TWO.items()


def test_a_delivery_made_before_the_lock_was_taken_is_noticed(sites: dict[str, Path], root: Path) -> None:
    class Late(LocalFiles):
        def take_lock(self, owner, other):  # type: ignore[no-untyped-def]  # as the folder's
            send(LocalFiles(self.root), sites["two"])
            return super().take_lock(owner, other)

    seen: list[str | None] = []
    send(Late(root), sites["one"], check=lambda state: seen.append(state.manifest.commit if state.manifest else None))
    assert seen == [None, "commit-two"]
    assert public(read_tree(root)) == {**ONE, "theme/b.css": TWO["theme/b.css"]}


# ---- a break at every operation


WAYS: dict[str, Callable[[], type[BaseException]]] = {
    "killed": lambda: Killed,
    "ENOSPC": lambda: DeliveryFault,
    "EACCES": lambda: DeliveryFault,
    "ETIMEDOUT": lambda: DeliveryFault,
}


@pytest.mark.parametrize(
    ("how", "then"),
    [("killed", "two"), ("killed", "three"), ("killed", "one"), *((how, "two") for how in WAYS if how != "killed")],
)
def test_a_delivery_interrupted_at_any_step_leaves_whole_pages_and_the_next_completes_it(
    sites: dict[str, Path], tmp_path: Path, how: str, then: str
) -> None:
    begun = write_files(tmp_path / "begun", STRANGERS)
    send(LocalFiles(begun), sites["one"])
    whole = {"one": ONE, "two": TWO, "three": THREE}[then]
    operation, is_broken = 0, True
    while is_broken:
        operation += 1 if how == "killed" else 3  # the other ways differ in what is reported and left, not in what was done
        root = shutil.copytree(begun, tmp_path / f"{operation}")
        place = Watched(root, operation, how)
        place.reads = False  # the same operations as above
        try:
            send(place, sites["two"])
            is_broken = False
        except WAYS[how]():
            pass
        assert list(find_faults(read_tree(root))) == []
        again = Watched(root)
        again.reads = how == "killed" and then == "three"
        resent = send(again, sites[then])
        assert list(find_faults(read_tree(root))) == []
        left = public(read_tree(root))
        themes = {path: {**ONE, **TWO, **THREE}[path] for path in left if path.startswith("theme/")}
        assert left == {**whole, **themes}
        assert {path: text for path, text in read_tree(root).items() if path in STRANGERS} == STRANGERS
        assert not (root / JOURNAL).exists()
        assert not (
            (root / LOCK).exists() and resent.is_done
        )  # with nothing to do, the lock of a killed process is not looked for
        shutil.rmtree(root)
    assert operation > 25  # otherwise the operations were not counted


def test_an_interrupted_first_delivery_is_continued_without_a_request(sites: dict[str, Path], tmp_path: Path) -> None:
    operation, is_broken = 0, True
    while is_broken:
        operation += 1
        root = write_files(tmp_path / f"{operation}", STRANGERS)
        place = Watched(root, operation, "killed")
        place.reads = False
        try:
            send(place, sites["one"])
            is_broken = False
        except Killed:
            pass
        send(LocalFiles(root), sites["one"])
        assert public(read_tree(root)) == ONE
    assert operation > 20


def test_a_delivery_after_two_interrupted_ones_leaves_nothing_behind(sites: dict[str, Path], tmp_path: Path) -> None:
    begun = write_files(tmp_path / "begun", STRANGERS)
    send(LocalFiles(begun), sites["one"])
    for first in range(18, 36, 4):
        for second in range(3, 36, 8):
            root = shutil.copytree(begun, tmp_path / f"{first}-{second}")
            for site, operation in (("two", first), ("three", second)):
                place = Watched(root, operation, "killed")
                place.reads = False
                with contextlib.suppress(Killed):
                    send(place, sites[site])
                assert list(find_faults(read_tree(root))) == []
            send(LocalFiles(root), sites["one"])
            left = public(read_tree(root))
            assert {path: text for path, text in left.items() if not path.startswith("theme/")} == {
                path: text for path, text in ONE.items() if not path.startswith("theme/")
            }
            shutil.rmtree(root)


def test_releases_are_recorded_and_going_back_forgets_the_later_ones(sites: dict[str, Path], root: Path) -> None:
    def ids() -> list[str]:
        return [one["id"] for one in json.loads((root / EARLIER).read_text("utf-8"))["releases"]]

    place = LocalFiles(root)
    for name in ("one", "two", "three"):
        send(place, sites[name])
    assert ids() == ["commit-three", "commit-two", "commit-one"]
    send(place, sites["two"])
    assert ids() == ["commit-two", "commit-one"]
    assert replace(request(sites["one"]), release=None).release is None
