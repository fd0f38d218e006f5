"""The gallery: logos, pictures and documents of `content/`, each processed once, and only if it is used.

Provides the results of the intake, problems of the files, addresses, and the files to be written. Decoders are imported only for
files that the store does not know.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from plugins.core.cache.memo import Memo
from plugins.core.files.endings import PICTURE_ENDINGS
from plugins.core.inputs import AWAITED, FILES, stamp_of
from plugins.core.intake.documents import is_document_name
from plugins.core.intake.findings import Finding, Refused, Use, answer, refuse_format, remark
from plugins.core.intake.formats import recognise
from plugins.core.intake.inspecting import InspectedFile, inspect_file
from plugins.core.intake.sizes import LogoSize
from plugins.core.intake.store import Store
from plugins.core.intake.taken import Taken, Variant
from plugins.core.places import Place, SourceFile
from plugins.core.problems import Problem, Severity
from plugins.core.swedish import slugify
from plugins.core.system.file_mark import changed_at
from plugins.core.system.plain_file import open_plain
from plugins.core.tracked import TrackedMapping

MOST_BYTES = 30_000_000
"""The size of the largest pictures of phones; a larger file is not read."""

NOTHING = Taken(0, 0, 0, False, (), ())


class Gallery:
    """Logos, pictures and documents, by path from `content/`."""

    def __init__(
        self,
        files: Mapping[str, Path],
        sizes: Mapping[str, LogoSize],
        store: Store | None = None,
        awaited: Collection[str] = (),
        memo: Memo | None = None,
        published: Mapping[str, bytes | Path] = MappingProxyType({}),
    ) -> None:
        """Open the gallery; a `memo` already has files and `awaited`. `published` is that of an earlier gallery."""
        self.memo = memo or Memo()
        if memo is None:
            self.memo.give(FILES.of(files), AWAITED.of(awaited))
        self.files: Mapping[str, Path] = TrackedMapping(self.memo, "files", lambda: self.memo.read(FILES))
        self.sizes = sizes
        self.store = store or Store()
        self._published: dict[str, bytes | Path] = dict(published)
        """What has been published and not been released since: path in the output, and the bytes, or the file with them."""

    def over(self, memo: Memo) -> Gallery:
        """Return a gallery of the same files over another memo, without published files."""
        return Gallery({}, self.sizes, self.store, memo=memo)

    @property
    def awaited(self) -> Collection[str]:
        """Files in the wrong place, which is reported for them, by the path they should have."""
        return self.memo.read(AWAITED, ())

    @property
    def published(self) -> Mapping[str, bytes | Path]:
        """What the running computation, or else any, shows and links to: path in the output, and bytes or file."""
        paths = self._published if self.memo.needed is None else self.memo.needed
        return {path: self._published[path] for path in sorted(paths)}

    @property
    def all_published(self) -> dict[str, bytes | Path]:
        """Everything that has been published and not been released: for a later gallery that adopts the memo's answers."""
        return self._published

    def logo(self, name: str, *, is_for_dark: bool = False) -> Taken:
        """Return a logo for the light or the dark plate; `NOTHING` if there is no such file."""
        return self._take(name, "logo", "dark" if is_for_dark else "light")

    def picture(self, name: str) -> Taken:
        """Return a picture of a page; `NOTHING` if there is no such file."""
        return self._take(name, "picture", "page")

    def document(self, name: str) -> InspectedFile | None:
        """Return what is known about a linked file; None if it goes through the intake, or does not exist."""
        path = self.files.get(name)
        if path is None or (not is_document_name(name) and (self.picture(name).is_shown or _is_like_picture(path))):
            return None
        return self.memo.ask(("inspected", name), lambda: self._inspect(name, path))

    def _inspect(self, name: str, path: Path) -> InspectedFile:
        self.memo.read(stamp_of(name), None)
        return inspect_file(path)

    def _take(self, name: str, use: Use, ground: str) -> Taken:
        path = self.files.get(name)
        if path is None:
            return NOTHING
        return self.memo.ask(("taken", name, ground), lambda: self._take_file(name, path, use, ground))

    def is_new_logo(self, name: str, *, is_for_dark: bool) -> bool:
        """Return whether a logo exists and is not in the store; processing it takes a tenth of a second."""
        path, ground = self.files.get(name), "dark" if is_for_dark else "light"
        if path is None or self.memo.find_stored(("taken", name, ground)) is not None:
            return False
        with open(path, "rb", opener=open_plain) as file:
            data = file.read(MOST_BYTES)
        return not self.store.knows(data, self._purpose("logo", ground))

    def has_come_since(self, name: str, moment: int) -> bool:
        """Return whether a file has been created, written or moved here since a moment (nanoseconds)."""
        path = self.files.get(name)
        return path is not None and changed_at(path.stat()) > moment

    def _purpose(self, use: Use, ground: str) -> str:
        return f"{ground} {dict(self.sizes) if use == 'logo' else ''}"

    def _take_file(self, name: str, path: Path, use: Use, ground: str) -> Taken:
        self.memo.read(stamp_of(name), None)
        size = path.stat().st_size
        with open(path, "rb", opener=open_plain) as file:
            data = file.read(MOST_BYTES)
        if size > MOST_BYTES:
            return Taken(0, 0, 0, False, (), (_too_large(data, size, use),))

        def make() -> Taken:
            if use == "picture":
                from plugins.core.intake.picture import take_picture  # noqa: PLC0415 (Pillow, only for what is new)

                return take_picture(data)
            from plugins.core.intake.logo import take_logo  # noqa: PLC0415 (as above)

            return take_logo(data, self.sizes, is_for_dark=ground == "dark")

        taken = self.store.remember(data, self._purpose(use, ground), make)
        return replace(taken, findings=(*taken.findings, *_ending_findings(path, data))) if taken.is_shown else taken

    def problems(self, name: str, taken: Taken, *, is_warning: bool = False) -> Iterator[Problem]:
        """Yield the problems of a file; with `is_warning` none stops the build, because the file is not shown."""
        path = self.files[name]
        for finding in taken.findings:
            severity = Severity.ERROR if finding.is_error and not is_warning else Severity.WARNING
            yield Problem(Place(SourceFile(path), finding.line), finding.code, finding.message, finding.help, severity=severity)

    def address(self, name: str, variant: Variant) -> str:
        """Return the address of a variant on the site: a simple name that contains the digest of its contents."""
        folder, _, file = name.rpartition("/")
        return f"/{folder}/{slugify(file.rpartition('.')[0]) or 'bild'}.{variant.digest}.{variant.ending}"

    def publish(self, name: str, variant: Variant) -> str:
        """Return the address of a variant that a page shows, and have it written."""
        address = self.address(name, variant)
        self._publish(address.removeprefix("/"), variant.data)
        return address

    def evict(self) -> None:
        """Release files that no answer in the memo needs: shown on pages that have not been asked for lately."""
        needed = self.memo.files
        self._published = {path: what for path, what in self._published.items() if path in needed}

    def find_published(self, path: str) -> bytes | Path | None:
        """Return what a page shows, or has shown, at a path in the output; None if there is nothing."""
        return self._published.get(path)

    def publish_as_is(self, name: str) -> None:
        """Have a file written unchanged under its own name."""
        self._publish(name, self.files[name])

    def publish_made(self, path: str, data: bytes) -> None:
        """Have a file written that was generated for a page; its name identifies its contents."""
        self._publish(path, data)

    def _publish(self, path: str, what: bytes | Path) -> None:
        self._published[path] = what
        self.memo.need(path)


