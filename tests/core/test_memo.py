"""The memo: answers depend on what was read for them, and nothing reads the site past it."""

from __future__ import annotations

import pickle
import shutil
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from plugins.core.cache.memo import Input, Interrupted, Memo
from plugins.core.cache.memo_nodes import RECENT, KeptAnswer, Same
from plugins.core.reading.reader import ShelfReader
from plugins.facts.model import Fact
from plugins.house.context import PageContext
from plugins.house.page import SitePage
from plugins.pages.model import TextPage
from plugins.pages.page import build_page
from plugins.site.prepare import prepare, read_content
from plugins.site.rooms import KINDS, SHELVES
from plugins.site.theme import read_theme
from plugins.site.workbench import Workbench
from tests.conftest import PROJECT

BASE = PROJECT / "tests" / "sites" / "_base"
DAY = date(2026, 11, 22)


def give(memo: Memo, **inputs: Any) -> None:
    """Give inputs to a memo by name."""
    memo.give(*(Input[Any](name).of(value) for name, value in inputs.items()))


def count(memo: Memo, key: str, made: list[str], make: Callable[[], Any]) -> Any:
    """Ask a question, and record each time that it is computed."""

    def work() -> Any:
        made.append(key)
        return make()

    return memo.ask(key, work)


def test_only_answers_that_depend_on_a_change_are_made_again_and_equal_answers_stay_the_same_object() -> None:
    memo, made = Memo(), list[str]()
    give(memo, words="ett två", name="Lykta")

    def number() -> tuple[int, ...]:
        return count(memo, "number", made, lambda: (len(memo.read(Input[Any]("words")).split()),))

    def page() -> str:
        return count(memo, "page", made, lambda: f"{memo.read(Input[Any]('name'))} {number()[0]}")

    assert page() == "Lykta 2"
    before = number()
    give(memo, words="tre fyra")
    assert (page(), made) == ("Lykta 2", ["page", "number", "number"])
    assert number() is before
    give(memo, words="fem")
    assert (page(), made[3:]) == ("Lykta 1", ["number", "page"])
    give(memo, words="fem", other=1)
    assert (page(), made[5:]) == ("Lykta 1", [])


def test_only_an_answer_known_to_be_current_can_be_made_again() -> None:
    memo = Memo()
    give(memo, word="ett")

    def page() -> list[str]:
        return memo.ask("page", lambda: [memo.read(Input[Any]("word"))])

    def reader(key: str, before: list[str]) -> Any:
        return memo.ask(key, lambda: memo.make_again("page", lambda found: found is before))

    before = page()
    assert reader("other", before) == before
    assert reader("other", before) is not before
    assert memo.make_again("page", lambda found: found == ["två"]) is None
    assert memo.make_again("no page", lambda _found: True) is None
    give(memo, word="två")
    assert memo.make_again("page", lambda found: found is before) is None  # it may no longer be current
    page()
    assert memo.make_again("page", lambda found: found is before) is None
    assert reader("other", before) == ["ett"]  # its asker does not depend on what was read for it


def test_an_input_that_nobody_has_set_has_its_default_or_is_an_error() -> None:
    memo = Memo()
    with pytest.raises(LookupError, match="'words'"):
        memo.read(Input[str]("words"))
    assert memo.ask("length", lambda: len(memo.read(Input[str]("words"), ""))) == 0
    give(memo, words="ett")
    assert memo.ask("length", lambda: len(memo.read(Input[str]("words"), ""))) == 3


def test_dependencies_are_those_of_the_latest_reading() -> None:
    memo, made = Memo(), list[str]()
    give(memo, which="a", a=1, b=2)

    def chosen() -> int:
        return count(memo, "chosen", made, lambda: memo.read(Input[Any](memo.read(Input[Any]("which")))))

    assert chosen() == 1
    give(memo, b=3)
    assert (chosen(), len(made)) == (1, 1)
    give(memo, which="b")
    assert (chosen(), len(made)) == (3, 2)
    give(memo, a=9)
    assert (chosen(), len(made)) == (3, 2)


