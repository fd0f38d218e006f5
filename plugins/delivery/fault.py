"""The exceptions of a delivery. Any part of this folder raises them; only the task shows them to the user."""

from __future__ import annotations

from typing import Final

AWAY: Final = "Ta bort eller flytta den, och kör samma kommando igen."
FOLDER_IN_THE_WAY: Final = f"Mappen {{name}} är inte vår, och webbplatsen behöver en fil med det namnet. {AWAY}"


class TargetMisread(Exception):
    """The target as written cannot be understood: a usage error. The message says what to write, in Swedish."""


class DeliveryFault(Exception):
    """Something is wrong at the target or on the way there. The message says what to do, in Swedish."""
