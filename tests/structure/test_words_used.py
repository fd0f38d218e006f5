"""Every interface word is used; an unused one would be translated and proofread for nothing."""

from __future__ import annotations

import re

import yaml

from tests.structure.code import PLUGINS, PROJECT

IN_PARTS = re.compile(r"\{[\w.]+\}_(\w+)|\b(\w+_)\{[\w.]+\}")
"""The literal part of a composed name, `{own}_title` or `phase_{name}`."""


def read_code() -> str:
    """Return all text that may ask for a word: modules, templates, and tables beside modules."""
    paths = [path for kind in ("*.py", "*.html", "*.yaml") for path in PLUGINS.rglob(kind)]
    paths += (PROJECT / "theme" / "templates").rglob("*.html")
    return "\n".join(path.read_text("utf-8") for path in paths)


def test_every_interface_word_is_used() -> None:
    code = read_code()
    names = set(re.findall(r"\w+", code))
    parts = IN_PARTS.findall(code)
    ends, begins = tuple(f"_{end}" for end, _ in parts if end), tuple(begin for _, begin in parts if begin)
    words = yaml.safe_load((PROJECT / "theme" / "words" / "sv.yaml").read_text("utf-8"))
    unsaid = [word for word in words if word not in names and not word.endswith(ends) and not word.startswith(begins)]
    assert unsaid == [], "nothing asks for these words: take them out of each list in theme/words/"
