"""Fixtures for tests of the intake."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from plugins.core.intake import draw


@pytest.fixture
def short_timeout(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Use a drawing process of the test's own with a timeout of one second; the shared one has ten."""
    monkeypatch.setattr(draw, "TIMEOUT", 1)
    monkeypatch.setattr(draw, "_drawer", None)
    yield
    draw._close_drawer()