def _is_like_picture(path: Path) -> bool:
    """Return whether the intake's own messages about a file are helpful: it is a picture, or is named like one."""
    if path.suffix.casefold() in PICTURE_ENDINGS:
        return True
    with open(path, "rb", opener=open_plain) as file:
        return recognise(file.read(MOST_BYTES)).kind in ("svg", "raster", "print", "phone", "layers")


def _too_large(data: bytes, size: int, use: Use) -> Finding:
    """Return the finding for a file that is too large to read, which may still be of a recognised format."""
    found = recognise(data)
    if found.kind not in ("svg", "raster"):
        return refuse_format(found, use).finding
    message = f"Filen är {size // 1_000_000} MB"
    advice = (
        answer(f"{message}, och det är för mycket för oss.")
        if use == "logo"
        else ("Spara bilden mindre, och lägg in den på nytt.",)
    )
    return Refused("for-stor-bild", f"{message}. Filer över {MOST_BYTES // 1_000_000} MB öppnas inte.", *advice).finding


def _ending_findings(path: Path, data: bytes) -> Iterator[Finding]:
    """Yield a finding if the extension of a file does not match its format; it is shown nevertheless."""
    ending, found = path.suffix.removeprefix(".").lower(), recognise(data)
    if ending not in found.endings:
        description = f"Filen heter .{ending}" if ending else "Filens namn har ingen ändelse"
        right = f"{path.stem if ending else path.name}.{found.endings[0]}"
        message = f"{description}, men den är {found.name}. Den visas ändå."
        yield remark("fel-filandelse", message, f"Döp gärna om filen till {right}, här och där den nämns.")
