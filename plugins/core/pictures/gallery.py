"""The gallery: the files of `content/` as they are shown, by name, each taken in once and only where somebody names it.

Stage: check and views. In: the files that were found, and the store. Out: `Taken`s, problems at the files, addresses,
and what is to be written. Decoders are imported only for what the store does not know.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from plugins.core.cache.memo import Memo
from plugins.core.files.endings import PICTURE_ENDINGS
from plugins.core.intake.documents import is_called_other
from plugins.core.intake.findings import Finding, Refused, Use, answer, refuse_format, remark
from plugins.core.intake.formats import recognise
from plugins.core.intake.judging import JudgedFile, judge
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
"""A phone's largest picture; more is not read."""

NOTHING = Taken(0, 0, 0, False, (), ())


class Gallery:
    """Files by their path from `content/`."""

    def __init__(
        self,
        files: Mapping[str, Path],
        sizes: Mapping[str, LogoSize],
        store: Store | None = None,
        strays: Collection[str] = (),
        memo: Memo | None = None,
        published: Mapping[str, bytes | Path] = MappingProxyType({}),
    ) -> None:
        """Open the gallery; a `memo` has files and strays already. `published` is what an earlier one has."""
        self.memo = memo or Memo()
        if memo is None:
            self.memo.give({"files": files, "strays": strays})
        self.files: Mapping[str, Path] = TrackedMapping(self.memo, "files", lambda: self.memo.read("files"))
        self.sizes = sizes
        self.store = store or Store()
        self._published: dict[str, bytes | Path] = dict(published)
        """What has been published, and not let go since: path in the output, and its bytes, or where they are."""

    def over(self, memo: Memo) -> Gallery:
        """Return a gallery of the same files over another memo, which has published nothing."""
        return Gallery({}, self.sizes, self.store, memo=memo)

    @property
    def strays(self) -> Collection[str]:
        """Files that lie elsewhere, which is told of them, by the path they should have."""
        found: Collection[str] = self.memo.read("strays", ())
        return found

    @property
    def published(self) -> Mapping[str, bytes | Path]:
        """What is shown and linked to by what is being worked out, else by anything: path in the output, and what it is."""
        paths = self._published if self.memo.needed is None else self.memo.needed
        return {path: self._published[path] for path in sorted(paths)}

    @property
    def all_published(self) -> dict[str, bytes | Path]:
        """All that has been published, and not let go: for a later gallery of the same files, which adopts their answers."""
        return self._published

    def logo(self, name: str, *, is_for_dark: bool = False) -> Taken:
        """Return a logo, for the light plate or for a dark one; nothing where there is no such file."""
        return self._take(name, "logo", "dark" if is_for_dark else "light")

    def picture(self, name: str) -> Taken:
        """Return a picture of a page; nothing where there is no such file."""
        return self._take(name, "picture", "page")

    def document(self, name: str) -> JudgedFile | None:
        """Return what is known of a file that is linked to; None for what goes through the intake, or is not there."""
        path = self.files.get(name)
        if path is None or (not is_called_other(name) and (self.picture(name).is_shown or _is_like_picture(path))):
            return None
        return self.memo.ask(("judged", name), lambda: self._judge(name, path))

    def _judge(self, name: str, path: Path) -> JudgedFile:
        self.memo.read(("stamp", name))
        return judge(path)

    def _take(self, name: str, use: Use, ground: str) -> Taken:
        path = self.files.get(name)
        if path is None:
            return NOTHING
        return self.memo.ask(("taken", name, ground), lambda: self._take_file(name, path, use, ground))

    def is_new_logo(self, name: str, *, is_for_dark: bool) -> bool:
        """Tell whether a logo is there that no earlier run has taken in, which takes a tenth of a second."""
        path, ground = self.files.get(name), "dark" if is_for_dark else "light"
        if path is None or self.memo.find_place(("taken", name, ground)) is not None:
            return False
        with open(path, "rb", opener=open_plain) as file:
            data = file.read(MOST_BYTES)
        return not self.store.knows(data, self._purpose("logo", ground))

    def has_come_since(self, name: str, moment: int) -> bool:
        """Tell whether a file has been made, written or moved here since a moment (nanoseconds)."""
        path = self.files.get(name)
        return path is not None and changed_at(path.stat()) > moment

    def _purpose(self, use: Use, ground: str) -> str:
        return f"{ground} {dict(self.sizes) if use == 'logo' else ''}"

    def _take_file(self, name: str, path: Path, use: Use, ground: str) -> Taken:
        self.memo.read(("stamp", name))
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
        """Yield what is to be told of a file; with `is_warning` nothing stops the build, as where it is not shown."""
        path = self.files[name]
        for finding in taken.findings:
            severity = Severity.ERROR if finding.is_error and not is_warning else Severity.WARNING
            yield Problem(Place(SourceFile(path), finding.line), finding.code, finding.message, finding.help, severity=severity)

    def address(self, name: str, variant: Variant) -> str:
        """Return where a variant of a file stands on the site: a plain name that tells its content."""
        folder, _, file = name.rpartition("/")
        return f"/{folder}/{slugify(file.rpartition('.')[0]) or 'bild'}.{variant.digest}.{variant.ending}"

    def publish(self, name: str, variant: Variant) -> str:
        """Return the address of a variant that a page shows, and see that it is written."""
        address = self.address(name, variant)
        self._publish(address.removeprefix("/"), variant.data)
        return address

    def let_go(self) -> None:
        """Forget what no answer of the memo needs: what pages have shown that nobody has asked for lately."""
        needed = self.memo.files
        self._published = {path: what for path, what in self._published.items() if path in needed}

    def find_published(self, path: str) -> bytes | Path | None:
        """Return what a page shows, or has shown, at a path of the output."""
        return self._published.get(path)

    def publish_as_is(self, name: str) -> None:
        """See that a file is written under its own name."""
        self._publish(name, self.files[name])

    def publish_made(self, path: str, data: bytes) -> None:
        """See that a file is written that a page is made with; its name tells its content."""
        self._publish(path, data)

    def _publish(self, path: str, what: bytes | Path) -> None:
        self._published[path] = what
        self.memo.need(path)


