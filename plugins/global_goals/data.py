"""The 17 global goals and their 169 targets, as data.

Names: the Swedish ones of 2019 (SKR and Svenska FN-förbundet, "Arbetsbok Agenda 2030"). Addresses: the pages at
globalamalen.se, kept as data because their slugs cannot be derived from the names. Targets: the identical sets of
open-sdg/sdg-translations and UNStats/LOD4Stats. Colours stand in `theme/static/css/components/tiles.css`.
"""

from __future__ import annotations

from typing import Final

PAGES: Final = "https://www.globalamalen.se/om-globala-malen/"
IRI: Final = "http://metadata.un.org/sdg/"

# number, name, slug at globalamalen.se, last numbered target, last lettered target
GOALS: Final = (
    (1, "Ingen fattigdom", "mal-1-ingen-fattigdom", 5, "b"),
    (2, "Ingen hunger", "mal-2-ingen-hunger", 5, "c"),
    (3, "God hälsa och välbefinnande", "mal-3-halsa-och-valbefinnande", 9, "d"),
    (4, "God utbildning för alla", "mal-4-god-utbildning-alla", 7, "c"),
    (5, "Jämställdhet", "mal-5-jamstalldhet", 6, "c"),
    (6, "Rent vatten och sanitet för alla", "mal-6-rent-vatten-och-sanitet", 6, "b"),
    (7, "Hållbar energi för alla", "mal-7-hallbar-energi-alla", 3, "b"),
    (8, "Anständiga arbetsvillkor och ekonomisk tillväxt", "mal-8-anstandiga-arbetsvillkor-och-ekonomisk-tillvaxt", 10, "b"),
    (9, "Hållbar industri, innovationer och infrastruktur", "mal-9-hallbar-industri-innovationer-och-infrastruktur", 5, "c"),
    (10, "Minskad ojämlikhet", "mal-10-minskad-ojamlikhet", 7, "c"),
    (11, "Hållbara städer och samhällen", "mal-11-hallbara-stader-och-samhallen", 7, "c"),
    (12, "Hållbar konsumtion och produktion", "mal-12-hallbar-konsumtion-och-produktion", 8, "c"),
    (13, "Bekämpa klimatförändringarna", "mal-13-bekampa-klimatforandringarna", 3, "b"),
    (14, "Hav och marina resurser", "mal-14-hav-och-marina-resurser", 7, "c"),
    (15, "Ekosystem och biologisk mångfald", "mal-15-ekosystem-och-biologisk-mangfald", 9, "c"),
    (16, "Fredliga och inkluderande samhällen", "mal-16-fredliga-och-inkluderande-samhallen", 10, "b"),
    (17, "Genomförande och globalt partnerskap", "mal-17-genomforande-och-globalt-partnerskap", 19, ""),
)
