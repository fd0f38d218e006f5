"""Find remains of other programs: text from Word, mails or AI tools that was not meant for visitors.

Takes a text as written; yields one warning for each sort of trace in a text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from plugins.core.kinds.words import MARK_NAME
from plugins.core.problems import Problem, warning
from plugins.core.source.sources import Text
from plugins.core.swedish import quote
from plugins.language.findings import FindingSort, report_sorts

TRACE_CODE = "rest-av-program"
_SHORTCODE = (
    r"\[/[A-Za-z][\w-]*\](?![(\[:])"  # [/caption]
    r"|\[[a-z][\w-]*[ \t]+[a-z][\w-]+=[^\[\]\n]+\](?![(\[:])"  # [gallery ids="1,2"]
    r"|\[[a-z][\w-]*(?:[ \t][^\[\]\n]*)?/\](?![(\[:])"  # [galleri /]
    r"|\[[a-z]+(?:_[a-z0-9]+)+(?:[ \t][^\[\]\n]*)?\](?![(\[:])"  # [vc_row]
    r"|^[ \t]*\[(?:gallery|embed|audio|video|playlist|caption|[a-z]+(?:-[a-z0-9]+)+)\][ \t]*$"  # on a line of its own
)
"""WordPress shortcodes, also those of plugins. Words without attributes are those of WordPress itself."""
_TEMPLATE = (
    rf"\{{\{{(?![ \t]*{MARK_NAME}[ \t]*:)[^{{}}\n]*\}}\}}"  # {{< figure >}}, {{ site.title }}; but not the torn mark {{fakta:id}}
    r"|\{%[^{}\n]*%\}|\{#[ \t][^{}\n]*#\}|<%[^<>\n]*%>|\$\{[^{}\n]*\}|\{/[*a-z][^{}\n]*\}"
    r"|\{load(?:position|module|moduleid)[ \t][^{}\n]*\}|\*\|[A-Z_:]+\|\*"
)
"""Placeholders of Hugo, Jekyll, Joomla, mail programs and others."""
_EDITOR_COMMENT = r"<!--[ \t]*/?(?:wp:[a-z]|more\b|nextpage\b|\[if\b|(?:Start|End)Fragment)[^<>\n]{0,60}>?"
_MDX = r"^import[ \t][^\n]*[ \t]from[ \t]+['\"][^\n]*|^export[ \t]+(?:default|const|function)\b[^\n]*"

_IN_BRACKETS = re.compile(r"\[[/a-z][^\[\]\n]*+\](?![(\[:])")
"""Lower-case brackets that are no link: every shortcode has one."""
_AT_LINE = re.compile(r"\n(?:import|export|[> *]*+Från:|-{2,} ?[UV]|Skickat|Hämta)")
"""How lines of program code and mail headers begin."""

_LOOKS: tuple[tuple[str, re.Pattern[str], str, tuple[str, ...], re.Pattern[str] | None], ...] = (
    (
        "Det ser ut som märket för en kommentar i Word.",
        re.compile(r"\[[A-ZÅÄÖ]{2,3}\d{1,3}\](?![(\[:])"),
        "Ta bort det, också hakparenteserna.",
        ("[",),
        None,
    ),
    (
        "Det ser ut som en hänvisning i Word som inte längre leder någonstans.",
        re.compile(
            r"\b(?:Fel!|Error!)\s+"
            r"(?:Hittar inte|Bokmärket är inte|Det finns ingen text med|Reference source|Bookmark not)[^.\n]*\.?"
        ),
        "Ta bort det, eller skriv vad det skulle hänvisa till.",
        (
            "Fel!",
            "Error!",
        ),
        None,
    ),
    (
        "Det ser ut som en källhänvisning från ett AI-verktyg.",
        re.compile(
            r"【[^【】\n]*】|:contentReference\[[^\[\]\n]*\](?:\{[^{}\n]*\})?|\boaicite\b|\[cite(?:_start|_end|:[^\[\]\n]*)?\]"
            r"|\bciteturn\d\w*|\bturn\d[a-z]{4,6}\d+\b"
        ),
        "Ta bort det, och kontrollera uppgiften i källan själv.",
        (
            "【",
            ":contentReference[",
            "cite",
            "turn",
        ),
        None,
    ),
    (
        "Det ser ut som något ett AI-verktyg säger till den som frågar, inte till besökaren.",
        re.compile(
            r"\A\s*(?:Självklart|Absolut|Visst|Javisst|Såklart|Naturligtvis|Gärna)[!,.]\s+[Hh]är (?:är|kommer|följer)"
            r" (?:en|ett|ditt|din|den|det)\b[^\n]{0,200}\b(?:text|version|utkast|förslag|omskrivning)(?:en|et)?\b"
            r"[^\n]{0,200}:\s*$"
            r"|\b[Ss]om (?:en )?AI-(?:språk)?modell (?:kan|har) jag\b[^\n]*"
            r"|^Vill du att jag\b[^\n]*\?\s*\Z|^(?:Låt|Säg) mig veta om du vill\b[^\n]*\Z",
            re.MULTILINE,
        ),
        "Ta bort det, och läs igenom resten av texten.",
        (
            "är är",
            "är kommer",
            "är följer",
            "AI-",
            "Vill du att jag",
            "mig veta om du vill",
        ),
        None,
    ),
    (
        "Det ser ut som ett tecken för programkod.",
        re.compile(r"^[ \t]*(?:```+|~~~+)[^\n]*", re.MULTILINE),
        "Ta bort raden. Text som ska framhävas skrivs **så här**, ett citat börjar med > och ett mellanslag.",
        (
            "```",
            "~~~",
        ),
        None,
    ),
    (
        "Det ser ut som en kortkod från WordPress eller ett annat program.",
        re.compile(_SHORTCODE, re.MULTILINE),
        "Ta bort den. En bild skrivs ![Beskriv vad bilden visar](/bilder/namn.jpg), en länk [länkens namn](adressen).",
        ("[",),
        _IN_BRACKETS,
    ),
    (
        "Det ser ut som en kod som ett annat program fyller i.",
        re.compile(_TEMPLATE),
        "Ta bort den, och skriv det som skulle stå där.",
        (
            "{{",
            "{%",
            "{#",
            "<%",
            "${",
            "{/",
            "{load",
            "*|",
        ),
        None,
    ),
    (
        "Det ser ut som en anteckning från ett annat program.",
        re.compile(_EDITOR_COMMENT),
        "Ta bort den, hela vägen till och med -->.",
        ("<!--",),
        None,
    ),
    (
        "Det ser ut som programkod (MDX).",
        re.compile(_MDX, re.MULTILINE),
        "Ta bort raden.",
        (
            "import",
            "export",
        ),
        _AT_LINE,
    ),
    (
        "Det ser ut som ett mejlhuvud.",
        re.compile(
            r"^(?>(?:> ?)*)\**+Från:[^\n]*+\n(?>(?:(?>(?:> ?)*)\**+(?:Datum|Till|Kopia):[^\n]*+\n)*)"
            r"(?>(?:> ?)*)\**+(?:Skickat|Ämne):[^\n]*+"
            r"|^-{2,} ?(?:Ursprungligt|Vidarebefordrat) meddelande ?-{2,}"
            r"|^(?:Skickat från min (?:iPhone|iPad|mobil|telefon)|Hämta Outlook för \w+)[^\n]*",
            re.MULTILINE,
        ),
        "Ta bort det, och annat ur mejlet som inte är för besökaren.",
        (
            "Från:",
            "meddelande",
            "Skickat från min ",
            "Hämta Outlook",
        ),
        _AT_LINE,
    ),
)
"""What it is, its expression, the advice, its needles and its quick test (`FindingSort.look`)."""
_TRACES = tuple(
    (pattern, FindingSort(TRACE_CODE, f"Här står {{}}. {what}", advice, None, needles, look))
    for what, pattern, advice, needles, look in _LOOKS
)

_UNDERLINED = re.compile(r"(?![\s>#|*+-]|\d+[.)] ).{0,79}[^\s.,;:!?”]\s*")
_UNDERLINE = re.compile(r" {0,3}(?:={3,}|-{3,})\s*")


def check_traces(text: Text) -> Iterator[Problem]:
    """A text has no remains of other programs."""
    yield from report_sorts(text, text.value, _TRACES)


def check_underlined(text: Text) -> Iterator[Problem]:
    """A heading begins with `##`; a line of dashes below makes a heading in other programs, but here only a rule."""
    if "\n--" not in text.value and "\n==" not in text.value and "\n " not in text.value:
        return
    lines = text.value.split("\n")
    offset = 0
    for above, line, below in zip(["", *lines], lines, lines[1:], strict=False):
        if not above.strip() and _UNDERLINED.fullmatch(line) and _UNDERLINE.fullmatch(below):
            message = f"{quote(line, 40)} blir ingen rubrik av strecken under."
            help_line = "Ta bort raden med streck. Ska det vara en linje och ingen rubrik: lägg en tom rad ovanför den."
            problem = warning(text.place(offset), "understruken-rubrik", message, help_line)
            yield replace(problem, suggestion=f"## {line.strip()}")
        offset += len(line) + 1
