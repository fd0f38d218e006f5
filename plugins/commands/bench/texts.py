"""Generate texts to measure with: pages as long as real ones, and a hundred partners with logos.

All text is invented, and the same for the same seed. A new seed has logos that no run has seen, so that no cache helps.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

GOALS: Final = 5
PARTNERS: Final = 100
_VOCABULARY: Final = """
barn unga föreningar kommunen skolan idrott trygghet hälsa vardag framtid samverkan mötesplats ledare förälder elev
klubb näringsliv region stad förort landsbygd fritid läxhjälp sommarlov praktik mentor insats uppföljning resultat
tillsammans stärka minska öka skapa ge bidra arbeta utveckla stödja erbjuda varje många inom genom utan för med från
till över under mellan lokal utbildning arbete klimat vatten energi språk gemenskap verksamhet samhälle engagemang
partner givare och att det som en ett i på är har kan vill ska våra deras sina hela lykta veke olja tändsticka
"""
WORDS: Final = _VOCABULARY.split()

WEBSITE: Final = """namn: Lyktmålen
adress: https://lyktstad.example.org
tidszon: Europe/Stockholm
språk: sv
organisation:
  namn: Föreningen Lyktan
målsidans rubriker:
  nuläge: Det här gör vi idag
  framåt: Det här vill vi göra mer av
  globalt: Tänk globalt – agera lokalt
"""
CONTACTS: Final = """- id: lyktan
  namn: Alva Ek
  telefon: 070-174 06 05
"""
TIERS: Final = """- namn: vän
  plural: Vänner
  ordning: 1
  visning: logotyp
"""
FACTS: Final = """- id: lyktor
  värde: 120
  avser: 2025
  källa: Föreningen Lyktan
"""
_EDIT: Final = "Ändrad 0 gånger.\n"
_EDITED: Final = re.compile(r"Ändrad (\d+) gånger\.")
_ADDED: Final = "\n\n<!-- tillagt -->\n\n"
"""Comes before text that is added to a page, and is not shown."""
LOGO: Final = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 160 80"><rect width="160" height="80" fill="#{colour:06x}"/>'
    '<path d="M10 70 L40 20 L70 70 Z M80 70 h{wide} v-50 h-{wide} z" fill="#fff"/></svg>\n'
)


def write_site(folder: Path, pages: int, seed: int, partners: int = PARTNERS) -> Path:
    """Write a site of so many pages of text, at most five of them goals; return its folder."""
    for name, text in (("webbplats.yaml", WEBSITE), ("kontakter.yaml", CONTACTS), ("nivaer.yaml", TIERS), ("fakta.yaml", FACTS)):
        _write(folder / name, text)
    for number, title, body in _texts(pages, seed):
        if number <= GOALS:
            _write(page_file(folder, number), _goal(number, title, body))
        else:
            head = f"titel: {title}\nsammanfattning: Påhittad sida nummer {number}.\nkontakt: lyktan\nstatus: publicerad"
            _write(page_file(folder, number), f"---\n{head}\n---\n{body}")
    rows, rng = [], random.Random(seed)
    for number in range(partners):
        _write(folder / "partner/logotyper" / f"p{number}.svg", LOGO.format(colour=rng.randrange(1 << 24), wide=20 + number % 50))
        rows.append(
            f"- namn: Lyktbolaget {_roman(number)}\n  webbplats: https://example.org/partner/{number}\n  logotyp: p{number}.svg\n"
            f"  lokalt mål: {1 + number % min(GOALS, pages)}\n  nivå: vän\n"
        )
    _write(folder / "partner" / "partner.yaml", "\n".join(rows))
    return folder


def write_plain_pages(folder: Path, pages: int, seed: int, form: str) -> None:
    """Write the same texts as plain pages of another generator; `form` is formatted with title and Markdown."""
    for number, title, body in _texts(pages, seed):
        _write(folder / f"sida-{number}.md", form.format(title, body))


def copy_plain_pages(content: Path, folder: Path, form: str) -> int:
    """Write the texts of a site as plain pages of another generator; return their number."""
    files = [file for file in sorted(content.rglob("*.md")) if file.parent != content]
    for number, file in enumerate(files, start=1):
        body = file.read_text("utf-8").partition("\n---\n")[2]
        _write(folder / f"sida-{number}.md", form.format(file.stem, f"{body}\n{_EDIT if number == len(files) else ''}"))
    return len(files)


def let_edit(content: Path) -> Path:
    """Add a sentence that can be edited to a page of the project's own site; return its file."""
    file = content / "sidor/om.md"
    _write(file, f"{file.read_text('utf-8')}\n{_EDIT}")
    return file


def page_file(folder: Path, number: int) -> Path:
    """Return the file of a page in a generated site."""
    return folder / (f"mal/mal-{number}-lyktor.md" if number <= GOALS else f"sidor/sida-{number}.md")


