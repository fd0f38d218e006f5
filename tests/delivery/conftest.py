"""Fixtures for delivery tests: the trial project of `tests/flow/`, and the two kinds of places in a local folder."""

from __future__ import annotations

import pytest

from plugins.delivery.folder import LinkedFolder
from plugins.delivery.local import LocalFiles
from tests.delivery.sites import Makes
from tests.flow.conftest import built, trial

__all__ = ["built", "trial"]


@pytest.fixture(params=[LocalFiles, LinkedFolder])
def makes(request: pytest.FixtureRequest) -> Makes:
    """Return the class of a place in a local folder: plain files, or a link to releases."""
    return request.param  # type: ignore[no-any-return]
