"""Find files at a target that are not ours and that the site needs the place of: they are reported, and never removed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from plugins.core.dataclass import dataclass
from plugins.core.outputs import BUILD, WELL_KNOWN_FOLDER, file_key
from plugins.core.swedish import join_words, quote
from plugins.delivery.fault import AWAY, FOLDER_IN_THE_WAY, DeliveryFault
from plugins.delivery.place import DeliveryPlace, FileType, TargetListing
from plugins.delivery.plan import Plan, folders_of

SHOWN: Final = 5
"""How many names of files a message lists."""


@dataclass(frozen=True, slots=True)
class ForeignFiles:
    """Paths at a target that are not ours, by what is wrong."""

    files: tuple[str, ...] = ()
    """Where a file or folder of ours belongs; also a link where a file does."""
    folders: tuple[str, ...] = ()
    """Where a new file belongs; also a link to a folder."""
    folders_instead: tuple[str, ...] = ()
    """Where a file of ours was."""
    links: tuple[str, ...] = ()
    """Links where a folder of ours belongs: files would be written somewhere else."""
    within: tuple[str, ...] = ()
    """In a folder of ours that is to become a file."""


def add_lookalikes(plan: Plan, found: TargetListing, place: DeliveryPlace) -> TargetListing:
    """Return the listing with lookalikes added under our names: on many file systems `Om` and `om` are one name.

    The place is asked only about names that differ in this way, and there hardly ever are any.
    """
    keys = {folder: {file_key(name): name for name in names} for folder, names in found.names.items()}
    ours = plan.known | folders_of(plan.known)
    sorts: dict[str, FileType] = {}
    for path in {*plan.writes, *plan.removals, *folders_of(plan.writes)}:
        folder, _, name = path.rpartition("/")
        lookalike = keys.get(folder, {}).get(file_key(name))
        if lookalike is None or found.has(path) or f"{folder}/{lookalike}".lstrip("/") in ours:
            continue
        sorts[path] = found.names[folder][lookalike]
    if not sorts:
        return found
    names = {folder: {**there} for folder, there in found.names.items()}
    for path in place.find_existing(sorts):
        folder, _, name = path.rpartition("/")
        names[folder][name] = sorts[path]
    return replace(found, names=names)


def find_foreign_files(plan: Plan, found: TargetListing) -> ForeignFiles:
    """Return what is not ours and in the way."""
    own_folders = folders_of(plan.known)
    needed = folders_of((*plan.writes, BUILD))
    files = {path for path in {*plan.writes, *needed} if found.type_of(path) == "file" and path not in plan.known}
    links = {path for path in {*plan.writes, *needed} if found.type_of(path) == "link"}
    gone = folders_of(path for path in plan.removals if found.has(path))
    links |= {path for path in gone if found.type_of(path) == "link"}  # a removal would remove somebody else's file, or nothing
    links -= {WELL_KNOWN_FOLDER}  # hosts link it elsewhere, for the certificates of all sites
    folders = {path for path in plan.writes if found.type_of(path) == "folder"}
    theirs = folders - own_folders
    within = {path for folder in folders & own_folders for path in _within(folder, plan, found)}
    groups = (
        (set() if plan.is_marked else files) | (links - needed - gone),
        theirs - plan.known,
        theirs & plan.known,
        links & (needed | gone),
        within,
    )
    return ForeignFiles(*(tuple(sorted(group)) for group in groups))


def _within(folder: str, plan: Plan, found: TargetListing) -> Iterator[str]:
    """Yield what is not ours in a folder of ours; for a subfolder without anything of ours, only its own path."""
    for name, sort in found.names.get(folder, {}).items():
        path = f"{folder}/{name}"
        if sort == "folder" and path in folders_of(plan.known):
            yield from _within(path, plan, found)
        elif sort != "file" or path not in plan.known:
            yield path


def refuse_foreign_files(foreign: ForeignFiles, place: DeliveryPlace, *, is_first: bool) -> None:
    """Raise `DeliveryFault` where something that is not ours would be overwritten, which `is_first` allows for files only."""
    linked = place.read_listing(foreign.files).names if foreign.files else {}
    descriptions = [*_describe_lasting(replace(foreign, folders=(*sorted({*foreign.folders, *linked}),)))]
    files = [path for path in foreign.files if path not in linked]
    if files and not is_first:
        descriptions.append(
            f"På platsen finns redan filer som inte är våra, och som webbplatsen skulle skriva över: {format_some(files)}. "
            "Inget är ändrat där.\nÄr det rätt plats, och behövs de inte: kör igen med --forsta. Annars: ändra målet."
        )
    if descriptions:
        raise DeliveryFault("\n".join(descriptions))


def _describe_lasting(foreign: ForeignFiles) -> Iterator[str]:
    """Yield messages about what only its owner may remove."""
    still, away = "Inget är ändrat där.", "Behövs den inte: ta bort den, och kör samma kommando igen. Annars: ändra målet."
    if paths := foreign.folders:
        yield f"Där webbplatsen ska ha en fil ligger en mapp som inte är vår: {format_some(paths)}. {still}\n{away}"
    for path in foreign.folders_instead[:SHOWN]:
        yield f"{FOLDER_IN_THE_WAY.format(name=quote(path, 200)).removesuffix(AWAY)}{still}\n{AWAY}"
    if paths := foreign.links:
        yield f"Där webbplatsen ska ha en mapp ligger en länk som inte är vår: {format_some(paths)}. {still}\n{away}"
    if paths := foreign.within:
        yield f"Där webbplatsen ska ha en fil har en mapp något i sig som inte är vårt: {format_some(paths)}. {still}\n{AWAY}"


def format_some(paths: Sequence[str]) -> str:
    """Return the first paths in words, and how many more there are."""
    more = f" och {len(paths) - SHOWN} till" if len(paths) > SHOWN else ""
    return f"{join_words([quote(path) for path in paths[:SHOWN]])}{more}"
