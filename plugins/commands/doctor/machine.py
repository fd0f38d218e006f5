"""Questions about this computer's system, programs, disk and clock, in one class that tests replace."""

from __future__ import annotations

import os
import platform
import shutil
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path


class Machine:
    """The computer that we run on; none of its methods changes anything that stays."""

    system = platform.system()
    """`Linux`, `Windows` or `Darwin` (macOS)."""
    python = sys.version_info[:3]

    def find_program(self, name: str) -> str | None:
        """Return the path of a program; None where the computer has none."""
        return shutil.which(name)

    def free_bytes(self, folder: Path) -> int:
        """Return the free space on a folder's disk."""
        return shutil.disk_usage(folder).free

    def now(self) -> datetime:
        """Return the current time."""
        return datetime.now(UTC)

    def try_to_write(self, folder: Path) -> None:
        """Create a file in a folder and delete it; raise `OSError` where that is not possible."""
        handle, name = tempfile.mkstemp(prefix=".prov-", dir=folder)
        os.close(handle)
        Path(name).unlink()

    def may_change(self, file: Path) -> bool:
        """Return whether a file may be read and written."""
        return os.access(file, os.R_OK | os.W_OK)

    def rename(self, old: Path, new: Path) -> None:
        """Rename a folder; raise `OSError` where it is in use."""
        old.rename(new)

    def read_font(self, file: Path) -> None:
        """Open a font as is done for share pictures; raise `OSError` where that fails."""
        from PIL import ImageFont  # noqa: PLC0415 (only this question needs it)

        try:
            ImageFont.truetype(str(file), 20)
        except (ImportError, NotImplementedError, ValueError) as error:
            # Pillow without FreeType, FreeType without woff2, or a file that is not such a font.
            raise OSError(f"{file.name}: {error}") from error
