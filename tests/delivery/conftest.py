"""The trial project of the flow, here too."""

from tests.flow.conftest import built, compiled_once, drawn_once, trial

__all__ = ["built", "compiled_once", "drawn_once", "trial"]
