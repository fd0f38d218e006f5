"""Files with a stored intake result are not decoded again; invalid results are recomputed."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from plugins.commands.run import Options, run
from plugins.core.cache.disk_cache import pack
from plugins.core.intake import draw, store
from plugins.core.intake.store import Store
from plugins.core.intake.taken import Taken, Variant, digest_of
from plugins.core.pictures.gallery import Gallery
from plugins.partners.model import LOGO_SIZES
from tests.conftest import BASE, PROJECT
from tests.intake.files import LOGOS, drawn, saved, svg

NAME = "partner/logotyper/ek.png"


@pytest.fixture(autouse=True)
def settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the code seem older than this process, even in a fresh clone."""
    monkeypatch.setattr(store, "SETTLED", sys.maxsize)


@pytest.fixture
def count(monkeypatch: pytest.MonkeyPatch) -> Callable[[], int]:
    """Count decoded pictures and rendered drawings."""
    done = []
    open_image, run = Image.open, subprocess.run
    monkeypatch.setattr(Image, "open", lambda *a, **k: done.append(1) or open_image(*a, **k))
    monkeypatch.setattr(draw.subprocess, "run", lambda *a, **k: done.append(1) or run(*a, **k))
    return lambda: len(done)


def take(folder: Path, data: bytes, kept: Path) -> Taken:
    """Return the intake result of a logo in a new run."""
    file = folder / "ek.png"
    file.write_bytes(data)
    return Gallery({NAME: file}, LOGO_SIZES, Store(kept)).logo(NAME)


@pytest.mark.parametrize("data", [saved(drawn(), "PNG"), svg(), LOGOS["moving GIF"].make(), b""])
def test_an_unchanged_file_is_not_decoded_again(data: bytes, tmp_path: Path, count: Callable[[], int]) -> None:
    first = take(tmp_path, data, tmp_path / "kept")
    before = count()
    again = take(tmp_path, data, tmp_path / "kept")
    assert count() == before
    assert again.findings == first.findings
    assert [(v.role, v.digest) for v in again.variants] == [(v.role, v.digest) for v in first.variants]
    assert [v.data for v in again.variants] == [v.data for v in first.variants]


def test_a_changed_file_with_the_same_name_is_taken_in_again(tmp_path: Path) -> None:
    one = take(tmp_path, saved(drawn(), "PNG"), tmp_path / "kept")
    other = take(tmp_path, saved(drawn(900, 300), "PNG"), tmp_path / "kept")
    assert one.ratio != other.ratio


def made(word: bytes) -> Taken:
    """Return the result of a cheap decoder."""
    return Taken(1, 1, 0, True, (Variant("svg", "svg", 1, 1, word, digest_of(word)),), ())


def test_swapped_cache_entries_are_made_again(tmp_path: Path) -> None:
    """What else an entry must bear is tried in tests/core/test_disk_cache.py."""
    Store(tmp_path).remember(b"one", "light", lambda: made(b"first"))
    [file] = tmp_path.iterdir()
    Store(tmp_path).remember(b"two", "light", lambda: made(b"other"))
    [second] = set(tmp_path.iterdir()) - {file}
    one, two = file.read_bytes(), second.read_bytes()
    file.write_bytes(two)
    second.write_bytes(one)
    assert Store(tmp_path).remember(b"one", "light", lambda: made(b"anew")) == made(b"anew")


@pytest.mark.parametrize("entry", [[], [b""], [b"no json"], [b"[]"], [b'{"variants": []}'], [b'{"variants": [{}]}']])
def test_an_unreadable_cache_entry_is_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, entry: list[bytes]) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(store, "_write_entry", lambda _: pack(entry))
        Store(tmp_path).remember(b"one", "light", lambda: made(b"first"))
    assert Store(tmp_path).remember(b"one", "light", lambda: made(b"anew")) == made(b"anew")
    assert Store(tmp_path).remember(b"one", "light", lambda: pytest.fail("made again")) == made(b"anew")


def test_a_missing_package_is_not_reported_as_a_fault_of_the_drawing_or_cached(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The door fetches it, and takes the file in once more."""
    process = tmp_path / "draw_process.py"
    process.write_text(f"raise SystemExit({draw.NO_PACKAGE})", "utf-8")
    with monkeypatch.context() as patch:
        patch.setattr(draw, "_PROCESS", process)
        patch.setattr(draw, "_drawer", None)  # the one that is running draws well
        with pytest.raises(ImportError):
            take(tmp_path, svg(), tmp_path / "kept")
    assert take(tmp_path, svg(), tmp_path / "kept").is_shown


def test_the_intake_works_without_a_writable_cache(tmp_path: Path) -> None:
    (tmp_path / "kept").write_text("a file where the folder should be", "utf-8")
    assert take(tmp_path, svg(), tmp_path / "kept").is_shown


def test_a_new_recipe_invalidates_the_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, count: Callable[[], int]) -> None:
    take(tmp_path, saved(drawn(), "PNG"), tmp_path / "kept")
    before = count()
    monkeypatch.setattr(store, "find_recipe", lambda: "another")
    take(tmp_path, saved(drawn(), "PNG"), tmp_path / "kept")
    assert count() > before


def test_nothing_is_cached_if_the_code_has_changed_since_it_was_loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A preview lives on when somebody goes to another branch; what its code says is no answer of that branch's."""
    other = tmp_path / "other.py"
    other.touch()
    monkeypatch.setattr(store, "SETTLED", other.stat().st_mtime_ns - 1)
    monkeypatch.setattr(store, "_list_code", lambda: [other])
    take(tmp_path, saved(drawn(), "PNG"), tmp_path / "kept")
    assert not (tmp_path / "kept").exists()
    os.utime(other, (0, 0))
    take(tmp_path, saved(drawn(), "PNG"), tmp_path / "kept")
    assert list((tmp_path / "kept").iterdir())


def test_a_check_without_new_files_loads_no_decoder(monkeypatch: pytest.MonkeyPatch) -> None:
    """The second of two runs over a site with a logo and a picture; the first is of this process."""
    monkeypatch.chdir(PROJECT)
    assert run("check", Options(content=str(BASE), date="2026-11-22")) == 0
    program = (
        "import sys; from plugins.commands.run import Options, run; "
        f"run('check', Options(content={str(BASE)!r}, date='2026-11-22')); "
        "print([name for name in ('PIL', 'resvg_py', 'py_svg_hush') if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=PROJECT, capture_output=True, encoding="utf-8", check=True)
    assert done.stderr.splitlines()[-1] == "[]"
