"""What people write instead of the names of our fields.

Stage: check. In: nothing. Out: other names by the field's own, and the names that mean a whole time. Called by
`core.models.model`, which gives them to the reader, and by `core.models.misfits`, which guesses by them.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from plugins.core.swedish import compare_key

OTHER_NAMES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        # English words that people who have met other site generators write for ours
        "title": ("titel", "rubrik"), "summary": ("sammanfattning",), "date": ("uppdaterad",), "modified": ("uppdaterad",),
        "name": ("namn",), "url": ("webbplats", "adress"), "website": ("webbplats",), "logo": ("logotyp",), "level": ("nivå",),
        "tier": ("nivå",), "goal": ("lokalt mål",), "contact": ("kontakt",), "phone": ("telefon",), "email": ("e-post",),
        "mail": ("e-post",), "number": ("nummer",), "value": ("värde",), "source": ("källa",), "image": ("bild",),
        "heading": ("rubrik",), "from": ("från",), "to": ("till",), "until": ("till",), "language": ("språk",),
        "description": ("sammanfattning", "beskrivning"), "draft": ("status",),
        "published": ("status",), "role": ("roll",), "order": ("ordning",), "unit": ("enhet",), "link": ("adress", "webbplats"),
        # Swedish words that lie near
        "utkast": ("status",), "publicerad": ("status",), "mål": ("lokalt mål", "lokala mål", "globalt mål", "globala mål"),
        "målnummer": ("nummer", "lokalt mål"), "delmål": ("globalt mål",), "nr": ("nummer",), "hemsida": ("webbplats",),
        "länk": ("webbplats", "adress", "länkar"), "webb": ("webbplats",), "sajt": ("webbplats",), "logga": ("logotyp",),
        "tel": ("telefon",), "telefonnummer": ("telefon",), "mobil": ("telefon",), "tfn": ("telefon",), "mejl": ("e-post",),
        "epostadress": ("e-post",), "mailadress": ("e-post",), "startdatum": ("från",), "slutdatum": ("till",),
        "slut": ("till",), "start": ("från",), "fr.o.m.": ("från",), "t.o.m.": ("till",), "gäller till": ("till",),
        "fom": ("från",), "tom": ("till",), "från och med": ("från",), "till och med": ("till",), "visas till": ("till",),
        "namn": ("titel",), "budget": ("total budget",), "hjälpruta": ("stödruta",), "webbadress": ("webbplats",),
        "datum": ("uppdaterad", "avser"), "ingress": ("sammanfattning",), "beskrivning": ("sammanfattning", "presentation"),
        "företag": ("namn",), "organisation": ("namn",), "rubrik": ("titel",), "titel": ("rubrik", "roll"), "siffra": ("värde",),
        "antal": ("värde",), "kategori": ("nivå",), "sponsornivå": ("nivå",), "anledning": ("varför",), "skäl": ("varför",),
        "motivering": ("varför",), "kontaktperson": ("kontakt",), "befattning": ("roll",), "bidrag": ("beviljat stöd",),
        "stöd": ("beviljat stöd", "stöd från"), "finansiär": ("stöd från",), "finansiärer": ("stöd från",),
        "samarbetspartner": ("samarbetar med",), "samarbetar med": ("samarbetspartner",), "plats": ("besöksadress",),
        "adress": ("besöksadress",), "öppet": ("öppettider",), "projektägare": ("organisation",), "arrangör": ("organisation",),
        "goals": ("lokala mål", "globala mål"), "end": ("till",), "subtitle": ("underrubrik",),
        "period": ("avser",), "tid": ("avser",), "tidsperiod": ("avser",), "år": ("avser",), "gäller": ("avser",),
    }
)  # fmt: skip
"""What people write for a field, by the names that they may mean, likeliest first."""
OTHER_KEYS = MappingProxyType({compare_key(name): meant for name, meant in OTHER_NAMES.items()})
SPAN_NAMES = frozenset(
    compare_key(name)
    for name in (
        "period", "tid", "tidsperiod", "datum", "år", "avtalstid", "avtalsperiod", "projekttid", "projektperiod", "löptid",
        "giltighet", "giltighetstid", "gäller", "start och slut", "start-slut", "från-till", "från och till", "när",
    )
)  # fmt: skip
"""What people write for a whole time, which has a field for its beginning and one for its end."""
