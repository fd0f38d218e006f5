"""Each command imports only what it needs; one with nothing to do imports nothing heavy."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]
HEAVY = frozenset({"pydantic", "phonenumbers", "babel", "PIL", "pelican", "nh3", "markdown", "selectolax", "yaml", "jinja2"})
"""Packages whose imports together take most of a second."""


def _imported(*words: str) -> set[str]:
    """Return the packages that a command imports in the environment."""
    command = [sys.executable, "-X", "utf8", "-X", "importtime", "-X", "door", str(PROJECT / "tasks.py"), *words]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=True, timeout=120)
    return set(re.findall(r"(?m)^import time:\s+\d+ \|\s+\d+ \|\s+(\w+)$", done.stderr))


@pytest.mark.parametrize("words", ["--version", "--help", "check --help"])
def test_version_and_help_load_nothing_of_the_site(words: str) -> None:
    assert not _imported(*words.split()) & (HEAVY - {"yaml"})  # which Invoke itself loads


def test_a_check_with_nothing_new_loads_neither_the_site_nor_invoke() -> None:
    site = str(PROJECT / "tests/sites/_base")
    words = ("check", "--content", site, "--date", "2026-11-22")
    _imported(*words)
    again = _imported(*words)
    assert not again & (HEAVY | {"invoke"})
