"""On a day on which nothing begins or ends, the nightly run has nothing to deliver."""

from __future__ import annotations

import shutil
from datetime import date, timedelta

from plugins.core.outputs import BUILD as MANIFEST
from plugins.publishing.manifest import read_manifest
from tests.flow.trial import DAY, Trial, snapshot

HEAD = "---\ntitel: {}\nsammanfattning: {}\n"

DATED = {
    "projekt/lyktor.md": HEAD.format("Lyktor", "Vi tänder lyktor.")
    + "lokala mål: 1\norganisation: Lyktstiftelsen\nfrån: 2025-03-01\ntill: våren 2028\nstatus: publicerad\n---\nText.\n",
    "verksamheter/ljus.md": HEAD.format("Ljus", "Ljus varje kväll.")
    + "lokala mål: 1\nfrån: 2019\nuppgifter från: 2024-01-15\nuppdaterad: 2026-11-01\nstatus: publicerad\n---\nText.\n",
    "sidor/om.en.md": HEAD.format("About us", "Who we are.") + "status: publicerad\n---\nWho we are.\n",
    "meddelanden.yaml": "- text: Vi har öppet i jul.\n  från: 2026-11-01\n  till: 2026-12-31\n",
}
"""Texts that depend on the day: how long something goes on, how old it is, what is shown now."""


def test_every_file_has_the_same_bytes_if_nothing_begins_or_ends_that_day(trial: Trial) -> None:
    """Else each night would have something to deliver. Only the manifest depends on the day itself."""
    for name, text in DATED.items():
        (trial.content / name).parent.mkdir(exist_ok=True)
        (trial.content / name).write_text(text, "utf-8")
    trial.edit("content/webbplats.yaml", "språk: sv", "språk: [sv, en]\nsäkerhetskontakt: lyktan")
    next_day = date.fromisoformat(DAY) + timedelta(days=1)
    first = trial.build_old_site()
    manifest = read_manifest(trial.output)
    assert manifest is not None
    assert manifest.next_change is None or manifest.next_change > next_day, "the day is one on which the site changes"
    shutil.rmtree(trial.output)

    assert trial.run(date=next_day.isoformat()).status == 0
    second = snapshot(trial.output)
    assert {"projekt/lyktor/index.html", "en/om/index.html", "data/projects.json", ".well-known/security.txt"} <= {*first}
    differ = sorted(name for name in {*first, *second} if first.get(name) != second.get(name))
    assert differ == [MANIFEST], "a file beside the manifest is another on another day"
    assert manifest.says_the_same(read_manifest(trial.output) or manifest)
