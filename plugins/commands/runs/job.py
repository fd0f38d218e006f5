"""What a run is asked for: as typed (`Options`), and resolved to folders, day and theme (`Job`)."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from plugins.commands.process.failure import PROJECT
from plugins.commands.runs.delivery_options import DeliveryOptions
from plugins.commands.runs.digests import first_digest_program
from plugins.core.cache.disk_cache import DiskCache, name_key
from plugins.core.dataclass import dataclass
from plugins.core.kinds.choices import USUAL_ZONE
from plugins.core.places import SourceFile
from plugins.core.reading.file_models import read_models
from plugins.core.source.sources import read_source
from plugins.site.model import Theme
from plugins.site.removal.withdrawn import Withdrawal
from plugins.website.model import SHELVES as WEBSITE_SHELVES

ZONES: Final = DiskCache(PROJECT / ".cache" / "tidszoner", 8)
"""Cache of the sites' time zones, by the text of their record: reading one takes a fiftieth of a build."""


@dataclass(frozen=True, slots=True)
class Options:
    """What the user typed; None where an option was not given."""

    content: str | None = None
    output: str | None = None
    date: str | None = None
    format: str = "text"
    port: int = 8000
    name: str = ""
    shows_all: bool = False
    """Print each warning by itself, also the same at many places."""
    way: DeliveryOptions = DeliveryOptions()


class WrongUsage(Exception):
    """The command was given something that it cannot use; the message says what, in Swedish."""


@dataclass(frozen=True, slots=True)
class Job:
    """One run, with its folders and its day."""

    content: Path
    output: Path
    today: date
    format: str
    theme: Theme
    port: int = 8000
    name: str = ""
    shows_all: bool = False
    given_day: str | None = None
    """The day that was typed; None: the clock's, which may change during preview."""
    way: DeliveryOptions = DeliveryOptions()
    is_usual: bool = True
    """Neither content nor day was given: the result is what the public should see."""
    project: Path = PROJECT
    """The folder of the program."""
    program: str = ""
    """State of the program before any of it was read for the run (`commands.runs.basis`)."""
    withdrawn: tuple[Withdrawal, ...] | None = None
    """What was taken off the site at once, as last fetched; None: read from the project's list."""


def find_today(given: str | None, content: Path, environment: Mapping[str, str] = os.environ) -> date:
    """Return the day the site is built for: given, from `SOURCE_DATE_EPOCH`, or today in the site's time zone."""
    if given is not None:
        try:
            if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", given):  # fromisoformat accepts 2026-W01-1 too
                raise ValueError
            return date.fromisoformat(given)
        except ValueError:
            raise WrongUsage(f"--dag ska vara en dag som 2026-12-31, inte ”{given}”.") from None
    zone = find_time_zone(content)
    epoch = environment.get("SOURCE_DATE_EPOCH")
    if epoch:
        try:
            return datetime.fromtimestamp(int(epoch), zone).date()
        except (ValueError, OverflowError, OSError):
            raise WrongUsage(f"SOURCE_DATE_EPOCH ska vara ett antal sekunder, inte ”{epoch}”.") from None
    return datetime.now(zone).date()


def find_time_zone(content: Path) -> ZoneInfo:
    """Return the site's time zone; the default where the record is missing, invalid or unreadable.

    The error itself is reported when the content is read.
    """
    (shelf,) = WEBSITE_SHELVES
    path = content / shelf.pattern
    try:
        source, problems = read_source(path) if path.is_file() else (None, [])
    except OSError:
        return ZoneInfo(USUAL_ZONE)
    return _read_zone(source) if source and not problems else ZoneInfo(USUAL_ZONE)


@lru_cache(maxsize=1)
def _read_zone(source: SourceFile) -> ZoneInfo:
    """Return the time zone of a site's record; the record is parsed once, and cached for all runs."""
    key = name_key(first_digest_program(), source.text)
    with suppress(ValueError, ZoneInfoNotFoundError):
        if (known := ZONES.read(key)) is not None:
            return ZoneInfo(known.decode())
    (shelf,) = WEBSITE_SHELVES
    found, _ = read_models(source, source.path, shelf)
    zone = found[0].zone if found else ZoneInfo(USUAL_ZONE)
    ZONES.write(key, zone.key.encode())
    return zone
