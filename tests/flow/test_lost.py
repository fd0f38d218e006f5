"""An address that is online and would disappear is reported once, with the line that keeps it."""

from __future__ import annotations

import pytest

from tests.flow.trial import Trial

ABOUT = "content/sidor/om.md"


def rename(trial: Trial, new: str) -> None:
    """Rename the page, and update links to it."""
    (trial.folder / ABOUT).rename(trial.content / "sidor" / f"{new}.md")
    for file in trial.content.rglob("*"):
        if file.is_file() and b"/om/" in (data := file.read_bytes()):
            file.write_bytes(data.replace(b"/om/", f"/{new}/".encode()))


@pytest.mark.parametrize("task", ["build", "publish"])
def test_a_renamed_page_is_reported_with_the_line_that_keeps_its_address(trial: Trial, task: str) -> None:
    trial.build_old_site()
    rename(trial, "om-oss")
    result = trial.run(task)
    assert result.status == 0, result.said
    assert "om-oss.md:2:8: varning: Sidan /om/ finns på webbplatsen i dag, men inte i den nya." in result.stdout
    assert "Skriv en rad till i sidhuvudet i om-oss.md: tidigare adresser: /om/" in result.stdout
    assert "forlorad-adress" not in trial.run(task).stdout


def test_a_former_address_is_not_lost_until_its_line_is_deleted(trial: Trial) -> None:
    trial.build_old_site()
    rename(trial, "om-oss")
    trial.edit("content/sidor/om-oss.md", "status:", "tidigare adresser: /OM\nstatus:")
    assert "forlorad-adress" not in trial.run().stdout
    trial.edit("content/sidor/om-oss.md", "tidigare adresser: /OM\n", "")
    assert "om-oss.md:2:8: varning: Sidan /OM/ finns på webbplatsen i dag" in trial.run().stdout


def test_a_draft_keeps_its_address_and_a_deleted_page_is_reported_without_a_guess(trial: Trial) -> None:
    trial.edit(ABOUT, "status:", "tidigare adresser: /gammal/\nstatus:")
    trial.build_old_site()
    trial.edit(ABOUT, "status: publicerad", "status: utkast")
    assert "forlorad-adress" not in trial.run().stdout
    trial.edit(ABOUT, "status: utkast", "status: publicerad")
    trial.run()
    rename(trial, "borta")
    (trial.content / "sidor" / "borta.md").unlink()
    for file in trial.content.rglob("*"):
        if file.is_file():
            file.write_bytes(file.read_bytes().replace(b"/borta/", b"/mal-1/"))
    output = trial.run().stdout
    assert output.count("[forlorad-adress]") == 1
    assert "Sidan /om/ finns på webbplatsen i dag" in output
    assert "Är den borttagen med flit: gör inget." in output


GOAL = "content/mal/mal-1-ingen-i-morker.md"


@pytest.mark.parametrize("task", ["build", "publish"])
def test_a_reworded_heading_is_reported_once_with_the_line_that_keeps_its_id(trial: Trial, task: str) -> None:
    trial.edit(GOAL, "### Fler vekar", "### Fler vekar {#vekar}")
    trial.build_old_site()
    trial.edit(GOAL, "### Tänder lyktor", "### Tänder lampor\n\nDe lyser.\n\n### Släcker")
    trial.edit(GOAL, "### Fler vekar {#vekar}", "### Fler vekar {#veke}")
    result = trial.run(task)
    assert result.status == 0, result.said
    assert result.stdout.count("[forlorad-rubrik]") == 2
    assert "Rubriken ”Tänder lampor” har haft adressen /mal-1/#tander-lyktor på webbplatsen." in result.stdout
    assert "skriv ### Tänder lampor {#tander-lyktor}\n" in result.stdout
    assert "skriv ### Fler vekar {#vekar}\n" in result.stdout
    assert "forlorad-rubrik" not in trial.run(task).stdout


def test_a_heading_that_is_deleted_or_keeps_its_id_is_not_reported(trial: Trial) -> None:
    trial.build_old_site()
    trial.edit(GOAL, "### Tänder lyktor", "### Tänder lampor {#tander-lyktor}")
    trial.edit(GOAL, "### Fler vekar", "Här är")
    assert "forlorad-rubrik" not in trial.run().stdout
