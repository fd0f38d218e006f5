"""How the parts of a line of YAML look.

Stage: read. In: nothing. Out: patterns. Called by the scanner of `core.records` and its mends.
"""

from __future__ import annotations

import re

import yaml

from plugins.core.records.bounded import compose
from plugins.core.swedish import compare_key

KEY = re.compile(r"""(?P<name>"[^"\n]+"|'[^'\n]+'|[^\s\#:"'\[\]{}&*!|>%@`,?-](?:[^:\n]*[^:\s])?)(?P<space>[^\S\n]*):(?=\s|$)""")
QUOTED = re.compile(r"\"(?:[^\"\\]|\\.)*+\"|'(?:[^']|'')*+'", re.DOTALL)
NUMBER_SIGN = re.compile(r"#\d")
"""`#2` where a number would stand is meant as one."""


def key_name(key: re.Match[str]) -> str:
    """Return the compared name of a field; a form editor may have quoted it."""
    return compare_key(key["name"].strip("\"'"))


def is_quoted(text: str) -> bool:
    """Tell whether the whole value is one quoted string that YAML can read."""
    if not QUOTED.fullmatch(text):
        return False
    try:
        compose(text)
    except yaml.YAMLError:
        return False
    return True
