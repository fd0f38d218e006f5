"""PyYAML's parser in C, which reads most headers and registers, makes the nodes that the one in Python makes."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from plugins.core.records import bounded
from plugins.core.records import read as records
from plugins.site.prepare import read_content

PROJECT = Path(__file__).parents[2]
PIECES = (
    *(
        "namn: xxx",
        "namn:",
        "  roll: xxxx",
        "  avtal:",
        "    - mål: 1",
        "    - nivå: xx",
        "- namn: Å",
        "-",
        "- xxx",
        "dag: 2026-11-22",
    ),
    *("e-post: alva@example.org", "adress: https://example.org/?a=b#c", "# anteckning", "", "  xxxx", "tal: 1 2", "a b: xxx: xx"),
    *(
        "telefon: 070-174 06 05",
        "  - xx",
        "titel: xx # nej",
        "åäö: x",
        "tom: ~",
        "lista: a, b",
        "x: y: z",
        "   x: y",
        "'a': b",
        "a: [b]",
    ),
)


def _plain(node: yaml.Node | None) -> Any:
    if node is None:
        return None
    start = (node.tag, node.start_mark.line, node.start_mark.column)
    if isinstance(node, yaml.MappingNode):
        return (*start, [(_plain(key), _plain(value)) for key, value in node.value])
    if isinstance(node, yaml.SequenceNode):
        return (*start, list(map(_plain, node.value)))
    return (*start, node.value, node.style or None)


def _composed(text: str) -> Any:
    try:
        return _plain(bounded.compose(text))
    except (yaml.YAMLError, bounded.TooMuch) as error:
        return type(error)


@pytest.fixture(scope="module")
def texts() -> list[str]:
    found: list[str] = []
    compose = bounded.compose
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(records, "compose", lambda text: (found.append(text), compose(text))[1])
        read_content(PROJECT / "content")
        read_content(PROJECT / "tests/sites/_base")
    return [*dict.fromkeys(found), *_soups()]


def _soups() -> Iterator[str]:
    rng = random.Random(14)
    for _ in range(600):
        yield "\n".join(rng.choices(PIECES, k=rng.randint(1, 6)))


@pytest.mark.skipif(bounded._LOADER_IN_C is None, reason="PyYAML has no parser in C here")
def test_both_parsers_make_the_same_nodes(texts: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    in_c = list(map(_composed, texts))
    monkeypatch.setattr(bounded, "_LOADER_IN_C", None)
    in_python = list(map(_composed, texts))
    differing = [text for text, one, other in zip(texts, in_c, in_python, strict=True) if one != other]
    assert not differing, differing[:3]


def test_most_of_the_real_content_is_read_in_c(texts: list[str]) -> None:
    real = texts[:-600]
    assert len(real) > 40
    assert sum(not bounded._NESTS.search(text) for text in real) > 0.8 * len(real)
