"""Each component has a snapshot in each mode with its current text, and there are no others.

`tests/browser/test_snapshots.py` compares what they look like.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from plugins.commands.refresh import WRITING_TESTS
from tests.browser.pictures import MODES, PICTURES, read_colours
from tests.components.rendering import COMPONENTS, list_example_words
from tests.conftest import PROJECT
from tests.editing.handbook import PICTURES as HANDBOOK_PICTURES
from tests.picture_words import diff_words, keep_words, list_words, take_seen

WRITE = "python3 tasks.py refresh --only"


def test_each_component_has_all_pictures_and_no_other_picture_is_kept() -> None:
    kept = {path.relative_to(PICTURES).as_posix() for kind in ("png", "txt") for path in PICTURES.rglob(f"*.{kind}")}
    folders = {mode.replace(" ", "-"): "png" for mode in MODES} | {"words": "txt"}
    due = {f"{folder}/{component}.{suffix}" for folder, suffix in folders.items() for component in COMPONENTS}
    assert sorted(due - kept) == [], f"write these, and look at them: {WRITE} NAME"
    assert sorted(kept - due) == [], "take these away, of which there is no component"


def test_each_picture_contains_the_list_of_its_colours() -> None:
    """Without it, a refresh cannot distinguish a slightly different colour from noise."""
    kept = [*PICTURES.rglob("*.png"), *HANDBOOK_PICTURES.glob("*.png")]
    without = [file.relative_to(PROJECT).as_posix() for file in kept if not read_colours(file)]
    assert sorted(without) == [], "remove these, then: python3 tasks.py refresh"


def test_the_words_in_the_pictures_of_each_component_are_current() -> None:
    files = {name: PICTURES / "words" / f"{name}.txt" for name in COMPONENTS}
    other = {name: diff_words(list_example_words(name), file) for name, file in files.items() if file.exists()}
    stale = [name for name, lines in other.items() if lines]
    differences = "\n".join(f"{name}\n  " + "\n  ".join(other[name]) for name in stale)
    write = f'{WRITE} "{" or ".join(stale)}"'
    assert not stale, (
        f"these components say something else than in their pictures: write them anew, and look at them\n  {write}\n{differences}"
    )


def test_the_name_of_a_component_selects_only_its_own_pictures() -> None:
    """A name in that of a test would choose all components (pytest's `-k`)."""
    tests = " ".join(WRITING_TESTS)
    assert [name for name in COMPONENTS if name in tests] == [], "rename the test, or the component"


# ---- the comparison itself


PAGE = """<title>T</title><a hidden>Hoppa</a><h1>Mål <b>1</b></h1><select><option>Ett<option selected>Två</select>
<!-- not this --><input type="hidden" value="x"><input value="Bo  Ek"><p>Nere</p><p>Längst ner</p><button>Spara</button>"""
LINES = ["a Hoppa", "h1 Mål", "b 1", "select Två", "input text Bo Ek", "p Nere", "p Längst ner", "button Spara"]
SHOWN = [("Hoppa", False), ("Mål", True), ("1", True), ("Ny", True), ("Nere", True), ("Längst ner", False), ("Spara", True)]
KEPT = ["…", "h1 Mål", "b 1", "select Två", "input text Bo Ek", "p Nere", "…", "button Spara"]


def test_the_words_of_a_page_are_those_that_it_shows() -> None:
    assert list_words(BeautifulSoup(PAGE, "html.parser")) == LINES
    assert take_seen(LINES, SHOWN) == (KEPT, ["Ny"])


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (LINES, []),
        (["a Hoppa över", *LINES[1:6], "p Annat", "p Mer", "button Spara"], []),  # where nothing of it is seen
        ([*LINES[:4], "p Nytt", *LINES[4:]], ["+ p Nytt", "- p Nere"]),
        ([*LINES[:2], *LINES[3:]], ["- b 1", "+ p Längst ner"]),
        (LINES[:7], ["- button Spara", "+ p Längst ner"]),
        ([*LINES, "p Slut"], ["+ p Slut"]),
        ([], [f"- {line}" for line in KEPT[1:6]]),
    ],
    ids=["same", "unseen", "more", "less", "gone", "longer", "nothing"],
)
def test_a_visible_difference_from_a_picture_is_reported(tmp_path: Path, now: list[str], expected: list[str]) -> None:
    keep_words(KEPT, tmp_path / "kept.txt")
    assert diff_words(now, tmp_path / "kept.txt") == expected
