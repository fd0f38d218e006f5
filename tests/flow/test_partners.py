"""The list of partners, the comparison with payers, approvals, and that ended agreements leave no trace."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from plugins.commands.partners.names import is_same, likeness, organisation_key
from plugins.commands.partners.table import NameColumn, UnreadableTable, read_names
from plugins.commands.partners.task import run_partners
from plugins.commands.runs.job import Options
from tests.flow.trial import DAY, Result, Trial, snapshot

REGISTER = "content/partner/partner.yaml"
TIERS = "content/nivaer.yaml"


def ask(trial: Trial, against: str | None = None, column: str | None = None, **options: str) -> Result:
    """Run the task as the door does, on the fixed day unless `options` have another."""
    trial.capsys.readouterr()
    given = {"content": str(trial.content), "date": DAY, **options}
    status = run_partners(against, column, Options(**given))  # type: ignore[arg-type]  # all are text
    said = trial.capsys.readouterr()
    return Result(status, said.out, said.err)


def add(trial: Trial, record: str) -> None:
    """Add a partner to the register."""
    file = trial.folder / REGISTER
    file.write_text(f"{file.read_text('utf-8')}\n{record}", "utf-8")


# ---- the list


def test_the_list_shows_who_is_shown_where_and_what_is_missing(trial: Trial, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(trial.folder)
    add(trial, "- namn: Glöden\n  avtal:\n    - lokalt mål: 2\n      nivå: huvudpartner\n      från: 2027-01-21\n")
    add(trial, "- namn: Sotaren\n  status: utkast\n")
    add(trial, "- namn: Askan\n  lokalt mål: 1\n  nivå: vänföretag\n  till: 2026-11-21\n")
    result = ask(trial)
    assert (result.status, result.stderr) == (0, "")
    assert result.stdout == (
        "Partner den 22 november 2026.\n"
        "\n"
        "Visas nu: 2 partner.\n"
        "\n"
        "Mål 1 Ingen i mörker:\n"
        "- Veke & Vax, Huvudpartner, till och med 30 november 2026\n"
        "\n"
        "Mål 2 Ingen fryser:\n"
        "- Ångströms Olja, Vänföretag, tills vidare\n"
        "\n"
        "Börjar, slutar eller ändras inom 60 dagar, till och med 21 januari 2027:\n"
        "- Veke & Vax visas för sista gången 30 november 2026: mål 1 Ingen i mörker, Huvudpartner\n"
        "- Glöden börjar visas 21 januari 2027: mål 2 Ingen fryser, Huvudpartner\n"
        "\n"
        "Det här saknas:\n"
        "- Glöden: logotyp, webbadress och godkännande (content/partner/partner.yaml, rad 12)\n"
        "- Sotaren: logotyp, webbadress och godkännande (content/partner/partner.yaml, rad 18)\n"
        "- Veke & Vax: godkännande (content/partner/partner.yaml, rad 1)\n"
        "- Ångströms Olja: logotyp (nivån visar bara namn), webbadress och godkännande (content/partner/partner.yaml, rad 8)\n"
        "\n"
        "Börjar visas längre fram:\n"
        "- Glöden: mål 2 Ingen fryser, Huvudpartner, från 21 januari 2027 tills vidare (content/partner/partner.yaml, rad 14)\n"
        "\n"
        "Utkast, visas inte:\n"
        "- Sotaren: inget mål är valt (content/partner/partner.yaml, rad 18)\n"
        "\n"
        "Avslutade, visas inte:\n"
        "- Askan: mål 1 Ingen i mörker, Vänföretag, till och med 21 november 2026 (content/partner/partner.yaml, rad 21)\n"
    )


@pytest.mark.parametrize(
    ("record", "is_reported"),
    [
        ("från: 2026-11-22", False), ("från: 2026-11-23", True), ("från: 2027-01-21", True), ("från: 2027-01-22", False),
        ("till: 2026-11-21", False), ("till: 2026-11-22", True), ("till: 2027-01-21", True), ("till: 2027-01-22", False),
    ],
)  # fmt: skip
def test_the_list_looks_sixty_days_ahead(trial: Trial, record: str, is_reported: bool) -> None:
    add(trial, f"- namn: Glöden\n  lokalt mål: 2\n  nivå: huvudpartner\n  {record}\n")
    assert any(f"Glöden {verb}" in ask(trial).stdout for verb in ("börjar visas", "visas för sista gången")) is is_reported


def test_a_new_logo_is_listed_before_its_day(trial: Trial) -> None:
    trial.edit(REGISTER, "  logotyp: veke.svg\n", "  logotyp: veke.svg\n  ny logotyp:\n    fil: veke.svg\n    från: 2026-11-25\n")
    assert "- Veke & Vax byter logotyp 25 november 2026\n" in ask(trial).stdout


def test_a_partner_of_a_draft_goal_is_listed_as_a_draft(trial: Trial) -> None:
    add(trial, "- namn: Glöden\n  lokalt mål: 3\n  nivå: huvudpartner\n")
    output = ask(trial).stdout
    assert "Visas nu: 2 partner." in output
    assert "Utkast, visas inte:\n- Glöden: mål 3 Ingen vilse, Huvudpartner, tills vidare" in output


def test_an_approval_counts_from_its_day(trial: Trial) -> None:
    trial.edit(REGISTER, "  logotyp: veke.svg\n", "  logotyp: veke.svg\n  godkänd: 2026-11-22\n")
    assert "- Veke & Vax: godkännande" not in ask(trial).stdout
    assert "- Veke & Vax: godkännande" in ask(trial, date="2026-11-21").stdout


def test_the_list_can_be_given_as_json(trial: Trial, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(trial.folder)
    result = ask(trial, format="json")
    assert result.status == 0
    assert json.loads(result.stdout.splitlines()[0]) == {
        "partner": "Veke & Vax", "goal": "1", "tier": "huvudpartner", "from": None, "until": "2026-11-30", "state": "shown",
        "approved": None, "missing": ["godkännande"], "path": "content/partner/partner.yaml", "line": 1,
    }  # fmt: skip


def test_only_errors_in_the_register_stop_the_list(trial: Trial) -> None:
    trial.edit("content/sidor/om.md", "/mal-1/#morker", "/mal-9/")
    assert ask(trial).status == 0
    trial.edit(REGISTER, "nivå: huvudpartner", "nivå: huvudpartnr")
    result = ask(trial)
    assert result.status == 1
    assert "[okand-niva]" in result.stdout
    assert "[bruten-lank]" not in result.stdout
    assert "Visas nu" not in result.stdout


def test_a_register_without_partners_gives_a_list_that_says_so(trial: Trial) -> None:
    (trial.folder / REGISTER).write_text("# Ingen än.\n", "utf-8")
    output = ask(trial).stdout
    assert "Ingen partner visas." in output
    assert "Logotyp, webbadress och godkännande finns för alla." in output


# ---- payers

TABLE = "Kundnr;Företag;Namn;Belopp\n1;Veke & Vax;Anna Exempel;1 000,50\n2;Ångströms Olja;Bo Exempel;500\n3;Nykomlingen AB;C;2\n"
WAYS_TO_SAVE = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "mac_roman", "cp850"]


def save(trial: Trial, text: str, encoding: str = "utf-8-sig") -> str:
    """Write a table beside the project and return its path."""
    file = trial.folder / "kunder.csv"
    file.write_bytes(text.encode(encoding))
    return str(file)


@pytest.mark.parametrize("encoding", WAYS_TO_SAVE)
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_a_table_is_read_however_excel_saved_it(trial: Trial, encoding: str, delimiter: str, line_end: str) -> None:
    text = TABLE.replace(",", ".").replace(";", delimiter).replace("\n", line_end)
    names = read_names(Path(save(trial, text, encoding)))
    rows = [(row.name, row.line) for row in names.rows]
    assert (names.heading, rows) == ("Företag", [("Veke & Vax", 2), ("Ångströms Olja", 3), ("Nykomlingen AB", 4)])


def test_payers_are_compared_with_the_partners_shown(trial: Trial) -> None:
    result = ask(trial, save(trial, TABLE, "cp1252"))
    assert (result.status, result.stderr) == (0, "Namnen är lästa ur kolumnen ”Företag”. En annan väljs med --kolumn.\n")
    assert result.stdout == (
        "Partner den 22 november 2026, jämförda med kunder.csv.\n"
        "\n"
        "Betalar men visas inte:\n"
        "- Nykomlingen AB (rad 4): finns inte i registret\n"
        "\n"
        "Betalar och visas: 2 av de 3 namnen i filen.\n"
    )


def test_the_comparison_says_why_a_payer_is_not_shown(trial: Trial) -> None:
    add(trial, "- namn: Glöden\n  lokalt mål: 2\n  nivå: huvudpartner\n  från: 2027-01-21\n")
    add(trial, "- namn: Sotaren\n  status: utkast\n")
    add(trial, "- namn: Askan\n  lokalt mål: 1\n  nivå: vänföretag\n  till: 2026-11-21\n")
    add(trial, "- namn: Vilsen\n  lokalt mål: 3\n  nivå: vänföretag\n")
    output = ask(trial, save(trial, "Namn\nGlöden\nSotaren\nAskan\nVilsen\nOkänd\n")).stdout
    assert output == (
        "Partner den 22 november 2026, jämförda med kunder.csv.\n"
        "\n"
        "Betalar men visas inte:\n"
        "- Glöden (rad 2): börjar visas 21 januari 2027, partner.yaml, rad 12\n"
        "- Sotaren (rad 3): är ett utkast, partner.yaml, rad 17\n"
        "- Askan (rad 4): avtalet slutade 21 november 2026, partner.yaml, rad 20\n"
        "- Vilsen (rad 5): målet eller nivån är ett utkast, partner.yaml, rad 25\n"
        "- Okänd (rad 6): finns inte i registret\n"
        "\n"
        "Visas men betalar inte, enligt filen:\n"
        "- Veke & Vax (partner.yaml, rad 1)\n"
        "- Ångströms Olja (partner.yaml, rad 8)\n"
        "\n"
        "Betalar och visas: 0 av de 5 namnen i filen.\n"
    )


def test_other_spellings_are_reported_and_likely_ones_asked_about(trial: Trial) -> None:
    output = ask(trial, save(trial, "Kund\nVEKE OCH VAX AKTIEBOLAG\nÅngstroms Oljja\n")).stdout
    assert output == (
        "Partner den 22 november 2026, jämförda med kunder.csv.\n"
        "\n"
        "Kan vara samma, se efter:\n"
        "- ”Ångstroms Oljja” (rad 3) och ”Ångströms Olja”, som visas (partner.yaml, rad 8)\n"
        "\n"
        "Räknas som samma, fast de skrivs på två sätt:\n"
        "- ”VEKE OCH VAX AKTIEBOLAG” (rad 2) och ”Veke & Vax”\n"
        "\n"
        "Betalar och visas: 1 av de 2 namnen i filen.\n"
    )


def test_the_comparison_can_be_given_as_json(trial: Trial) -> None:
    result = ask(trial, save(trial, "Kund\nVeke & Vax AB\nOkänd\nÅngström Olja\n"), format="json")
    assert [json.loads(line) for line in result.stdout.splitlines()] == [
        {"finding": "paid_and_shown", "name": "Veke & Vax AB", "row": 2, "partner": "Veke & Vax"},
        {"finding": "paid_not_shown", "name": "Okänd", "row": 3, "partner": None},
        {"finding": "may_be_same", "name": "Ångström Olja", "row": 4, "partner": "Ångströms Olja"},
    ]


def test_nothing_of_the_table_is_written_anywhere(trial: Trial) -> None:
    file = save(trial, TABLE)
    before = snapshot(trial.folder)
    assert ask(trial, file).status == 0
    assert ask(trial, save(trial, TABLE), "Belopp").status == 2
    assert snapshot(trial.folder) == before


ONE_NAME = {
    "title and date above": "Kundlista;;\nUtskriven 2026-11-22;;\n\nKundnr;Kundnamn;Ort\n7;Veke;Lyktstad\n",
    "a line for Excel": "sep=;\r\nKund;Ort\r\nVeke;Lyktstad\r\n",
    "a number for a customer": "Kund;Namn\n1001;Veke\n1002;\n",
    "the organisation before the person": "Namn;Företag\nAnna Exempel;Veke\n",
    "headings in capitals": "ORT;FÖRETAGSNAMN:\nLyktstad;Veke\n",
    "a sum below": "Företag;Belopp\nVeke;5\nSumma;5\n",
    "quotes": 'Företag;Ort\n"Veke";"Lyktstad, norra; ""hamnen"""\n',
    "commas in quotes": 'Företag,Ort\n"Veke","Lyktstad, norra"\n',
    "a decimal comma": "Företag;Belopp\nVeke;1 000,50\n",
    "the same twice": "Företag;Belopp\nVeke;5\nVEKE AB;5\n",
    "no headings": "Veke\n",
    "short rows": "Nr;Företag;Ort\n1;Veke\n2\n",
}