def test_a_failure_is_not_remembered() -> None:
    memo = Memo()
    give(memo, number=0)

    def share() -> float:
        return memo.ask("share", lambda: memo.ask("inner", lambda: 1 / memo.read(Input[Any]("number"))))

    with pytest.raises(ZeroDivisionError):
        share()
    give(memo, number=2)
    assert share() == 0.5
    give(memo, number=0)
    with pytest.raises(ZeroDivisionError):
        share()


def test_an_interruption_keeps_the_answers_made_so_far() -> None:
    memo, made = Memo(), list[str]()

    def whole() -> int:
        return count(memo, "whole", made, lambda: sum(count(memo, f"part {n}", made, lambda n=n: n) for n in range(4)))

    memo.must_wait = lambda: len(made) > 2
    with pytest.raises(Interrupted):
        whole()
    memo.must_wait = None
    assert whole() == 6
    assert sorted(made) == ["part 0", "part 1", "part 2", "part 3", "whole", "whole"]


def test_an_answer_needs_the_files_of_the_answers_it_depends_on() -> None:
    memo = Memo()
    give(memo, logo="a.svg")

    def wall() -> str:
        return memo.ask("wall", lambda: memo.ask("logo", lambda: memo.need(memo.read(Input[Any]("logo"))) or "bild"))

    assert (wall(), memo.files_of("wall")) == ("bild", {"a.svg"})
    give(memo, logo="b.svg")
    assert (wall(), memo.files_of("wall")) == ("bild", {"b.svg"})


def test_inputs_cannot_change_while_an_answer_is_being_made() -> None:
    memo = Memo()
    with pytest.raises(RuntimeError):
        memo.ask("x", lambda: give(memo, y=1))


def test_same_compares_by_identity() -> None:
    one, other = [1], [1]
    assert Same(one) == Same(one)
    assert Same(one) != Same(other)


# ---- the site


@pytest.fixture
def bench(tmp_path: Path) -> Workbench:
    shutil.copytree(BASE, tmp_path / "content")
    return Workbench(read_content(tmp_path / "content"), DAY, read_theme(PROJECT / "theme"), shows_drafts=True)


CONSTANT = {
    "library": {"registers", "mark_makers", "gallery", "memo", "shelves", "take", "marks", "known", "referred_by", "setting_of",
                "setting_of_torn", "ask", "gather", "gather_each", "ask_each", "is_withheld", "is_shown", "is_checked",
                "only_shown", "shown", "listed", "all", "only", "speak", "code", "prefix", "is_here", "foreign", "written",
                "refuse_pieces", "gather_together", "revivers", "list_revivers", "revive", "is_over"},
    "shelves": {"files", "give", "all", "is_complete", "place"},
    "context": {"library", "texts", "known", "kinds", "pieces", "make_known", "make_parts", "in_language", "translated",
                "find_shown_marks"},
    "gallery": {"memo", "files", "sizes", "store", "published", "find_published", "all_published"},
}  # fmt: skip
"""Functions that depend on no site, or ways of asking that are tested below; reads in another language are tested there."""


@pytest.mark.parametrize("part", CONSTANT)
def test_everything_that_a_page_may_read_of_the_site_is_recorded(bench: Workbench, part: str) -> None:
    thing: Any = {
        "library": bench.library,
        "shelves": bench.library.shelves,
        "context": bench.context,
        "gallery": bench.library.gallery,
    }[part]
    methods = {
        name
        for name in dir(type(thing))
        if callable(getattr(type(thing), name)) and not isinstance(getattr(type(thing), name), property)
    }
    for name in dir(thing):
        if name.startswith("_") or name in CONSTANT[part] or (part in ("context", "gallery") and name in methods):
            continue

        def read(name: str = name) -> Any:
            value = getattr(thing, name)
            value = value() if name in methods else value
            return tuple(value) if hasattr(value, "__next__") else value

        assert reads_of(bench.memo, read), f"{part}.{name} is read unrecorded; if it depends on no site, add it to CONSTANT"


def reads_of(memo: Memo, read: Callable[[], Any]) -> int:
    """Return the number of answers and inputs that a function reads."""
    key = Same(read)
    memo.ask(key, read)
    return len(memo._nodes[key].dependencies)


