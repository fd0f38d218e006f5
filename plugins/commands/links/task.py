"""The task `links`: check outside links, once a week.

Reports dead links as warnings at their lines. Called by `tasks.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Final

from plugins.commands.links.asker import Asker, LinkAnswer
from plugins.commands.links.state import STATE, STRIKES, Failures, read_state, remember, write_state
from plugins.commands.reporting.result import print_problems, print_result
from plugins.commands.reporting.speak import say, show
from plugins.commands.runs.job import Job, Options
from plugins.commands.runs.prepared import prepare_job
from plugins.commands.runs.work import run_work
from plugins.core.library import Library
from plugins.core.places import Place
from plugins.core.problems import Problem, sort_problems, warning
from plugins.core.swedish import format_day, join_words
from plugins.core.web import decode_address, host_key
from plugins.site.model import Site
from plugins.site.outside import find_outside_links, is_of_program

Ask = Callable[[str], LinkAnswer]

IN_TEXTS: Final = "Öppna den i webbläsaren. Har sidan flyttat: skriv den nya adressen. Är den borta: ta bort länken."
OF_PROGRAM: Final = (
    "Programmet skriver den länken, så den står inte i någon av era texter. "
    "Säg till den som sköter programmet: adressen ändras på den rad som står här."
)
"""What to do about a dead link, by who wrote it."""


def run_links(options: Options) -> int:
    """Run the task; return the exit status: 0 done, 1 the content could not be read, or no host be reached."""

    def print_links(job: Job) -> int:
        preparation, problems = prepare_job(job)
        if preparation.site is None:
            return print_result(problems, job.format, is_check=True)
        return print_dead_links(preparation.site, preparation.library, job.project / STATE, job.format)

    return run_work(options, print_links)


def print_dead_links(site: Site, library: Library, state_file: Path, form: str, ask: Ask | None = None) -> int:
    """Ask for every outside link and report the dead ones; return the exit status."""
    links = find_outside_links(site, library)
    hosts = len({host_key(address) for address in links})
    if not links:
        say("Webbplatsen har inga länkar till andra webbplatser.")
        return 0
    say(f"Frågar {_count(len(links))} på {hosts} {'webbplats' if hosts == 1 else 'webbplatser'}. Det tar några minuter …")
    answers: dict[str, LinkAnswer] = {}
    try:
        for address in links:
            answers[address] = (ask or Asker(site.root).ask)(address)
    finally:
        # Store the results also where the run is interrupted.
        was_online = any(answer.was_reached for answer in answers.values())
        state = read_state(state_file)
        if was_online:
            reasons = {address: answer.reason if answer.verdict == "fails" else None for address, answer in answers.items()}
            state = remember(state, {a: r for a, r in reasons.items() if r or answers[a].verdict == "answers"}, library.today)
            write_state(state_file, state)
    if not was_online:
        say("Ingen webbplats gick att nå. Är datorn ansluten till nätet? Inget är räknat som dött.")
        return 1
    print_problems(sort_problems([*find_dead(links, state)]), form, shows_all=True)
    _summarise(links, answers, state, form)
    return 0


def find_dead(links: Mapping[str, tuple[Place, ...]], state: Mapping[str, Failures]) -> Iterator[Problem]:
    """A link that has failed on `STRIKES` different days, without an answer between, is dead."""
    for address, places in links.items():
        failures = state.get(address)
        if failures is None or not failures.is_dead:
            continue
        days = join_words([format_day(day) for day in failures.days[-STRIKES:]])
        message = f"Länken till {decode_address(address)} leder ingenstans: {failures.reason}."
        for place in places:
            yield warning(place, "dod-lank", message, f"Vi har frågat {days}.", OF_PROGRAM if is_of_program(place) else IN_TEXTS)


def _summarise(
    links: Mapping[str, tuple[Place, ...]], answers: Mapping[str, LinkAnswer], state: Mapping[str, Failures], form: str
) -> None:
    """Print other results, and last the number of dead links."""
    failing = {address: state[address] for address in links if address in state}
    waiting = [address for address, failures in failing.items() if not failures.is_dead]
    silent = [address for address, answer in answers.items() if answer.verdict == "unknown"]
    for address in waiting:
        say(f"{decode_address(address)}: {state[address].reason}. Den räknas som död om det är så på {STRIKES} olika dagar.")
    if silent:
        say(f"{_count(len(silent)).capitalize()} går inte att pröva så här, för servern släpper inte in program.")
    dead = len(failing) - len(waiting)
    summary = (
        "Ingen länk är död." if not dead else f"{_count(dead).capitalize()} av {len(links)} är {'död' if dead == 1 else 'döda'}."
    )
    (say if form == "json" else show)(summary)


def _count(number: int) -> str:
    return "en länk" if number == 1 else f"{number} länkar"
