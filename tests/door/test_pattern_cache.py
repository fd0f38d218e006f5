"""The cache of compiled patterns returns the ones that `re` would compile, and ignores anything else in its files."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from markdown import Markdown

from plugins.commands.start import pattern_cache
from plugins.commands.start.pattern_cache import use_pattern_cache

COMPILER: Any = import_module("re._compiler")
ENGINE: Any = import_module("_sre")
PATTERNS: tuple[tuple[str | bytes, int], ...] = (
    ("ord", 0),
    (r"(?P<name>[^\W\d_]++)\s*:(?P<rest>.*)", re.VERBOSE | re.MULTILINE),
    (r"[å-öÅ-Ö\u2000-\u206f]+|(a)(?:b|(c))?(?<!d)(?(2)e|f)", re.IGNORECASE),
    (r"(?i:å)\b.{2,7}?", re.DOTALL),
    (r"\w", re.ASCII),
    (b"[\x80-\xff]+", 0),
)


def kept_below(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def compile_all(folder: Path) -> list[re.Pattern[Any]]:
    with use_pattern_cache(folder):
        return [COMPILER.compile(pattern, flags) for pattern, flags in PATTERNS]


@pytest.fixture(autouse=True)
def _is_left_as_it_was() -> Iterator[None]:
    before = COMPILER.compile, COMPILER._sre
    yield
    assert (COMPILER.compile, COMPILER._sre) == before


def test_a_later_run_gets_the_same_patterns_without_compiling(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fresh = [COMPILER.compile(pattern, flags) for pattern, flags in PATTERNS]
    assert compile_all(tmp_path) == fresh
    with monkeypatch.context() as patch:
        patch.delattr(COMPILER, "_code")  # without which `re` compiles nothing
        known = compile_all(tmp_path)
    assert known == fresh  # patterns are equal if their compiled code is
    for one, other in zip(known, fresh, strict=True):
        assert (one.pattern, one.flags, one.groups, one.groupindex) == (
            other.pattern,
            other.flags,
            other.groups,
            other.groupindex,
        )
    assert known[1].fullmatch("ord : mer", 0).groupdict() == {"name": "ord", "rest": " mer"}  # type: ignore[union-attr]


@pytest.mark.parametrize("spoilt", [b"", b"no entry", None], ids=["empty", "other bytes", "flipped"])
def test_a_spoilt_file_of_patterns_is_compiled_again(tmp_path: Path, spoilt: bytes | None) -> None:
    fresh = compile_all(tmp_path)
    (file,) = kept_below(tmp_path)
    data = file.read_bytes()
    file.write_bytes(data[:-1] + bytes([data[-1] ^ 1]) if spoilt is None else spoilt)
    assert compile_all(tmp_path) == fresh
    assert file.read_bytes() == data


def test_an_invalid_pattern_raises_each_time(tmp_path: Path) -> None:
    for _ in range(2):
        with use_pattern_cache(tmp_path), pytest.raises(re.error):
            COMPILER.compile("(", 0)
    assert not kept_below(tmp_path)


def test_patterns_that_depend_on_the_locale_are_not_cached(tmp_path: Path) -> None:
    with use_pattern_cache(tmp_path):
        COMPILER.compile(rb"(?L)\w", 0)
        COMPILER.compile(rb"\w", re.LOCALE)
    assert not kept_below(tmp_path)


def test_a_pattern_whose_characters_vary_in_order_between_processes_is_cached_once(tmp_path: Path) -> None:
    """Such as one that a package makes of a set: else every run would write it, and none would find it."""
    with use_pattern_cache(tmp_path):
        assert COMPILER.compile(r"\b(in|[nwf])\b", 0).search("in")
    before = {file: file.read_bytes() for file in kept_below(tmp_path)}
    with use_pattern_cache(tmp_path):
        assert COMPILER.compile(r"\b(in|[fnw])\b", 0).search("w")
    assert {file: file.read_bytes() for file in kept_below(tmp_path)} == before


def test_nothing_is_cached_if_re_works_in_another_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(ENGINE, "CODESIZE")
    assert compile_all(tmp_path)
    assert not kept_below(tmp_path)


def test_two_threads_do_not_mix_their_patterns(tmp_path: Path) -> None:
    written = [f"({number}|[a-z]{{{number}}})" for number in range(1, 200)]
    with use_pattern_cache(tmp_path):
        hands = [threading.Thread(target=lambda: [COMPILER.compile(one, 0) for one in written]) for _ in range(4)]
        for hand in hands:
            hand.start()
        for hand in hands:
            hand.join()
    with use_pattern_cache(tmp_path):
        known = [COMPILER.compile(one, 0) for one in written]
    assert known == [COMPILER.compile(one, 0) for one in written]


def test_patterns_with_words_from_the_content_are_not_kept_with_the_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Editors' style rules, and names that are searched for, become patterns too."""
    program, others = tmp_path / ".venv" / "x", tmp_path / ".cache"
    monkeypatch.setattr(pattern_cache, "compiled_in", lambda _project: program)
    monkeypatch.syspath_prepend(tmp_path)
    (tmp_path / "loaded_late.py").write_text('import re\nMADE = re.compile("-".join(["vid", "laddning"]))\n', "utf-8")
    name = "".join(["Agda", " Lundin"])
    with use_pattern_cache(tmp_path):
        re.search(r"skriven\sså", "")
        re.search(rf"(?<!\w){re.escape(name)}(?!\w)", "")
        import_module("loaded_late")
    [mine], [other] = kept_below(program), kept_below(others)
    kept = (b"skriven", b"vid-laddning", b"Lundin")
    assert [text in mine.read_bytes() for text in kept] == [True, True, False]
    assert [text in other.read_bytes() for text in kept] == [False, False, True]


def test_a_packages_own_patterns_are_kept_with_the_program_and_those_it_has_others_make_are_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program, others = tmp_path / ".venv" / "x", tmp_path / ".cache"
    monkeypatch.setattr(pattern_cache, "compiled_in", lambda _project: program)
    package: dict[str, Any] = {"__name__": "markdown.inlinepatterns", "re": re}
    exec("def make(*parts):\n    return re.compile(''.join(parts))\ndef call(other, *parts):\n    return other(*parts)", package)
    with use_pattern_cache(tmp_path):
        package["make"]("syn", "tax+")
        package["call"](lambda *parts: re.compile("".join(parts)), "Agda", " Lundin")
    [mine], [other] = kept_below(program), kept_below(others)
    assert [text in mine.read_bytes() for text in (b"syntax+", b"Agda Lundin")] == [True, False]
    assert b"Agda Lundin" in other.read_bytes()


def test_patterns_that_markdown_makes_of_a_text_are_not_kept_with_the_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program, others = tmp_path / ".venv" / "x", tmp_path / ".cache"
    monkeypatch.setattr(pattern_cache, "compiled_in", lambda _project: program)
    re.purge()
    with use_pattern_cache(tmp_path):
        Markdown().convert("Hej <agdalundin>vid fyren <!-- dold --> och hamnen</agdalundin>.")
    [mine], [other] = kept_below(program), kept_below(others)
    assert b"agdalundin" in other.read_bytes()
    assert b"agdalundin" not in mine.read_bytes()