def test_every_way_of_asking_the_library_is_recorded(bench: Workbench) -> None:
    library = bench.library
    record = library.records().__next__()
    ways: tuple[Callable[[], Any], ...] = (
        lambda: library.all(Fact),
        lambda: library.shown(Fact),
        lambda: library.listed(TextPage),
        lambda: library.only(Fact),
        lambda: library.known(Fact).things.get("x"),
        lambda: library.known(Fact).get(None) or "x" in library.known(Fact).things,
        lambda: list(library.known(Fact).shown),
        lambda: library.referred_by("lokalt mål").names,
        lambda: library.marks(library.setting_of(record)).names,
        lambda: library.is_shown(record),
        lambda: library.is_checked(record),
        lambda: list(library.only_shown([record])),
        lambda: library.ask(lambda library: library.today),
        lambda: library.gather(lambda library: iter([library.today])),
        lambda: library.shelves.all(Fact),
        lambda: library.shelves.is_complete(Fact),
        lambda: library.shelves.place("x"),
        lambda: "x" in library.shelves.files,
        lambda: library.gallery.files.get("x"),
        lambda: library.gallery.picture("bilder/frukost.png"),
        lambda: library.gallery.logo("x"),
        lambda: library.gallery.document("bilder/frukost.png"),
    )
    assert [number for number, way in enumerate(ways) if not reads_of(bench.memo, way)] == []


def test_a_changed_figure_rebuilds_only_pages_that_show_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content = shutil.copytree(BASE, tmp_path / "content")
    made = list[str]()

    def build(record: TextPage, context: PageContext) -> SitePage:
        made.append(record.name)
        return build_page(record, context)

    kinds = tuple(replace(kind, build=build) if kind.model is TextPage else kind for kind in KINDS)
    monkeypatch.setattr("plugins.site.assembly.frame.KINDS", kinds)
    theme, facts, start = read_theme(PROJECT / "theme"), content / "fakta.yaml", content / "sidor" / "start.md"
    luncher = "\n- id: luncher\n  värde: 40\n  avser: 2026\n  källa: Kansliet\n"
    facts.write_text(facts.read_text("utf-8") + luncher, "utf-8")
    start.write_text(start.read_text("utf-8") + "\nVi lagar {fakta:luncher} luncher.\n", "utf-8")
    reader = ShelfReader(content, SHELVES)
    bench = Workbench(reader.read(), DAY, theme)
    prepare(bench)
    assert sorted(made) == ["om", "start"]
    made.clear()
    facts.write_text(facts.read_text("utf-8").replace(luncher, luncher.replace("40", "41")), "utf-8")
    bench.take(reader.read_again([facts]), DAY, theme)
    prepare(bench)
    assert made == ["start"]


def test_only_pictures_are_read_from_the_disk_while_pages_are_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(BASE, tmp_path / "content")
    reading, theme = read_content(tmp_path / "content"), read_theme(PROJECT / "theme")
    prepare(Workbench(reading, DAY, theme, shows_drafts=True))  # the program has read its own files by now
    found: set[str] = set()
    for name in ("read_text", "read_bytes", "open", "exists", "is_file", "is_dir", "iterdir", "stat", "glob", "rglob"):
        real = getattr(Path, name)

        def watched(*given: Any, real: Callable[..., Any] = real, **named: Any) -> Any:
            frame: Any = sys._getframe(1)
            while frame.f_back and str(PROJECT / "plugins") not in frame.f_code.co_filename:
                frame = frame.f_back
            found.add(frame.f_code.co_filename.removeprefix(f"{PROJECT}/"))
            return real(*given, **named)

        monkeypatch.setattr(Path, name, watched)
    bench = Workbench(reading, DAY, theme, shows_drafts=True)
    assert prepare(bench).site is not None
    monkeypatch.undo()
    may = ("plugins/core/intake/", "plugins/core/pictures/gallery", "plugins/core/cache/disk_cache")
    assert {module for module in found if not module.startswith(may)} == set()


# ---- answers of another memo


