"""Patterns for the parts of a line of YAML, used by the scanner of `core.records` and its repairs."""

from __future__ import annotations

import re

import yaml

from plugins.core.records.compose import compose
from plugins.core.swedish import compare_key

KEY = re.compile(r"""(?P<name>"[^"\n]+"|'[^'\n]+'|[^\s\#:"'\[\]{}&*!|>%@`,?-](?:[^:\n]*[^:\s])?)(?P<space>[^\S\n]*):(?=\s|$)""")
QUOTED = re.compile(r"\"(?>(?:[^\"\\]|\\.)*)\"|'(?>(?:[^']|'')*)'", re.DOTALL)
NUMBER_SIGN = re.compile(r"#\d")
"""`#2` in place of a number: the number is meant, not a comment."""


def key_name(key: re.Match[str]) -> str:
    """Return the compared name of a field, without the quotes that a form editor may have added."""
    return compare_key(key["name"].strip("\"'"))


def is_quoted(text: str) -> bool:
    """Return whether the whole value is one quoted string in valid YAML."""
    if not QUOTED.fullmatch(text):
        return False
    try:
        compose(text)
    except yaml.YAMLError:
        return False
    return True
