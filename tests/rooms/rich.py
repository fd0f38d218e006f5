"""The rich site: a small site in which every field with a text or a file has a value, for tests that loop over all fields."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from plugins.core.kinds.addresses import DOCUMENT_ADDRESS
from plugins.core.kinds.choices import STATUS
from plugins.core.kinds.days import DAY
from plugins.core.kinds.kind import Kind
from plugins.core.kinds.words import TITLES
from plugins.core.models.model import Model, fields_of
from plugins.core.swedish import compare_key
from plugins.site.rooms import KINDS, PAGE_FOLDERS, SHELVES

_SECTIONS = """Inledning.

## Ämnet

Ord om ämnet.

## Det här gör vi idag

### Det första

Vi dukar.

## Det här vill vi göra mer av

### Det andra

Vi vill duka mer.

## Tänk globalt – agera lokalt

Mat är en fråga för hela världen.
"""
_PICTURE = """bild:
  fil: frukost.png
  beskrivning: Ett bord
  bildtext: Bordet i solen
  foto: Ture Provare
  samtycke: inga personer
"""

RICH: dict[str, str | None] = {
    "webbplats.yaml": """namn: Lokala målen i Sandvålla
adress: https://www.example.org
tidszon: Europe/Stockholm
språk: sv
organisation:
  namn: Sandvålla stadsmission
  organisationsnummer: 802000-0000
  adress: Torget 1, Sandvålla
  webbplats: https://www.example.org/stadsmissionen/
  sociala medier:
    - namn: Flödet
      adress: https://www.example.org/flodet/
  kontakt: partnerskap
målsidans rubriker:
  nuläge: Det här gör vi idag
  framåt: Det här vill vi göra mer av
  globalt: Tänk globalt – agera lokalt
  koppling: Koppling till världen
  att nå målet: Så når vi dit
  vad kan jag göra: Gör så här
målsidans block:
  globalt:
    - om-globala-malen
  sist:
    - vad-kan-jag-gora
meny:
  - text: Om oss
    adress: /om/
sidfot:
  text: Sandvålla stadsmission bär målen.
  länkar:
    - text: Om oss
      adress: /om/
""",
    "kontakter.yaml": """- id: partnerskap
  namn: Alva Exempelsson
  roll: Kontakt för partnerskap
  organisation: Sandvålla stadsmission
  telefon: 070-174 06 05
  e-post: alva@example.org
  källa: Kansliet
  bild: frukost.png

- id: nodnummer
  namn: Larmcentralen
  roll: Ring om någons liv är i fara.
  telefon: 112
""",
    "stodrutor.yaml": "- id: våld\n  rubrik: Behöver du hjälp nu?\n  text: Du är inte ensam.\n  kontakter:\n    - nodnummer\n",
    "fakta.yaml": """- id: frukostar
  värde: 40
  enhet: frukostar om dagen
  avser: 2026
  källa: Sandvålla kansli

- id: provfakta
  värde: 2417
  enhet: steg
  avser: 2026
  källa: Trappan
""",
    "meddelanden.yaml": "- text: Vi har öppet i kväll.\n  till: 2026-12-31\n",
    "skrivregler.yaml": """- inte: mätta magar
  skriv: mätta barn
  därför: Magar är inte allt.
  utom: mätta magar i Sandvålla
""",
    "nivaer.yaml": """- namn: Partner
  plural: Partner
  ordning: 1
  visning: namn
  innebär: Bär ett mål.
""",
    "partner/partner.yaml": """- namn: Norra & Södra
  webbplats: https://www.example.org/
  lokalt mål: 1
  nivå: partner
  presentation: Vi bakar bröd.
""",
    "partner/logotyper/exempelbolaget.svg": None,
    "mal/mal-1-ingen-hunger.md": f"""---
titel: Ingen hunger
nummer: 1
underrubrik: Mat till alla barn
sammanfattning: Ingen i Sandvålla ska gå hungrig.
globala mål:
  - globalt mål: 2
    varför: Den som är mätt orkar mer.
kontakt: partnerskap
stödruta: våld
röst:
  citat: Här äter jag mig mätt
  namn: Alva Exempelsson
  roll: gäst
  samtycke: ja
{_PICTURE}status: publicerad
---
{_SECTIONS}""",
    "sidor/om.md": f"""---
titel: Om oss
sammanfattning: Vilka vi är.
kontakt: partnerskap
{_PICTURE}status: publicerad
---
Vi är en förening. Vi räknar {{fakta:frukostar}} frukostar.
""",
    "block/om-globala-malen.md": "---\nrubrik: Om världen\n---\nVärlden har mål.\n",
    "block/vad-kan-jag-gora.md": "---\nrubrik: Ge en slant\n---\nDin gåva hjälper.\n",
    "verksamheter/soppan.md": f"""---