def fill(memo: Memo, made: list[str]) -> tuple[Callable[[], int], Callable[[], str]]:
    """Return two questions of a memo; the second depends on the first."""

    def length() -> int:
        return int(count(memo, "length", made, lambda: len(memo.read(Input[Any]("words")))))

    def page() -> str:
        return str(count(memo, "page", made, lambda: f"{memo.read(Input[Any]('name'))} {length()}"))

    return length, page


def pass_on(memo: Memo, *forgotten: str) -> Memo:
    """Return a memo that has adopted the answers of another, except for some."""
    other = Memo()
    other.adopt(pickle.loads(pickle.dumps([*memo.export(lambda key: key not in forgotten)])))
    return other


@pytest.mark.parametrize("forgotten", [(), ("length",), ("page",), ("length", "page")])
def test_adopted_answers_are_made_again_only_if_they_depend_on_a_change(forgotten: tuple[str, ...]) -> None:
    memo, made = Memo(), list[str]()
    give(memo, words="ett", name="Lykta", other=1)
    assert fill(memo, made)[1]() == "Lykta 3"
    for changed, shown, expected in (
        ({"other": 2}, "Lykta 3", {"page"} & {*forgotten}),
        ({"words": "två"}, "Lykta 3", {"page", "length"}),  # only the page can tell how the length is made
        ({"name": "Veke"}, "Veke 3", {"page"} | ({"length"} & {*forgotten})),
        ({"words": "tre!"}, "Lykta 4", {"page", "length"}),
    ):
        other, anew = pass_on(memo, *forgotten), list[str]()
        give(other, **{"words": "ett", "name": "Lykta", "other": 1, **changed})
        assert fill(other, anew)[1]() == shown
        assert {*anew} - {"length"} == expected - {"length"}
        assert {*anew} <= {"page", "length"}


def test_a_revived_answer_that_is_unchanged_keeps_the_answers_that_depend_on_it() -> None:
    memo, made = Memo(), list[str]()
    give(memo, words="ett", name="Lykta")
    fill(memo, made)[1]()
    other, anew = pass_on(memo), list[str]()
    other.revive = lambda key: (lambda: len(other.read(Input[Any]("words")))) if key == "length" else None
    give(other, words="två", name="Lykta")
    assert (fill(other, anew)[1](), anew) == ("Lykta 3", [])
    give(other, words="fyra", name="Lykta")
    assert (fill(other, anew)[1](), anew) == ("Lykta 4", ["page"])


def test_an_answer_that_depends_on_an_unknown_one_is_not_adopted() -> None:
    memo, made = Memo(), list[str]()
    give(memo, words="ett", name="Lykta")
    length, page = fill(memo, made)
    length()
    since = len(memo)
    page()
    later = [*memo.export(lambda _: True, since)]
    stranger, anew = Memo(), list[str]()
    give(stranger, words="ett", name="Veke")
    stranger.adopt(later)
    assert (fill(stranger, anew)[1](), anew) == ("Veke 3", ["page", "length"])
    memo_too = pass_on(memo)
    memo_too.adopt(later)
    assert (fill(memo_too, anew)[1](), anew[2:]) == ("Lykta 3", [])


def test_an_answer_not_asked_for_recently_is_not_exported() -> None:
    memo, made = Memo(), list[str]()
    give(memo, words="ett", name="Lykta")
    length, page = fill(memo, made)
    page()
    for number in range(RECENT):
        give(memo, other=number)
        length()
    assert {one.key for one in memo.export(lambda _: True) if not one.is_input} == {"length"}


def test_an_answer_not_asked_for_recently_is_evicted_and_made_again() -> None:
    memo, made = Memo(), list[str]()
    give(memo, words="ett", name="Lykta")
    length, page = fill(memo, made)
    page()
    memo.evict(1)
    assert {one.key for one in memo.export(lambda _: True) if not one.is_input} == {"length", "page"}
    for number in range(RECENT):
        give(memo, other=number)
        length()
    memo.evict(RECENT)
    assert (len([*memo.export(lambda _: True)]), made) == (len(memo), ["page", "length"])
    assert (page(), made[2:]) == ("Lykta 3", ["page"])


