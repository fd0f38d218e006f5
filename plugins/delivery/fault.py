"""The exceptions of a delivery. Raised by every part of this folder, told by the task alone."""

from __future__ import annotations

from typing import Final

AWAY: Final = "Ta bort eller flytta den, och kör samma kommando igen."
FOLDER_IN_THE_WAY: Final = f"Mappen {{name}} är inte vår, och webbplatsen behöver en fil med det namnet. {AWAY}"


class TargetMisread(Exception):
    """Where to deliver was written in a way that cannot be understood: wrong usage. The text says what to write, in Swedish."""


class DeliveryFault(Exception):
    """Something is not as it must be at the target or on the way there. The text says what to do, in Swedish."""