titel: Soppköket
sammanfattning: Varm soppa.
lokala mål: 1
grupp: Mat
organisation: Ankeborgs kök
målgrupp: Alla som är hungriga
samarbetar med:
  - Norra & Södra
besöksadress: Torget 2
öppettider:
  - Måndag till fredag
kontakt: partnerskap
{_PICTURE}status: publicerad
---
Kom som du är.
""",
    "projekt/lyftet.md": """---
titel: Läxlyftet
sammanfattning: Hjälp med läxorna.
lokala mål: 1
organisation: Björkens verkstad
från: juli 2025
till: slutet av 2027
programområde: Skola och fritid
stöd från:
  - Eklunds stiftelse
region: Östra bygden
kommun: Norrvålla
medfinansiärer:
  - Granens kassa
samarbetspartner:
  - Almens förening
mål i siffror:
  - mått: Elever som klarar nian
    värde: minst 70
    enhet: procent
kontakt: partnerskap
status: publicerad
---
Vi läser tillsammans.
""",
}
"""Changes of the base site."""


_VALUES = {DAY: "2026-11-22", STATUS: "publicerad"}
_REFERENCES = {compare_key("kontakt"): "partnerskap", compare_key("lokala mål"): "1"}


PDF = "%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"
"""Contents of the file to which fields for downloads refer."""
ALONE = (
    "a field that must be there is filled in with the `example` of its kind: where that is right only beside something else of "
    "content/ (a file, a record), put that there, by the kind; where it is right only beside another field of the same record, "
    "by its English name: in tests/rooms/rich.py, and in Filling._value of tests/structure/test_fields.py"
)
"""Advice when the rich site has errors."""


def _write_line(name: str, kind: Kind) -> str:
    return f"{name}: {_VALUES.get(kind) or kind.example or 'Några ord'}"


def _is_filled_in(kind: Kind) -> bool:
    """Return whether a field has a value in the rich site though a record may do without: a room's rule may demand it."""
    return kind.is_text or kind is DOCUMENT_ADDRESS


def fill_in(text: str, model: type[Model]) -> str:
    """Return a file of a model with its missing texts and files filled in by kind: in its first record, or in its header.

    Fields nested in others (`bild`, `röst`) are left alone.
    """
    for info in fields_of(model).values():
        if (
            info.kind
            and _is_filled_in(info.kind)
            and not re.search(rf"^(?:[- ] )?{re.escape(info.swedish)}:", text, re.MULTILINE)
        ):
            line = _write_line(info.swedish, info.kind)
            if text.startswith("---\n"):
                text = text.replace("\n---\n", f"\n{line}\n---\n", 1)
            elif text.startswith("- "):
                text = text.replace("\n", f"\n  {line}\n", 1)
            else:
                text += f"{line}\n"
    return text


def write_example(model: type[Model]) -> str:
    """Return a page of a model with its texts, its files, its contact and its required fields filled in by kind."""
    lines = ["---"]
    for key, info in fields_of(model).items():
        if info.kind and key in _REFERENCES:
            lines.append(f"{info.swedish}: {_REFERENCES[key]}")
        elif info.kind is DAY and info.english in (model.LAST_DAY, "last_day"):
            lines.append(f"{info.swedish}: 2028-02-29")  # later than any first day in the tests
        elif info.kind in TITLES:
            lines.append(f"{info.swedish}: Något om {model.__name__}")  # the kind's example is a placeholder, which is reported
        elif info.kind and (_is_filled_in(info.kind) or info.required):
            lines.append(_write_line(info.swedish, info.kind))
    return "\n".join((*lines, "---", "Några ord.", ""))


for _kind, _folder in zip(KINDS, PAGE_FOLDERS, strict=True):  # kinds of pages without a page above
    if not any(name.startswith(f"{_folder}/") for name in RICH):
        RICH[f"{_folder}/exempel.md"] = write_example(_kind.model)
for _shelf in SHELVES:  # new fields of kinds that have one
    for _name, _text in RICH.items():
        if _shelf.model and _text and PurePosixPath(_name).match(_shelf.pattern):
            RICH[_name] = fill_in(_text, _shelf.model)
if any(_info.kind is DOCUMENT_ADDRESS for _shelf in SHELVES if _shelf.model for _info in fields_of(_shelf.model).values()):
    RICH[DOCUMENT_ADDRESS.example.lstrip("/")] = PDF


def kinds_of_words() -> dict[tuple[str, str], Kind]:
    """Return the kind of each line or text field of all models, by names of model and field."""
    found: dict[tuple[str, str], Kind] = {}

    def add(model: type[Model]) -> None:
        for info in fields_of(model).values():
            if info.kind and info.kind.is_text:
                found[model.__name__, info.english] = info.kind
            if info.nested:
                add(info.nested)

    for shelf in SHELVES:
        if shelf.model:
            add(shelf.model)
    return found
