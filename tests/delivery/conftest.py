"""The trial project of the flow, here too, and the two ways to deliver to a folder of this machine."""

from __future__ import annotations

import pytest

from plugins.delivery.folder import LinkedFolder
from plugins.delivery.local import LocalFiles
from tests.delivery.sites import Makes
from tests.flow.conftest import built, trial

__all__ = ["built", "trial"]


@pytest.fixture(params=[LocalFiles, LinkedFolder])
def makes(request: pytest.FixtureRequest) -> Makes:
    """Return what gives the place that a folder is."""
    return request.param  # type: ignore[no-any-return]  # one of the two