@pytest.mark.parametrize("text", ONE_NAME.values(), ids=ONE_NAME)
def test_the_column_of_names_is_found(trial: Trial, text: str) -> None:
    names = read_names(Path(save(trial, text)))
    assert {row.name for row in names.rows} - {"VEKE AB"} == {"Veke"}


def test_a_line_number_counts_lines_of_the_file(trial: Trial) -> None:
    names = read_names(Path(save(trial, 'sep=;\nFöretag;Ort\n\n"Veke";"två\nrader"\nVax;\n')))
    assert [(row.name, row.line) for row in names.rows] == [("Veke", 4), ("Vax", 6)]


def test_the_column_can_be_chosen(trial: Trial) -> None:
    table = Path(save(trial, "Företag;Avsändare\nVeke;Vax\n"))
    assert read_names(table, "avsandare") == NameColumn("Avsändare", read_names(table, "Avsändare").rows)
    assert read_names(table, "Avsändare").rows[0].name == "Vax"


REFUSED = {
    "a workbook": (b"PK\x03\x04rest", "är en arbetsbok och ingen CSV-fil. Öppna den i Excel, välj ”Spara som”"),
    "an old workbook": (b"\xd0\xcf\x11\xe0rest", "är en arbetsbok"),
    "a PDF": (b"%PDF-1.7", "är ingen tabell"),
    "nothing": (b"", "Filen kunder.csv är tom."),
    "only blank lines": (b"\r\n;;\r\n", "Filen kunder.csv är tom."),
    "only headings": ("Företag;Ort\n".encode(), "har inga namn under rubriken ”Företag”"),
    "unknown headings": (b"A;Ort med mera\n1;X\n", "Rubrikerna i kunder.csv är ”A” och ”Ort med mera”. Vilken har namnen?"),
    "a title above them": (b"Kunder\nA;Ort\n1;X\n", "Rubrikerna i kunder.csv är ”A” och ”Ort”. Vilken har namnen?"),
    "a quote without end": ('Företag;Ort\nVeke;1\n"Vax;2\nGlöd;3\n'.encode(), "Rad 3 går inte att läsa: ett citattecken"),
    "a quote in the wrong place": ('Företag;Ort\n"Vax" AB;2\n'.encode(), "Rad 2 går inte att läsa: ett citattecken"),
    "half a character": (b"\xff\xfeF\x00\xf6", "är skadad"),
    "zeros": (b"F\0\0\0\0\0\0ret;a\n1;2", "är ingen tabell, eller så är den skadad"),
}


