"""The task `remove-now`: take something off the public site at once, whatever errors other texts have.

Builds and publishes exactly the content that is online without it, so that nothing else changes, and adds it to the list of what
may not come back (`withdrawals.py`). Exit status 0: it is gone; 1: traces of it are left, or it could not be done.
"""

from __future__ import annotations

import contextlib
import re
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Final

from plugins.commands.forget import forget_kept
from plugins.commands.keep.talk import Talk
from plugins.commands.nightly import Candidate, Night, look, publish_found
from plugins.commands.reporting.speak import say, show
from plugins.commands.runs.basis import Basis
from plugins.commands.runs.history import lies_in_history
from plugins.commands.runs.job import Job, Options, WrongUsage
from plugins.commands.runs.withdrawals import FILE, read_withdrawals, write_withdrawals
from plugins.commands.runs.work import run_work
from plugins.contacts.model import Contact
from plugins.core.known_pages import HOME, NOT_FOUND, address_of
from plugins.core.library import Library
from plugins.core.pages import AddressedPage
from plugins.core.places import show_path
from plugins.core.problems import Problem, format_problem
from plugins.core.shelves import Reading
from plugins.core.swedish import compare_key, join_words, quote
from plugins.delivery.copies import FOLDER as COPIES
from plugins.keeping.errors import HistoryError
from plugins.keeping.saving import Archive
from plugins.partners.model import Partner
from plugins.publishing.manifest import read_manifest
from plugins.site.prepare import read_content
from plugins.site.removal.leaving import prepare_at_once
from plugins.site.removal.withdrawn import CALLED, Withdrawal, find_remaining, make_remover
from plugins.site.rooms import SHELVES, open_library
from plugins.site.uses import find_things

RELEASE_LEFT: Final = (
    "I den förra utgåvan, bredvid mappen som webbplatsen läggs ut i, kan det finnas kvar. "
    "Den försvinner när webbplatsen har publicerats två gånger till."
)
NEEDED: Final = (address_of(HOME), address_of(NOT_FOUND))
"""Pages that every site must have."""
PICTURES: Final = ("bilder", "logotyper")
"""Folders of pictures in the built site."""
Read = Callable[[Path], Reading]
"""Reads a content folder, each once in a run."""
LINKS: Final = ('href="', "href=", 'url="', "url=")
_ENDING: Final = re.compile(r"[-.\w]*\.\w")


def run_remove_now(name: str, options: Options, *, shows_again: bool) -> int:
    """Take something off the site, or allow it again in later publications; return the exit status."""
    if not name.strip():
        raise WrongUsage("Skriv vad som ska bort: python3 tasks.py ta-bort-nu bild.jpg")
    return run_work(options, lambda job: _allow(job, name) if shows_again else _remove(job, name))


def _open(job: Job) -> Archive | None:
    try:
        return Archive(job.content, SHELVES)
    except HistoryError:
        return None


def _write(job: Job, archive: Archive | None, withdrawals: tuple[Withdrawal, ...], words: str) -> None:
    """Write the list; where it cannot be pushed, print so and go on."""
    who = Talk("ta-bort-nu").person(archive, None) if archive else None
    error = write_withdrawals(job.project, withdrawals, words, archive.repository if archive else None, who)
    if error is not None:
        show(f"Listan {FILE} är skriven men inte delad med de andra. {error}\nKör samma kommando igen senare.")


def _allow(job: Job, name: str) -> int:
    archive = _open(job)
    listed = read_withdrawals(job.project, archive.repository if archive else None)
    kept = tuple(one for one in listed if one.name.casefold() != name.strip().casefold())
    if kept == listed:
        names = join_words([one.name for one in listed]) or "ingenting"
        show(f"{quote(name)} står inte bland det som är borttaget. Där står: {names}.")
        return 1
    _write(job, archive, kept, f"Visas igen: {name}")
    say(f"{quote(name)} får visas igen, från och med nästa publicering: python3 tasks.py publicera")
    return 0


