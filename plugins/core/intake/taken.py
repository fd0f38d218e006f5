"""The result of the intake: a file of the editors as it is shown, or why it cannot be.

Plain values; this module decodes nothing, so that reading a cached result costs no more than reading a small file.
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
    """Its purpose: `svg`, a size of logos and a density (`large-2`), or `wide` for a picture."""
    ending: str
    width: int
    height: int
    """In pixels of the file."""
    data: bytes = field(repr=False)
    digest: str = ""
    """The first digits of the SHA-256 of its bytes: part of its name, so that browsers can cache it for ever."""

    @property
    def is_fallback(self) -> bool:
        """Whether it is for browsers without WebP."""
        return self.ending != "webp"


@dataclass(frozen=True, slots=True)
class Taken:
    """The result of the intake of one file."""

    width: float
    """The width of what is shown, without margins: in pixels of the original, or units of an SVG."""
    height: float
    ink: float
    """Density of a logo, 0 to 1; 0 if it was not measured."""
    is_scalable: bool
    """Whether it is shown as SVG."""
    variants: tuple[Variant, ...]
    findings: tuple[Finding, ...]
    doubt: float = 0
    """The part of `ink` that is estimated: text in the visitor's own fonts."""

    @property
    def is_shown(self) -> bool:
        """False if it was refused."""
        return bool(self.variants)

    @property
    def ratio(self) -> float:
        """Width divided by height."""
        return self.width / self.height

    @property
    def mark(self) -> LogoShape:
        """What a logo's size depends on."""
        return LogoShape(self.ratio, self.ink, self.doubt)


def digest_of(data: bytes) -> str:
    """Return the part of a file name that identifies its contents: 40 bits, as for stylesheet and script."""
    return hashlib.sha256(data).hexdigest()[:10]
