"""What the intake gives: a file of the editors as it is shown, or why it cannot be; and how that is kept.

Values only: this module decodes nothing, so that reading what is kept costs no more than a small file.
"""

from __future__ import annotations

import hashlib
from dataclasses import field

from plugins.core.dataclass import dataclass
from plugins.core.intake.findings import Finding
from plugins.core.intake.sizes import LogoShape


@dataclass(frozen=True, slots=True)
class Variant:
    """One file that is written to the site."""

    role: str
    """What it is for: `svg`, or a display and density (`large-2`), or a picture's `wide`."""
    ending: str
    width: int
    height: int
    """In pixels of the file."""
    data: bytes = field(repr=False)
    digest: str = ""
    """The beginning of the SHA-256 of its bytes: part of its name, so that browsers may keep it."""

    @property
    def is_fallback(self) -> bool:
        """True for what browsers without WebP are given."""
        return self.ending != "webp"


@dataclass(frozen=True, slots=True)
class Taken:
    """A file that has been through the intake."""

    width: float
    """The width of what is shown, margins trimmed: in pixels of the original, or units of an SVG."""
    height: float
    ink: float
    """Density of a logo, 0 to 1; 0 where it is not measured."""
    is_scalable: bool
    """True where it is shown as SVG."""
    variants: tuple[Variant, ...]
    findings: tuple[Finding, ...]
    doubt: float = 0
    """The part of `ink` that is guessed: text of the visitor's own fonts."""

    @property
    def is_shown(self) -> bool:
        """False where it was refused."""
        return bool(self.variants)

    @property
    def ratio(self) -> float:
        """Width by height."""
        return self.width / self.height

    @property
    def mark(self) -> LogoShape:
        """What a logo's size depends on."""
        return LogoShape(self.ratio, self.ink, self.doubt)


def digest_of(data: bytes) -> str:
    """Return what names a file by its content: 40 bits, as for stylesheet and script."""
    return hashlib.sha256(data).hexdigest()[:10]
