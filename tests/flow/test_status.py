"""The task `status`: what is online, and what publishing now would change."""

from __future__ import annotations

from pathlib import Path

from plugins.commands import run as commands
from plugins.commands.runs.delivery_options import DeliveryOptions
from plugins.commands.status import run_status
from tests.flow.test_nightly import GOAL, PARTNERS, keep, night, online, tonight
from tests.flow.trial import DAY, Result, Trial, snapshot

__all__ = ["night"]


def status(trial: Trial, day: str = DAY, target: str | None = None) -> Result:
    trial.capsys.readouterr()
    way = DeliveryOptions(target or f"folder:{trial.folder / 'webb'}")
    code = run_status(commands.Options(content=str(trial.content), output=str(trial.output), date=day, way=way))
    said = trial.capsys.readouterr()
    return Result(code, said.out.replace("\N{NO-BREAK SPACE}", " "), said.err)


def test_status_says_what_is_online_and_what_publishing_would_change(night: Trial) -> None:
    nothing = status(night)
    assert nothing.status == 0, nothing.said
    assert "ligger ingen webbplats från det här programmet än." in nothing.stdout
    assert "nya filer." in nothing.stdout

    assert tonight(night).status == 0
    before = snapshot(night.folder)
    same = status(night)
    assert same.status == 0, same.said
    assert "ligger webbplatsen som den var i dag." in same.stdout
    assert "Den senaste ändringen i den är av Anna Exempel, 20 november 2026 13.00: " in same.stdout
    assert "Nästa gång den ändras av sig själv är 1 december 2026." in same.stdout
    assert "Publicerar du nu ändras ingenting för besökaren." in same.stdout
    assert "Den här månaden: " in same.stdout
    assert "Veke & Vax visas för sista gången 30 november 2026" in same.stdout
    assert "Visa allt: python3 tasks.py lage --alla" in same.stdout
    assert snapshot(night.folder) == before

    night.edit(GOAL, "Vekarna räcker inte.", "Nu lyser staden.")
    changed = status(night)
    assert "Inte sparat än: ändrat: Ingen i mörker." in changed.stdout
    assert "- Ändrad: Ingen i mörker (/mal-1/)" in changed.stdout
    keep(night)

    old = status(night, "2026-12-02")
    assert old.status == 1
    assert "som den var 22 november 2026, för 10 dagar sedan." in old.stdout
    assert "Den är gammal: den skulle ha ändrats 1 december 2026" in old.stdout
    assert "- Inte längre partner: Veke & Vax" in old.stdout

    night.edit(PARTNERS, "nivå: vänföretag", "nivå: vänföretg")
    broken = status(night)
    assert broken.status == 1
    assert "Ett fel att rätta innan det går att publicera. Visa: python3 tasks.py kontrollera" in broken.stdout
    assert online(night).built_for.isoformat() == DAY


def test_the_letter_lists_what_to_do_without_asking_the_target(night: Trial, tmp_path: Path) -> None:
    night.capsys.readouterr()
    way = DeliveryOptions(f"folder:{tmp_path / 'saknas' / 'webb'}")
    options = commands.Options(content=str(night.content), output=str(night.output), date=DAY, way=way)
    assert run_status(options, is_letter=True) == 0
    letter = night.capsys.readouterr().out
    assert letter.startswith("Att göra på ")
    assert "Veke & Vax: Saknar godkännande. Visas nu på mål 1 Ingen i mörker, Huvudpartner." in letter
    assert "folder:" not in letter


def test_a_target_that_cannot_be_reached_does_not_hide_the_rest(night: Trial, tmp_path: Path) -> None:
    result = status(night, target=f"folder:{tmp_path / 'saknas' / 'webb'}")
    assert result.status == 1
    assert result.stdout.startswith("Det gick inte att se vad som ligger ute på folder:")
    assert "Den här månaden: " in result.stdout
    assert "git" not in result.said.replace(str(tmp_path), "").replace(str(night.folder), "")