@pytest.mark.parametrize(("data", "message"), REFUSED.values(), ids=REFUSED)
def test_a_file_that_is_no_table_is_refused_with_the_reason(trial: Trial, data: bytes, message: str) -> None:
    file = trial.folder / "kunder.csv"
    file.write_bytes(data)
    result = ask(trial, str(file))
    assert (result.status, result.stdout) == (2, "")
    assert message in result.stderr


def test_a_missing_file_and_a_folder_are_refused_with_the_reason(trial: Trial) -> None:
    assert "finns-inte.csv finns inte." in ask(trial, str(trial.folder / "finns-inte.csv")).stderr
    result = ask(trial, str(trial.content))
    assert (result.status, result.stderr) == (2, "content är en mapp. Skriv namnet på en CSV-fil efter --mot.\n")


def test_an_unknown_column_is_refused_with_a_guess(trial: Trial) -> None:
    with pytest.raises(UnreadableTable, match=r"har rubriken ”Kuund”\. Menade du ”Kund”\?"):
        read_names(Path(save(trial, "Kund;Ort\nVeke;Lyktstad\n")), "Kuund")


SAME = [
    ("Vinden AB", "vinden ab"), ("Vinden", "Vinden Aktiebolag"), ("Vinden AB (publ)", "AB Vinden"), ("Ö & Å", "Ö och Å"),
    ("Modén", "Moden"), ("Ljus 2 Alla", "Ljus2Alla"), ("E.X. Exempel", "EX Exempel"), ("Sol-Vind", "Sol Vind"),
    ("Äppelbyn ek. för.", "Äppelbyn ekonomisk förening"), ("Stiftelsen Lyktan", "Lyktan"), ("O’Exempel", "O'Exempel"),
]  # fmt: skip
LIKELY = [
    ("Vindlys", "Windlys"), ("Svenska Exempel", "Svenskt Exempel"), ("Lyktan", "Lyktan i Lyktstad AB"),
    ("Vinden AB", "Vinden HB"), ("Ljus 2 Alla", "Ljus2Alla Sverige"),
    ("Exempelbolaget", "Exemplebolaget"),
]  # fmt: skip
APART = [
    ("Västra Bolaget", "Östra Bolaget"), ("Norra Bolaget", "Södra Bolaget"), ("Hus 2", "Hus 3"), ("Sol", "Sol och Vind"),
    ("Lyktan", "Fyren"), ("AB", "HB"),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other"), SAME)
def test_names_that_differ_only_in_form_are_the_same(one: str, other: str) -> None:
    assert is_same(organisation_key(one), organisation_key(other))


@pytest.mark.parametrize(("one", "other"), LIKELY)
def test_names_that_may_be_the_same_are_asked_about(one: str, other: str) -> None:
    assert not is_same(organisation_key(one), organisation_key(other))
    first, second = organisation_key(one), organisation_key(other)
    assert likeness(first, second) == likeness(second, first) > 0


@pytest.mark.parametrize(("one", "other"), APART)
def test_names_of_different_organisations_are_not_taken_for_the_same(one: str, other: str) -> None:
    assert not is_same(organisation_key(one), organisation_key(other))
    assert likeness(organisation_key(one), organisation_key(other)) == 0


# ---- approvals


def test_a_tier_may_require_approval_before_publishing(trial: Trial) -> None:
    trial.edit(TIERS, "visning: stor logotyp", "visning: stor logotyp\n  kräver godkännande: ja")
    old = trial.build_old_site()
    assert "varning" in trial.run("check").stdout
    result = trial.run("publish", date="2026-11-23")
    assert result.status == 1
    assert (
        "fel: ”Veke & Vax” har inte godkänt sitt korrektur, och det krävs på nivån Huvudpartner. [inte-godkand]" in result.stdout
    )
    assert snapshot(trial.output) == old
    trial.edit(REGISTER, "  logotyp: veke.svg\n", "  logotyp: veke.svg\n  godkänd: 2026-11-22\n")
    assert trial.run("publish", date="2026-11-23").status == 0


# ---- what has ended

TRACES = (b"Veke", b"veke", b"vax.example.org")


def find_traces(folder: Path) -> list[str]:
    """Return the files with the partner's name, logo or website in their names or contents."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return [path.name for path in files if any(t in path.as_posix().encode() + path.read_bytes() for t in TRACES)]


@pytest.mark.parametrize("task", ["build", "publish"])
def test_a_partner_whose_agreement_has_ended_leaves_no_trace(trial: Trial, task: str) -> None:
    assert trial.run(task, date="2026-11-30").status == 0
    assert {"svg", "html"} <= {name.rpartition(".")[2] for name in find_traces(trial.output)}
    assert trial.run(task, date="2026-12-01").status == 0
    assert find_traces(trial.output) == []


def test_an_ended_partner_with_every_field_leaves_no_trace(trial: Trial) -> None:
    logos = trial.content / "partner" / "logotyper"
    for name in ("veke-ny.svg", "veke-natt.svg"):
        (logos / name).write_bytes((logos / "veke.svg").read_bytes())
    more = (
        "  logotyp: veke.svg\n  logotyp mörk: veke-natt.svg\n  ny logotyp:\n    fil: veke-ny.svg\n    från: 2026-11-25\n"
        "  presentation: Veke gjuter ljus.\n  godkänd: 2026-11-01\n"
    )
    trial.edit(REGISTER, "  logotyp: veke.svg\n", more)
    for day in ("2026-11-24", "2026-11-30"):
        assert trial.run(date=day).status == 0
        assert find_traces(trial.output) != []
    assert trial.run(date="2026-12-01").status == 0
    assert find_traces(trial.output) == []


def test_a_partner_that_is_a_draft_or_starts_later_leaves_no_trace(trial: Trial) -> None:
    trial.edit(REGISTER, "  till: 2026-11-30", "  från: 2026-12-24")
    assert trial.run().status == 0
    assert find_traces(trial.output) == []
    trial.edit(REGISTER, "  från: 2026-12-24", "  status: utkast")
    assert trial.run().status == 0
    assert find_traces(trial.output) == []


def test_a_partner_whose_agreement_ends_on_one_goal_stays_on_the_other(trial: Trial) -> None:
    trial.edit(
        REGISTER,
        "  lokalt mål: 1\n  nivå: huvudpartner\n  till: 2026-11-30",
        "  avtal:\n    - lokalt mål: 1\n      nivå: huvudpartner\n      till: 2026-11-30\n"
        "    - lokalt mål: 2\n      nivå: huvudpartner",
    )
    assert trial.run(date="2026-12-01").status == 0
    assert "Veke" not in trial.page("mal-1/index.html")
    assert "Veke" in trial.page("mal-2/index.html")
    assert list((trial.output / "partner" / "logotyper").glob("veke*.svg"))
