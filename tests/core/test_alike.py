"""libyaml yields the same nodes at the same places as PyYAML, which reads all files where it would not."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from plugins.core.records import compose as composing
from plugins.core.records import read as records
from plugins.core.records.alike import is_read_alike
from plugins.site.prepare import read_content
from tests.core.test_fuzz import PROJECT, few

pytestmark = pytest.mark.skipif(not yaml.__with_libyaml__, reason="this PyYAML was built without libyaml")

BLOCK = (
    "a", "b: ", "c:", "- ", "-", "\n", "\n\n", "\n  ", "\n- ", "\n  - ", "\n    ", "  ", " ", ":", "#", " # c", "'", '"', "''",
    "|", ">", "|-", ">+", "|2", "\\", "\\n", '"\\x41"', "x y", "å", "🎈", "http://x", "=", "~", "<<: ", "R&B", "b@c", ".", "..",
    "\r", "\u00a0",
)  # fmt: skip
FLOW = (
    *BLOCK[:20], "[", "]", "[1, 2]", "[a]", " [b, c]", ", ", ",", "{", "}", "{a: b}", "? ", "?", "&a ", "*a", "!x ", "%", "@",
    "`", "\t", "---", "...", "\ufeff", "\u2028", "\x85", "\x07",
)  # fmt: skip


def outline(node: yaml.Node | None) -> Any:
    """Return what `Restorer` reads of a node: values, styles, places, the last lines of scalars."""
    if node is None:
        return None
    place = (node.start_mark.line, node.start_mark.column)
    if isinstance(node, yaml.ScalarNode):
        return node.value, node.style or None, place, node.end_mark.line
    if isinstance(node, yaml.SequenceNode):
        return [outline(item) for item in node.value], place
    return [(outline(key), outline(value)) for key, value in node.value], place


def parse(text: str, loader: type) -> Any:
    """Return what a parser makes of a text, or its error."""
    try:
        return outline(loader(text).get_single_node())
    except (yaml.YAMLError, composing.BoundsExceeded, ValueError, OverflowError):
        return "refused"


def differs(text: str) -> bool:
    """Return whether libyaml and PyYAML parse a text differently, apart from errors of libyaml, after which PyYAML is used."""
    quick = parse(text, composing._LibYAML)
    return quick != "refused" and quick != parse(text, composing._PyYAML)


@pytest.mark.parametrize("pieces", [BLOCK, FLOW], ids=["block", "flow"])
def test_text_judged_to_be_read_alike_is_read_alike(pieces: tuple[str, ...]) -> None:
    @few(400)
    @given(st.lists(st.sampled_from(pieces), max_size=16).map("".join))
    @example("a: |\n  b\n\n\nc: >-\n  d\n  e\nf: 'g\n  h'\n")
    def holds(text: str) -> None:
        assert not (is_read_alike(text) and differs(text))

    holds()


@pytest.mark.parametrize("text", ["a: |#", ">#\n b", "{a:\n}", "{-b: , c: d}", "? a\n: b", "a:\n  - [b ?c]\n", "---", "a:\tb: c"])
def test_text_that_libyaml_reads_differently_is_left_to_pyyaml(text: str) -> None:
    assert not is_read_alike(text)


@pytest.mark.parametrize("text", ["a: |#", "{a:\n}", "{-b: , c: d}", "---"])
def test_libyaml_still_differs_from_pyyaml(text: str) -> None:
    """If a newer libyaml reads these as PyYAML does, less can be left to PyYAML."""
    assert differs(text)


@pytest.mark.slow
def test_content_is_read_alike_by_both_parsers_and_nearly_all_of_it_by_libyaml(monkeypatch: pytest.MonkeyPatch) -> None:
    given_texts: list[str] = []

    def note(text: str) -> yaml.Node | None:
        given_texts.append(text)
        return composing.compose(text)

    monkeypatch.setattr(records, "compose", note)
    read_content(PROJECT / "content")
    assert len(given_texts) > 30
    assert sum(map(is_read_alike, given_texts)) > 0.9 * len(given_texts)
    for folder in ("content", "tests/sites"):
        for path in (PROJECT / folder).rglob("*.[ym][ad]*"):
            text = path.read_bytes().decode("utf-8", "replace")
            given_texts.append(text.split("---\n")[1] if path.suffix == ".md" and text.count("---\n") > 1 else text)
    assert [text for text in given_texts if is_read_alike(text) and differs(text)] == []


def test_endless_nesting_is_reported_at_the_same_place_by_both_parsers() -> None:
    deep = "".join(f"{'  ' * level}- a:\n" for level in range(30))
    with pytest.raises(composing.BoundsExceeded) as raised:
        composing.compose(deep)
    with pytest.raises(composing.BoundsExceeded) as meant:
        composing._PyYAML(deep).get_single_node()
    assert (raised.value.mark.line, raised.value.mark.column) == (meant.value.mark.line, meant.value.mark.column)