def fill_checked(memo: Memo, made: list[str]) -> tuple[Callable[[], str], Callable[[], int]]:
    """Return functions that ask for a page and for its number of wrong words; both depend on the parsed page."""

    def ask(key: str, make: Callable[[], Any]) -> Any:
        return memo.ask(key, lambda: (made.append(key), make())[1])

    def read() -> tuple[str, ...]:
        return ask("read", lambda: tuple(memo.read(Input[Any]("text")).split()))  # type: ignore[no-any-return]

    def page() -> str:
        return ask("page", lambda: " ".join(read()))  # type: ignore[no-any-return]

    def wrong() -> int:
        return ask("wrong", lambda: sum(word not in memo.read(Input[Any]("right")) for word in read()))  # type: ignore[no-any-return]

    return page, lambda: ask("problems", wrong)


def pass_on_apart(memo: Memo) -> tuple[Memo, list[KeptAnswer]]:
    """Return a memo that has adopted another's answers except for the rest, and that rest."""
    first, rest = memo.export_apart(lambda _: True, lambda _: False, lambda key: key == "problems")
    other, kept, left = Memo(), [*first], [*rest]
    other.adopt_apart(kept, memo.latest, lambda: left)
    return other, left


def test_answers_used_only_by_checking_are_adopted_only_when_taken() -> None:
    memo, made = Memo(), list[str]()
    given = {"text": "ett tva tre", "right": ("ett", "två", "tre")}
    give(memo, **given)
    page, check = fill_checked(memo, made)
    assert (page(), check()) == ("ett tva tre", 1)
    for changed, shown, is_wrong, anew_of_page, is_checked_anew in (
        ({}, "ett tva tre", 1, [], False),
        ({"right": ("ett", "tre")}, "ett tva tre", 1, [], True),
        ({"right": ("ett",)}, "ett tva tre", 2, [], True),
        ({"text": "ett  två tre"}, "ett två tre", 0, ["page", "read"], True),
        ({"text": "ett  tva tre"}, "ett tva tre", 1, ["page", "read"], False),
    ):
        other, rest = pass_on_apart(memo)
        assert {one.key for one in rest} == {"problems", "wrong"}
        give(other, **{**given, **changed})
        anew = list[str]()
        page, check = fill_checked(other, anew)
        assert (page(), sorted(anew)) == (shown, anew_of_page)
        anew.clear()
        other.take_rest()
        assert (check(), "wrong" in anew) == (is_wrong, is_checked_anew)


def test_answers_not_yet_taken_are_made_again() -> None:
    memo, made = Memo(), list[str]()
    give(memo, text="ett tva tre", right=("ett", "två", "tre"))
    page, check = fill_checked(memo, made)
    assert (page(), check()) == ("ett tva tre", 1)
    other, _ = pass_on_apart(memo)
    anew = list[str]()
    give(other, text="ett tva tre", right=("ett", "två"))
    page, check = fill_checked(other, anew)
    assert check() == 2
    other.take_rest()  # too late for answers already asked for, which stay
    assert (page(), check()) == ("ett tva tre", 2)
    assert sorted(anew) == ["problems", "wrong"]


def test_the_rest_is_not_assumed_to_be_current() -> None:
    """Its revisions may be later than those of the answers adopted first."""
    memo, made = Memo(), list[str]()
    give(memo, text="ett", right=("ett",))
    page, check = fill_checked(memo, made)
    page()
    for number in range(3):
        give(memo, right=("ett", "två", "tre")[: number + 1])
        check()
    other, _ = pass_on_apart(memo)
    give(other, text="ett", right=())
    other.take_rest()
    assert fill_checked(other, [])[1]() == 1


def test_a_memo_beside_another_lacks_one_input_on_which_its_asker_does_not_depend() -> None:
    memo, made = Memo(), list[str]()
    words, day = Input[str]("words"), Input[int]("day")
    memo.give(words.of("ett"), day.of(1))

    def beside() -> Memo:
        return count(memo, "beside", made, lambda: memo.open_beside(day))

    other = beside()
    assert other.read(words) == "ett"
    with pytest.raises(LookupError):
        other.read(day)
    memo.give(day.of(2))
    assert beside() is other
    memo.give(words.of("två"))
    assert beside().read(words) == "två"
    assert made == ["beside"] * 2