def page_address(number: int) -> str:
    """Return the address of a page in a generated site."""
    return f"/mal-{number}/" if number <= GOALS else f"/sida-{number}/"


def edit_page(file: Path) -> str:
    """Change a sentence of a page, as an editor would; return the new sentence."""
    text = file.read_text("utf-8")
    found = _EDITED.search(text)
    if found is None:
        raise ValueError(f"{file.name} has no sentence to change")
    words = f"Ändrad {int(found[1]) + 1} gånger."
    file.write_text(f"{text[: found.start()]}{words}{text[found.end() :]}", "utf-8", newline="\n")
    return words


def edit_register(folder: Path, number: int) -> str:
    """Change a contact, a fact or a partner of a generated site, in turn; return what the first goal page then says."""
    name = _roman(number)
    file, before, now, words = (
        ("kontakter.yaml", "namn: Alva ", f"namn: Alva {name}", f"Alva {name}"),
        ("fakta.yaml", "värde: ", f"värde: {121 + number}", f"lyser {121 + number} lyktor"),
        ("partner/partner.yaml", "namn: ", f"namn: Lyktverket {name}", f"Lyktverket {name}"),
    )[number % 3]
    text = (folder / file).read_text("utf-8")
    start = text.index(before)
    _write(folder / file, text[:start] + now + text[text.index("\n", start) :])
    return words


def add_problem(file: Path, other: Path, number: int) -> str:
    """Replace the text added last by a paragraph that `other` has too, or by a dead link, in turn; return its problem's
    message.

    The first is found by the rule that compares all texts, the second by the one that needs all addresses. `other` must sort
    first.
    """
    text = file.read_text("utf-8").partition(_ADDED)[0].rstrip("\n")
    if number % 2 == 0:
        there = other.read_text("utf-8")
        added = [part for part in _EDITED.split(there)[2].split("\n\n") if part[:1].isalpha()][number // 2]
        name = other.name if other.parent == file.parent else f"{other.parent.name}/{other.name}"
        words = f"Samma stycke står också på rad {there[: there.index(added)].count(chr(10)) + 1} i {name}."
    else:
        added, words = f"Läs [mer om lyktor](/finns-inte-{number}/).", f"Länken leder till /finns-inte-{number}/, som inte finns."
    _write(file, f"{text}{_ADDED}{added}\n")
    return words


def _goal(number: int, title: str, body: str) -> str:
    return (
        f"---\ntitel: {title}\nnummer: {number}\nsammanfattning: Påhittat mål nummer {number}.\n"
        "globala mål:\n  - globalt mål: 11.1\n    varför: Ett tryggt hem är målets kärna.\n"
        f"kontakt: lyktan\nstatus: publicerad\n---\nInledning till mål {number}. Just nu lyser {{fakta:lyktor}} lyktor.\n\n"
        f"## Ämnet för mål {number}\n\n"
        + body.replace("\n## ", "\n### ")
        + f"\n## Det här gör vi idag\n\n### Tänder lyktor {number}\n\nVarje kväll går någon en runda.\n"
        + f"\n## Det här vill vi göra mer av\n\n### Fler vekar {number}\n\nVekarna räcker inte till alla.\n"
        + "\n## Tänk globalt – agera lokalt\n"
    )


def _texts(pages: int, seed: int) -> Iterator[tuple[int, str, str]]:
    """Yield number, title and Markdown of each page: seven kilobytes of headings, paragraphs, lists and links."""
    for number in range(1, pages + 1):
        rng = random.Random(seed * 1_000_003 + number)
        parts = [_paragraph(rng), "Ändrad 0 gånger."]
        for section in range(7):
            parts += [f"## {_words(rng, 2, 5)}", _paragraph(rng), _paragraph(rng)]
            if section % 2:
                parts.append("\n".join(f"- {_sentence(rng)}" for _ in range(rng.randint(3, 5))))
        yield number, f"{_words(rng, 2, 4)} {number}", "\n\n".join(parts) + "\n"


def _paragraph(rng: random.Random) -> str:
    return " ".join(_sentence(rng) for _ in range(rng.randint(3, 6)))


def _sentence(rng: random.Random) -> str:
    words = [rng.choice(WORDS) for _ in range(rng.randint(7, 17))]
    if rng.random() < 0.35:
        at = rng.randrange(1, len(words))
        words[at] = rng.choice(("**{}**", "*{}*", "[{} i länken](https://example.org/{})")).format(
            words[at], rng.randrange(10**6)
        )
    return f"{words[0].capitalize()} {' '.join(words[1:])}."


def _words(rng: random.Random, fewest: int, most: int) -> str:
    return " ".join(rng.choice(WORDS) for _ in range(rng.randint(fewest, most))).capitalize()


def _roman(number: int) -> str:
    """Return a name in letters, unique to a number: names that differ only in a digit would be reported."""
    return "".join("BDFGKLMNPR"[int(digit)] + "aeio"[int(digit) % 4] for digit in f"{number:03}").capitalize()


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8", newline="\n")