def _remove(job: Job, name: str) -> int:
    archive, read = _open(job), cache(read_content)
    repository = archive.repository if archive else None
    with tempfile.TemporaryDirectory(prefix="lokalamalen-bort-") as folder:
        night = look(job, Path(folder))
        if night.delivery:  # what somebody has changed at the target can wait
            night = replace(night, delivery=replace(night.delivery, restores=False))
        if repository is not None:
            with contextlib.suppress(HistoryError):  # reported when the list is pushed
                repository.fetch()
        online = next(night.online_content(repository), None)
        places = [job.content, *([online.content] if online else [])]
        found = {one for content in places for one in _find(read(content), name, job)}
        if len(found) > 1:
            names = join_words(sorted(f"{CALLED[one.sort].lower()} {one.name}" for one in found), "eller")
            show(f"Menar du {names}? Skriv hela namnet, filen eller adressen.")
            return 1
        if not found:
            _, slash, rest = name.strip().removeprefix("/").partition("/")
            original = f"/{rest}"
            if slash and any(one.sort == "sida" for content in places for one in _find(read(content), original, job)):
                show(
                    f"{name.strip()} är en översättning. En sida tas bort på alla språk på en gång, med originalets adress:\n"
                    f"python3 tasks.py ta-bort-nu {original}\n"
                    "Är det bara översättningen som ska bort: skriv  status: utkast  i den, och publicera."
                )
                return 1
            show(
                f"Det finns ingen bild, person, sida eller partner som heter {quote(name)}.\n"
                "En bild skrivs med filens namn, en sida med sin adress (/om-oss/), en person med hela namnet."
            )
            return 1
        one = found.pop()
        if one.sort == "sida" and one.name in NEEDED:
            show(f"Sidan {one.name} måste alltid finnas. Ändra texten på den i stället, och publicera.")
            return 1
        listed = read_withdrawals(job.project, repository)
        if one not in listed:
            listed = (*listed, one)
            _write(job, archive, listed, f"Borttaget från webbplatsen: {one.name}")
        if online is None and night.online is not None and night.online.commit is not None:
            show(
                f"Det som ligger ute kommer ur ett innehåll som inte finns på den här datorn, så {quote(one.name)} ligger kvar.\n"
                "Den försvinner när någon som har det publicerar, eller i natt. Hämta det: python3 tasks.py hamta"
            )
            return 1
        return _publish_without(night, online or Candidate(job.content, None, job.today, ""), listed, one, read)


def _publish_without(night: Night, candidate: Candidate, listed: tuple[Withdrawal, ...], one: Withdrawal, read: Read) -> int:
    """Publish what is online without `one`, and print where it is still found."""
    job = night.job
    basis = Basis(candidate.content, job.program, job.project)
    found = prepare_at_once(read(candidate.content), job.today, job.theme, make_remover(listed))
    if found.errors:
        for problem in found.errors:
            show(format_problem(problem))
        show(f"{CALLED[one.sort]} {quote(one.name)} kunde inte tas bort än: felen ovan måste rättas först.")
        return 1
    if publish_found(night, candidate, found, basis):
        return 1
    is_left = [] if not night.delivery or night.delivery.forget_before() else [RELEASE_LEFT]
    is_left += [*_describe_left(job.output, one, _find_ways(read(candidate.content), one))]
    is_left += _forget_kept(job)
    if is_left:
        for line in is_left:
            show(line)
        return 1
    _print_gone(night, candidate, one, list(find_remaining(read(job.content), [one])))
    return 0


def _print_gone(night: Night, candidate: Candidate, one: Withdrawal, still: list[Problem]) -> None:
    """Print that it is gone from the site, and where it is left: in the content (`still`), and in the history or copies of it."""
    job = night.job
    where = "webbplatsen" if night.delivery else "den byggda webbplatsen (inget mål att lägga ut på är valt)"
    say(f"{CALLED[one.sort]} {quote(one.name)} är borta från {where}, och ingen publicering visar den igen.")
    if still:
        say("I innehållet står den kvar. Ta bort den där också:")
        for problem in still:
            say(format_problem(problem))
    if candidate.commit is not None or lies_in_history(job.content):
        say(
            "I det som är sparat förut finns det kvar, hos alla som delar innehållet.\n"
            "Ska det bort också där: be den som sköter programmet."
        )
    elif (job.project / COPIES).is_dir():
        say(f"I kopiorna av det som har publicerats ({COPIES}/) finns det kvar tills det är publicerat några gånger till.")


