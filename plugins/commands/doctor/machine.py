"""What this computer says of its system, programs, disk and clock, in one class that a test can replace.

In: questions. Out: answers; what cannot be known is None. Called by `commands.doctor.task`.
"""

from __future__ import annotations

import os
import platform
import shutil
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path


class Machine:
    """The computer that we run on; what is asked of it changes nothing that stays."""

    system = platform.system()
    """`Linux`, `Windows` or `Darwin` (macOS)."""
    python = sys.version_info[:3]

    def find_program(self, name: str) -> str | None:
        """Return where a program lies, None where the computer has none."""
        return shutil.which(name)

    def free_bytes(self, folder: Path) -> int:
        """Return how many bytes there is room for where a folder lies."""
        return shutil.disk_usage(folder).free

    def now(self) -> datetime:
        """Return what the clock says."""
        return datetime.now(UTC)

    def try_to_write(self, folder: Path) -> None:
        """Make a file in a folder and take it away; raise `OSError` where that may not be."""
        handle, name = tempfile.mkstemp(prefix=".prov-", dir=folder)
        os.close(handle)
        Path(name).unlink()

    def may_change(self, file: Path) -> bool:
        """Tell whether a file may be read and written anew."""
        return os.access(file, os.R_OK | os.W_OK)

    def rename(self, old: Path, new: Path) -> None:
        """Give a folder another name; raise `OSError` where somebody holds it."""
        old.rename(new)

    def read_font(self, file: Path) -> None:
        """Open a font as the pictures do that are shown where pages are shared; raise `OSError` where that fails."""
        from PIL import ImageFont  # noqa: PLC0415 (only this question needs it)

        try:
            ImageFont.truetype(str(file), 20)
        except (ImportError, NotImplementedError, ValueError) as error:
            # A Pillow without FreeType, one whose FreeType reads no woff2, a file that is no such font.
            raise OSError(f"{file.name}: {error}") from error
