"""What tests of the intake share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from plugins.core.intake import draw


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let a process of the test's own draw, which has a second for each drawing; the one that others use has its ten."""
    monkeypatch.setattr(draw, "TIMEOUT", 1)
    monkeypatch.setattr(draw, "_drawer", None)
    yield
    draw._close_drawer()
