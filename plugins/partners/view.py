"""Views of partners: the wall, which shows partners by tier."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from itertools import count
from types import MappingProxyType

from plugins.core.dataclass import dataclass
from plugins.core.intake.sizes import fit_tiers
from plugins.core.intake.taken import Taken
from plugins.core.library import Library
from plugins.core.locales.foreign import Foreign
from plugins.core.locales.hyphens import soften
from plugins.core.locales.languages import Language
from plugins.core.locales.locale import sort_key
from plugins.core.pictures.gallery import Gallery
from plugins.core.places import Place
from plugins.partners.model import LOGO_FOLDER, LOGO_SIZES, Display, Partner, Tier
from plugins.partners.supports import Support, group_by_partner, group_by_tier

DARK = "screen and (prefers-color-scheme: dark) and (forced-colors: none)"
"""Media query for logos for dark backgrounds: the one by which `wall.css` darkens the plate; not in print or forced colours."""


@dataclass(frozen=True, slots=True)
class LogoSource:
    """A `<source>` of a logo."""

    srcset: str
    type: str | None
    """Media type; None if every browser supports it."""
    media: str | None
    """`DARK` for a logo for dark backgrounds."""


@dataclass(frozen=True, slots=True)
class Logo:
    """A logo on the wall."""

    address: str
    """`/partner/logotyper/exempelbolaget.0123456789.svg`."""
    width: int
    """In CSS pixels, chosen by its optical weight (`plugins/core/intake/sizes.py`)."""
    height: int
    srcset: str | None
    """The files for screens of high density; None for a drawing, which scales."""
    sources: tuple[LogoSource, ...]
    """Alternatives that the browser tries first, in this order."""
    has_dark: bool
    """True if the partner has a logo for dark backgrounds, so that the dark colour scheme gives it a dark plate."""
    is_lazy: bool
    """True if it is probably below the first screenful, and is loaded lazily."""


@dataclass(frozen=True, slots=True)
class PartnerView:
    """One organisation on the wall."""

    name: str
    soft_name: str | None
    """The name with soft hyphens, if it is shown instead of a logo and has a long word; else None."""
    address: str | None
    """Its website; None if it has none, or if that is missing."""
    rel: str | None
    """`sponsored` if the tier says so; else None."""
    logo: Logo | None
    """None: the name is shown instead."""
    is_draft: bool
    """True for a draft, which is shown in preview only."""


@dataclass(frozen=True, slots=True)
class TierView:
    """One tier with its partners; never empty."""

    title: str
    """The tier's name or its plural, by the number of partners."""
    display: Display
    partners: tuple[PartnerView, ...]
    """In alphabetical order."""


def find_wall_place(library: Library) -> Place | None:
    """Return the place of the first partner's name, for the edit mark of the wall; None without partners."""
    return next((partner.place("name") for partner in library.all(Partner)), None)


def build_wall(
    supports: Iterable[Support],
    today: date,
    gallery: Gallery,
    language: Language,
    foreign: Mapping[str, str] = MappingProxyType({}),
    *,
    early: int = 0,
) -> tuple[TierView, ...]:
    """Return a wall: each partner of `supports` once, on its highest tier.

    Tiers are sorted by `order`, partners alphabetically; tiers without partners are left out. `foreign` has the language tags of
    words in other languages, by language code (`core.marks.marks.Marks`). The logos of the first `early` partners are not loaded
    lazily.
    """
    filled = group_by_tier(group_by_partner(supports))
    walls = view_partners(filled, today, gallery, language, early)
    tiers = ((tier, tuple(view for _, view in pairs)) for tier, pairs in walls)
    return tuple(TierView(tier_title(tier, len(views), foreign), find_display(tier, views), views) for tier, views in tiers)


def find_display(tier: Tier, views: Iterable[PartnerView]) -> Display:
    """Return how a tier is shown: as a list of names if none of its partners has a logo."""
    return tier.display if any(view.logo for view in views) else "names"


