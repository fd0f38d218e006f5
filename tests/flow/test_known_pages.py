"""A known page shows the fields of its file in `sidor/`, besides its computed view."""

from __future__ import annotations

import shutil

from plugins.site.rooms import KNOWN_PAGES
from tests.flow.trial import PROJECT, Trial

FIELDS = "bild:\n  fil: frukost.png\n  beskrivning: Frukost på ett bord\n  samtycke: inga personer\nstödruta: mörker\n"


def test_every_known_page_shows_its_picture_and_its_help_box(trial: Trial) -> None:
    pictures = trial.content / "bilder"
    pictures.mkdir(exist_ok=True)
    shutil.copyfile(PROJECT / "tests" / "sites" / "_base" / "bilder" / "frukost.png", pictures / "frukost.png")
    for known in KNOWN_PAGES:
        head = f"---\ntitel: Sidan {known.name}\nsammanfattning: Om lampan i {known.name}.\n{FIELDS}"
        (trial.content / "sidor" / f"{known.name}.md").write_text(f"{head}status: publicerad\n---\n\nVi finns här.\n", "utf-8")
    result = trial.run()
    assert result.status == 0, result.said
    for known in KNOWN_PAGES:
        page = trial.page(f"{known.address}index.html".lstrip("/") if known.address.endswith("/") else known.address.lstrip("/"))
        assert 'alt="Frukost på ett bord"' in page, known.name
        assert "help-strip" in page, known.name
    order = ("help-strip", 'role="search"', "search__found", "search__all", 'alt="Frukost på ett bord"', "card-list")
    page = trial.page("sok/index.html")
    assert sorted(order, key=page.index) == list(order), "nothing stands between the field and what it finds"
