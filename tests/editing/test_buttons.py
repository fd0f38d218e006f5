"""Advice to type a command becomes a button that does the same, for users without a terminal."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from plugins.core.swedish import slugify
from plugins.editing import buttons
from plugins.editing.buttons import with_buttons

PROJECT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("typed", "pressed"),
    [
        ("Allt är delat.", "Allt är delat."),
        ("Kör så det ryker.", "Kör så det ryker."),
        (
            "Någon annan hann spara före dig. Kör: python3 tasks.py hamta",
            "Någon annan hann spara före dig. Tryck på Hämta det senaste på sidan Spara och dela",
        ),
        (
            "Inte delat: rätta felen först, och kör sedan python3 tasks.py spara igen.",
            "Inte delat: rätta felen först, och tryck sedan på Spara och dela igen.",
        ),
        (
            "Blev det fel: python3 tasks.py angra senaste. Dela det: python3 tasks.py spara",
            "Blev det fel: tryck på Ta tillbaka vid ändringen. Dela det: tryck på Spara och dela",
        ),
        (
            'Ditt eget namn skriver du så: python3 tasks.py spara --av "Anna Andersson"',
            "Ditt eget namn skriver du så: skriv det i rutan Ditt namn",
        ),
        (
            "Spelar ändringen ingen roll:  python3 tasks.py översätt sidor/om.en.md --samma",
            "Spelar ändringen ingen roll: kryssa i att den stämmer i översättningens formulär, och spara",
        ),
        (
            "Kommandot python3 tasks.py stada om.md --gor rättar det åt dig.",
            "Den som sköter programmet rättar det åt dig.",
        ),
        (
            "Finns inte här. Kör: python3 tasks.py doktor\nDet ligger kvar.",
            "Finns inte här. Be den som sköter programmet om hjälp\nDet ligger kvar.",
        ),
        (
            'Gör ett korrektur att mejla: python3 tasks.py korrektur "Norra & Södra AB"',
            "Gör ett korrektur att mejla: öppna partnern på sidan Redigera och tryck på Gör ett utkast att mejla",
        ),
        ("Andra sparar. Kör python3 tasks.py spara igen om en stund.", "Andra sparar. Tryck på Spara och dela igen om en stund."),
        ("python3 tasks.py", "python3 tasks.py"),
    ],
)
def test_advice_to_type_a_command_names_its_button(typed: str, pressed: str) -> None:
    assert with_buttons(typed) == pressed


def test_every_button_belongs_to_a_task() -> None:
    named = re.findall(r'@named\("([^"]+)"', (PROJECT / "tasks.py").read_text("utf-8"))
    written = yaml.safe_load(Path(buttons.__file__).with_name("buttons.yaml").read_text("utf-8"))["tasks"]
    assert {key.split()[0] for key in written} <= {slugify(name) for name in named}
    assert all(re.match(r"[a-zåäö]+ ", said) for said in written.values())