def view_partners(
    filled: Iterable[tuple[Tier, Iterable[Partner]]], today: date, gallery: Gallery, language: Language, early: int
) -> list[tuple[Tier, tuple[tuple[Partner, PartnerView], ...]]]:
    """Return the partners of one wall with their views, by tier, in alphabetical order.

    `filled` has the tiers with their partners, from the highest tier down. Logos are sized together, so that none outweighs one
    of a higher tier. All but the first `early` are loaded lazily.
    """
    walls = [(tier, sorted(partners, key=lambda one: sort_key(one.name.value, language))) for tier, partners in filled]
    logos = [[_find_logo(partner, tier, today, gallery) for partner in partners] for tier, partners in walls]
    allowed = [LOGO_SIZES.get(tier.display) for tier, _ in walls]
    marks = [(size, [t.mark for _, t in filter(None, row)]) for size, row in zip(allowed, logos, strict=True) if size]
    sizes, places = iter([size for row in fit_tiers(marks) for size in row]), count()

    def view(partner: Partner, tier: Tier, found: tuple[str, Taken] | None) -> PartnerView:
        is_lazy = next(places) >= early
        logo = _view_logo(partner, tier, found, next(sizes), gallery, is_lazy=is_lazy) if found else None
        return _view_partner(partner, tier, language, logo)

    return [
        (tier, tuple((partner, view(partner, tier, found)) for partner, found in zip(partners, row, strict=True)))
        for (tier, partners), row in zip(walls, logos, strict=True)
    ]


def _find_logo(partner: Partner, tier: Tier, today: date, gallery: Gallery) -> tuple[str, Taken] | None:
    """Return the path and the intake result of today's logo; None if the tier shows no logos or this one would not be seen."""
    file = partner.logo_file(today)
    if file is None or tier.display == "names":
        return None
    name = f"{LOGO_FOLDER}/{file}"
    taken = gallery.logo(name)
    is_seen = taken.is_shown and taken.mark.is_seen(LOGO_SIZES[tier.display])
    return (name, taken) if is_seen else None


def _view_logo(
    partner: Partner, tier: Tier, found: tuple[str, Taken], size: tuple[int, int], gallery: Gallery, *, is_lazy: bool
) -> Logo:
    name, taken = found
    dark_name = f"{LOGO_FOLDER}/{partner.dark_logo.value}" if partner.dark_logo else ""
    dark = gallery.logo(dark_name, is_for_dark=True)
    own = _sources(name, taken, tier, gallery)
    evening = [replace(s, media=DARK) for s in _sources(dark_name, dark, tier, gallery)] if dark.is_shown else []
    *better, plain = own
    address, _, dense = plain.srcset.partition(" 1x, ")
    return Logo(address, *size, plain.srcset if dense else None, (*evening, *better), bool(evening), is_lazy)


def _sources(name: str, taken: Taken, tier: Tier, gallery: Gallery) -> list[LogoSource]:
    """Return the files of a logo at the size of a tier, the preferred one first; every browser supports the last."""
    if taken.is_scalable:
        return [LogoSource(gallery.publish(name, taken.variants[0]), None, None)]
    found: dict[bool, list[str]] = {False: [], True: []}
    for density in (1, 2):
        for variant in taken.variants:
            if variant.role == f"{tier.display}-{density}":
                found[variant.is_fallback].append(f"{gallery.publish(name, variant)} {density}x")
    return [LogoSource(", ".join(found[False]), "image/webp", None), LogoSource(", ".join(found[True]), None, None)]


def _view_partner(partner: Partner, tier: Tier, language: Language, logo: Logo | None) -> PartnerView:
    softened = soften(partner.name.value, language)
    return PartnerView(
        name=partner.name.value,
        soft_name=softened if softened != partner.name.value and logo is None else None,
        address=partner.website,
        rel="sponsored" if tier.is_sponsored and partner.website else None,
        logo=logo,
        is_draft=partner.is_draft,
    )


def tier_title(tier: Tier, count: int, foreign: Mapping[str, str]) -> str:
    """Return the title of a tier with `count` partners: its name or its plural from `nivaer.yaml`, capitalised."""
    text = tier.name.text if count == 1 else tier.plural
    words = text.value[:1].upper() + text.value[1:]
    tag = foreign.get(text.source.language)
    return Foreign(words, tag) if tag else words