def _describe_left(output: Path, one: Withdrawal, ways: Mapping[str, str]) -> Iterator[str]:
    """Yield messages for pages of the built site that still show it, or the telephone or address of a person."""
    if left := sorted(_left(output, one)):
        yield f"{quote(one.name)} står kvar på {join_words(left)}. Ändra där för hand och publicera."
    for shown, link in ways.items():
        if left := sorted({page for way in (_plain(shown), link) for page in _left(output, replace(one, name=way))}):
            yield f"{quote(_plain(shown))} står kvar på {join_words(left)}. Ändra där för hand och publicera."


def _forget_kept(job: Job) -> Iterator[str]:
    """Remove the caches of texts and pictures on this computer; yield a message for those that could not be removed."""
    if kept := forget_kept(job.project, job.content):
        paths = join_words([show_path(path) for path in kept])
        yield f"De här gick inte att ta bort från den här datorn, och kan ha kvar det borttagna: {paths}. Ta bort dem för hand."


def _find_ways(reading: Reading, one: Withdrawal) -> Mapping[str, str]:
    """Return the telephone and mail address of a person, as shown → as linked, except those that somebody else has too."""
    own: dict[str, str] = {}
    others: dict[str, str] = {}
    for contact in reading.shelves.by_model.get(Contact, []):
        if isinstance(contact, Contact):
            is_it = contact.name is not None and compare_key(contact.name.value) == compare_key(one.name)
            (own if is_it else others).update(_ways(contact))
    return {shown: link for shown, link in own.items() if one.sort == "person" and link not in others.values()}


def _ways(contact: Contact) -> Mapping[str, str]:
    """Return the telephone and mail address of a contact: as shown → as linked."""
    found = {contact.telephone.shown: contact.telephone.link} if contact.telephone else {}
    return found | ({contact.email: contact.email} if contact.email else {})


def _find(reading: Reading, name: str, job: Job) -> Iterator[Withdrawal]:
    """Yield what a name may refer to in some content."""
    library = open_library(reading.shelves, job.today, job.theme.words, shows_drafts=True)
    wanted = name.strip()
    for thing in find_things(library):
        record = thing.identity
        if isinstance(record, Contact):
            person = record.name.value if record.name else str(record.id)
            if thing.is_called(wanted) or person.casefold() == wanted.casefold():
                yield Withdrawal(person, "person", job.today)
        elif not thing.is_called(wanted):
            continue
        elif isinstance(record, Partner):
            yield Withdrawal(record.name.value, "partner", job.today)
        elif isinstance(record, AddressedPage):
            yield Withdrawal(record.address, "sida", job.today)
        elif isinstance(record, str):
            yield Withdrawal(record.rpartition("/")[2], "bild", job.today)
    if " " in wanted and _is_in_texts(library, wanted, job):
        yield Withdrawal(wanted, "person", job.today)


def _is_in_texts(library: Library, name: str, job: Job) -> bool:
    """Return whether a person who is not a contact is named in a text, by first and last name."""
    one = Withdrawal(name, "person", job.today)
    is_else = any(thing.is_called(name) for thing in find_things(library)) or any(
        contact.name and contact.name.value.casefold() == name.casefold() for contact in library.all(Contact)
    )
    return not is_else and any(one.is_named(source.text) for source in library.shelves.sources)


def _left(output: Path, one: Withdrawal) -> Iterator[str]:
    """Yield the addresses of files in the built site that still have it."""
    manifest = read_manifest(output)
    for path in manifest.files if manifest else ():
        text = _plain((output / path).read_text("utf-8", "replace").replace("&amp;", "&"))
        if _has(text, one):
            yield f"/{path.removesuffix('index.html')}"


def _plain(text: str) -> str:
    """Replace the hard spaces and hyphens with which numbers are shown."""
    return text.translate({0xA0: " ", 0x202F: " ", 0x2011: "-"})


def _has(text: str, one: Withdrawal) -> bool:
    """Return whether a file of the built site shows it, or links to it."""
    if one.sort == "bild":
        stem = one.name.rpartition(".")[0] or one.name
        return any(_ENDING.match(rest) for folder in PICTURES for rest in text.split(f"/{folder}/{stem}")[1:])
    if one.sort == "sida":
        return any(rest.startswith(('"', "#", "?")) for before in LINKS for rest in text.split(f"{before}{one.name}")[1:])
    return one.is_named(text)
