"""The task `readability`: how easy each page and block is to read."""

from __future__ import annotations

from pathlib import Path

from plugins.commands.process.failure import PROJECT
from plugins.commands.reporting.speak import say, show
from plugins.core.pages import PageModel
from plugins.core.reading.reader import read_shelves
from plugins.core.texts.passages import find_passages
from plugins.language.readability import measure_readability
from plugins.site.rooms import PLACE_MARKS, SHELVES


def run_readability(content_option: str | None) -> int:
    """Print a table of pages and blocks with sentences; return the exit status: 0 done, 1 no text could be read, 2 wrong
    usage.
    """
    content = Path(content_option) if content_option else PROJECT / "content"
    if not content.is_dir():
        say(f"Mappen ”{content_option or content.name}” finns inte.")
        return 2
    shelves = read_shelves(content, SHELVES).shelves
    shelved = [*shelves.by_model.values(), *shelves.translations.values()]
    pages = [model for models in shelved for model in models if isinstance(model, PageModel)]
    rows = []
    for page in sorted(pages, key=lambda page: page.text.source.path):
        if measured := measure_readability(find_passages(page.text, PLACE_MARKS)):
            name = page.text.source.path.relative_to(content).as_posix()
            rows.append(f"{measured.lix:>5}{measured.words:>8}{measured.longest:>9}  {name}, rad {measured.place.line}")
    if not rows:
        say("Här finns ingen sida med text som går att läsa. Kör python3 tasks.py kontrollera och se vad som är fel.")
        return 1
    show("  LIX     ord  längsta  sida, och raden där den längsta meningen börjar")
    show("\n".join(rows))
    say("LIX under 30 är mycket lätt, 30–40 lätt, 40–50 medelsvårt, över 50 svårt. Det är ett mått och inget betyg.")
    return 0