def _is_like_picture(path: Path) -> bool:
    """Tell whether the intake's own words about a file are those that help: it is, or is called, a picture."""
    if path.suffix.casefold() in PICTURE_ENDINGS:
        return True
    with open(path, "rb", opener=open_plain) as file:
        return recognise(file.read(MOST_BYTES)).kind in ("svg", "raster", "print", "phone", "layers")


def _too_large(data: bytes, size: int, use: Use) -> Finding:
    """A file too large to read may still be told for what it is."""
    found = recognise(data)
    if found.kind not in ("svg", "raster"):
        return refuse_format(found, use).finding
    told = f"Filen är {size // 1_000_000} MB"
    advice = (
        answer(f"{told}, och det är för mycket för oss.") if use == "logo" else ("Spara bilden mindre, och lägg in den på nytt.",)
    )
    return Refused("for-stor-bild", f"{told}. Filer över {MOST_BYTES // 1_000_000} MB öppnas inte.", *advice).finding


def _ending_findings(path: Path, data: bytes) -> Iterator[Finding]:
    """A file is named after what it is; it is shown all the same."""
    ending, found = path.suffix.removeprefix(".").lower(), recognise(data)
    if ending not in found.endings:
        told = f"Filen heter .{ending}" if ending else "Filens namn har ingen ändelse"
        right = f"{path.stem if ending else path.name}.{found.endings[0]}"
        message = f"{told}, men den är {found.name}. Den visas ändå."
        yield remark("fel-filandelse", message, f"Döp gärna om filen till {right}, här och där den nämns.")
