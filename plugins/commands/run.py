"""The tasks' bodies: check, build, preview, publish.

In: what the user typed. Out: problems on stdout, all else on stderr, and the exit status: 0 done, 1 errors in the
content or a failure, 2 wrong usage. Called by `tasks.py`. Nothing that goes wrong here reaches an editor as a
traceback.
"""

from __future__ import annotations

import gc
import os
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from plugins.commands.digests import first_digest_program, is_program_as_first, seen_in
from plugins.commands.failure import PROJECT, unexpected
from plugins.commands.history import read_commit, read_line_days
from plugins.commands.home import move_home
from plugins.commands.job import Job, Options, WrongUsage, find_time_zone, find_today
from plugins.commands.light_pelican import begin_pelican
from plugins.commands.looker import tell_all_is_read
from plugins.commands.run_progress import show_run, tell_time
from plugins.commands.settings import has_only_ours
from plugins.commands.speak import say, show, show_json
from plugins.commands.standing import Standing, mark_standing
from plugins.commands.tell import EXCHANGED, MOVED_AWAY, UNCHANGED, tell_next_change, tell_result
from plugins.commands.torn import is_torn
from plugins.commands.way_out import WITHDRAWN
from plugins.core.dataclass import dataclass
from plugins.core.memo import Coming, Question
from plugins.core.places import show_path
from plugins.core.problems import Problem, for_publishing, sort_problems
from plugins.core.share_picture import SharePicture
from plugins.core.swedish import quote
from plugins.delivery.fault import DeliveryFault, TargetMisread
from plugins.publishing.exchange import OutputRefused, State, check_output, clear_aside, hold_output, see_output
from plugins.publishing.lost import OldSite, open_old_site
from plugins.publishing.manifest import Facts
from plugins.publishing.spare import SPARES, Spare
from plugins.site.kept_bench import KeptBench, may_be_kept
from plugins.site.model import Judged, Keeper, Preparation, Site, Unfinished
from plugins.site.prepare import prepare_site
from plugins.site.shelter import BENCHES
from plugins.site.theme import read_theme

if TYPE_CHECKING:
    from plugins.commands.new_sort import Wish  # only the task `new` makes one

PATIENT_GC: Final = (200_000, 20, 50)
"""New objects before Python looks for rings among them (usually 700): a site is many objects, none of which goes before
the end, and to look through them again and again was a tenth of the time."""

Prepared = tuple[Preparation, Callable[[], list[Problem]]]
"""What was prepared, with what returns the problems that are to be told."""


def run(task: str, options: Options) -> int:
    """Do a task and return its exit status."""
    return _run(_TASKS[task], options)


def _run(task: Callable[[Job], int], options: Options) -> int:
    gc.set_threshold(*PATIENT_GC)
    gc.enable()  # the door loads without
    content = Path(options.content) if options.content else PROJECT / "content"
    output: Path | None = None
    try:
        output = _find_output(options)
        return task(_settle(options, content, output))
    except (WrongUsage, OutputRefused, TargetMisread) as error:
        say(str(error))
        return 2
    except DeliveryFault as error:
        say(str(error))
        return 1
    except KeyboardInterrupt:
        say("Avbrutet.")
        return 130
    except ImportError:
        raise  # a package is missing: the door mends that
    except Exception as error:
        if is_torn(error):  # and that
            raise
        tell_result([unexpected(error, content, PROJECT)], options.format, output=output)
        return 1


def run_work(options: Options, work: Callable[[Job], int]) -> int:
    """Do some work with what was typed, settled; what nobody foresaw becomes a problem."""
    return _run(work, options)


def _settle(options: Options, content: Path, output: Path) -> Job:
    """Turn what was typed into folders and a day, or say what is wrong with it."""
    if options.format not in ("text", "json"):
        raise WrongUsage(f"--form kan vara text eller json, inte ”{options.format}”.")
    if options.content is not None and not content.is_dir():
        raise WrongUsage(f"Mappen ”{options.content}” finns inte.")
    today, program = find_today(options.date, content), mark_standing()
    return Job(
        content,
        output,
        today,
        options.format,
        read_theme(PROJECT / "theme"),
        options.port,
        options.name,
        options.shows_all,
        options.date,
        options.way,
        is_usual=not (options.content or options.date or os.environ.get("SOURCE_DATE_EPOCH")),
        project=PROJECT,
        program=program,
    )


def _find_output(options: Options) -> Path:
    try:
        return (Path(options.output) if options.output else PROJECT / "output").resolve()
    except (OSError, RuntimeError, ValueError):  # links in a ring, a name that cannot be one
        raise WrongUsage(f"Mappen {quote(str(options.output))} går inte att nå. Välj en annan plats med --ut.") from None


def prepare_job(job: Job, *, publishing: bool = False) -> tuple[Preparation, list[Problem]]:
    """Return the prepared site of a task, without what was taken off it, and its problems in their order."""
    preparation, find_problems = _begin_job(job, publishing=publishing, goes_on=False)
    return preparation, find_problems()


def _begin_job(job: Job, *, publishing: bool, goes_on: bool) -> Prepared:
    """Return the same, with what returns the problems: where the task `goes_on` meanwhile, they may still be being found."""
    with show_run("Läser och kontrollerar texterna"):
        if _may_have_withdrawals(job):
            from plugins.commands.withdrawals import prepare_shown, read_withdrawals  # noqa: PLC0415 (seldom, and with the history)

            withdrawn = read_withdrawals(job.project) if job.withdrawn is None else job.withdrawn
            preparation = prepare_shown(job.content, job.today, job.theme, withdrawn)
        else:
            preparation = _prepare(job, goes_on=goes_on)

    @cache
    def find_problems() -> list[Problem]:
        return sort_problems(for_publishing(preparation.problems) if publishing else preparation.problems)

    return preparation, find_problems


def _may_have_withdrawals(job: Job) -> bool:
    return bool(job.withdrawn) or (job.project / WITHDRAWN).is_file()


def _may_go_on(job: Job, order: Order) -> bool:
    """Tell, before anything is read, whether the new site will go on from the one before."""
    if order.prepared:
        is_kept = order.prepared[0].keeper is not None
    else:
        is_kept = not _may_have_withdrawals(job) and may_be_kept(job.content)
    return is_kept and has_only_ours(job.project)


def _prepare(job: Job, *, goes_on: bool) -> Preparation:
    if may_be_kept(job.content):
        named = PROJECT / BENCHES, first_digest_program(), job.content
        bench = KeptBench(*named, job.today, job.theme, seen=seen_in(job.content), is_so=is_program_as_first)
        return bench.prepare(judges_aside=goes_on, begin_drawings=partial(_begin_drawings, job.theme.folder) if goes_on else None)
    return prepare_site(job.content, job.today, job.theme)


def _begin_drawings(theme: Path, pictures: Iterable[SharePicture], codes: Sequence[Question]) -> tuple[Coming, Coming]:
    from plugins.sharing.drawings import begin_drawings  # noqa: PLC0415 (only for a new site)

    return begin_drawings(theme, pictures, codes)


def check(job: Job) -> int:
    """Check the content; write nothing."""
    standing = Standing(job.content, job.program)
    preparation, problems = prepare_job(job)
    if not standing.holds():
        return tell_result([standing.tell()], job.format, is_check=True)
    tell_all_is_read()
    status = tell_result(problems, job.format, left_out=preparation.left_out, is_check=True, shows_all=job.shows_all)
    if preparation.keeper:
        preparation.keeper.keep()
    return status


@dataclass(frozen=True, slots=True)
class Order:
    """What a site is built for."""

    publishing: bool = False
    commit: str | None = None
    """The saved state that the content is in."""
    asks_commit: bool = False
    """It is that which it is in when its turn has come."""
    held: bool = False
    online: OldSite | None = None
    """The site that the public sees, where that is known."""
    is_trial: bool = False
    """Nothing is written but what goes away with the run."""
    deliver: Callable[[Path], None] | None = None
    """What to do with a site that was built."""
    prepared: Prepared | None = None
    """What was prepared already."""
    standing: Standing | None = None
    """What the content was as the first of it was asked for: None where nothing is before the build has its turn."""
    home: Path | None = None
    """The content that an editor knows, where what is built is a copy of an earlier one."""


def build(job: Job) -> int:
    """Check, build beside the old site, audit, and exchange: a site for the desk."""
    return build_site(job, Order(asks_commit=True))


def build_site(job: Job, order: Order) -> int:
    """Check, build beside the old site, audit, and exchange; then deliver it, if that was asked for."""
    check_output(job.output, job.content, PROJECT)
    with hold_output(job.output, lambda: say("En annan körning bygger i samma mapp. Väntar på den …")), clear_aside() as clear:
        before = see_output(job.output)
        left_out: tuple[Unfinished, ...] = ()
        keeper: Keeper | None = None
        spare = Spare(PROJECT / SPARES, job.output)
        standing = order.standing or Standing(job.content, job.program)
        if order.asks_commit:
            order = replace(order, commit=read_commit(job.content))
        try:
            start = time.monotonic()
            spare.begin(lambda: _may_go_on(job, order))
            preparation, find_problems = order.prepared or _begin_job(job, publishing=order.publishing, goes_on=True)
            left_out, keeper = preparation.left_out, preparation.keeper
            if keeper is None:
                spare.drop()  # it would stay for ever, perhaps with what has been taken off the site since
            is_judged = preparation.judged is Judged.NOW
            if preparation.site is not None and not (is_judged and _has_errors(find_problems())):
                problems = _write_site(job, order, (preparation, find_problems), preparation.site, clear, spare, standing)
                if see_output(job.output) != before:
                    tell_time(len(preparation.site.pages), time.monotonic() - start)
            else:
                problems = find_problems()
            if see_output(job.output) == before and not standing.holds():
                problems, left_out = [standing.tell()], ()
            elif not _has_errors(problems):
                tell_next_change(preparation.next_change, preparation.next_rare_change)
        except KeyboardInterrupt:
            if see_output(job.output) != before:
                say(_fate(job.output, before).format(f"{show_path(job.output)}/"))
            raise
        except OutputRefused:
            raise
        except (Exception, SystemExit) as error:  # a plugin, or the settings, may end the program
            if see_output(job.output) == before and not standing.holds():
                problems, left_out = [standing.tell()], ()
            elif isinstance(error, ImportError) or is_torn(error):
                raise
            else:
                problems = [unexpected(error, job.content, PROJECT)]
        finally:
            spare.end()
        tell_all_is_read()
        if order.home is not None:
            problems = sort_problems(move_home(problems, job.content, order.home))
            left_out = tuple(move_home(left_out, job.content, order.home))
        status = tell_result(
            problems,
            job.format,
            left_out=left_out,
            output=job.output,
            is_check=order.is_trial,
            is_desk=not order.publishing,
            fate=_fate(job.output, before),
            shows_all=job.shows_all,
        )
        if keeper is not None:
            keeper.keep()
        if not status and order.deliver:
            order.deliver(job.output)
        return status


class _Wrong(Exception):
    """The content has errors: what is being written will not be shown."""


def _write_site(
    job: Job,
    order: Order,
    prepared: Prepared,
    site: Site,
    clear: Callable[[Path], None],
    spare: Spare,
    standing: Standing,
) -> list[Problem]:
    """Write the site, and return all that is to be told; where errors in the content are found meanwhile, these and no more."""
    preparation, find_problems = prepared
    try:
        begin_pelican(job.project)
        from plugins.commands.pelican_run import Hooks, Places, build_output  # noqa: PLC0415 (Pelican costs half the start; check does without)

        facts = Facts(
            "publish" if order.publishing else "desk",
            order.commit,
            preparation.next_change[0] if preparation.next_change else None,
            order.held,
        )

        def judge() -> None:
            if _has_errors(find_problems()):
                raise _Wrong

        hooks = Hooks(
            clear,
            lambda: not _has_errors(find_problems()) and standing.holds(),
            judge if preparation.judged is Judged.LATER else None,
        )
        places = Places(job.content, job.output, job.theme, PROJECT)
        found = build_output(site, places, facts, preparation.keeper, hooks, online=order.online, spare=spare)
    except Exception:
        if _has_errors(find_problems()):  # what burst was made of what is wrong
            return find_problems()
        raise
    problems = find_problems()
    return sort_problems([*problems, *found]) if found and not _has_errors(problems) else problems


def _has_errors(problems: Iterable[Problem]) -> bool:
    return any(problem.is_error for problem in problems)


def _fate(output: Path, before: State) -> str:
    """Return what has become of the output since it was in the state `before`."""
    now = see_output(output)
    if now == before:
        return UNCHANGED
    return EXCHANGED if now.folder else MOVED_AWAY


def publish(job: Job) -> int:
    """Build with publishing's stricter rules, and deliver what was built."""
    begin_pelican(PROJECT)  # what delivers asks its settings
    from plugins.commands.deliver import check_folder, earlier_content, find_target, open_delivery, tell_trial  # noqa: PLC0415 (only this task)
    from plugins.commands.notes import remember_folder, remember_online, with_note  # noqa: PLC0415 (only this task)
    from plugins.commands.withdrawals import fetch_withdrawals, prepare_again  # noqa: PLC0415 (only this task)

    way, output = job.way, job.output
    with ExitStack() as stack:
        workshop = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="lokalamalen-")))
        if way.is_trial:
            job = replace(job, output=workshop / "site")
        found = find_target(way, PROJECT, is_usual=job.is_usual)
        if found is None:
            if way.goes_back:
                raise WrongUsage("--tillbaka gäller det som är utlagt, men inget mål är valt. Skriv vart med --till.")
            here = Order(publishing=True, asks_commit=True, online=open_old_site(output), is_trial=way.is_trial)
            end = partial(tell_trial, output) if way.is_trial else None
            return build_site(job, replace(here, deliver=with_note(end, remember_folder(output), job.today, job.format, PROJECT)))
        check_folder(found[1], job.content, PROJECT, output)
        standing = Standing(job.content, job.program)
        delivery = open_delivery(*found, way, job.content, PROJECT, job.today)
        job = replace(job, withdrawn=fetch_withdrawals(PROJECT, job.content, may_fail=way.is_trial or way.replaces))
        home, prepared = job.content, None
        if way.goes_back:
            content, commit = earlier_content(delivery, workshop)
            job, delivery = replace(job, content=content), replace(delivery, content=content, commit=commit)
            standing = Standing(content, job.program)
            preparation, told = prepare_again(content, job.today, delivery.day_before, job.theme, job.withdrawn or ())
            prepared = preparation, lambda: told
        deliver = delivery.try_it if way.is_trial else delivery.go
        before = remember_online(delivery.before.manifest, delivery.online)
        order = Order(
            publishing=True,
            commit=delivery.commit,
            held=way.goes_back,
            online=delivery.online,
            is_trial=way.is_trial,
            deliver=with_note(deliver, before, job.today, job.format, PROJECT),
            prepared=prepared,
            standing=standing,
            home=home,
        )
        return build_site(job, order)


def start(job: Job) -> int:
    """Serve the same for those who never see a terminal."""
    return preview(job, is_for_all=True)


def preview(job: Job, *, is_for_all: bool = False) -> int:
    """Serve the site with drafts, rebuild on save, reload the browser, show faults on the page."""
    from plugins.commands.live import LiveSite  # noqa: PLC0415 (only this task keeps a site at hand)
    from plugins.commands.preview import serve_preview  # noqa: PLC0415 (only this task needs a server)
    from plugins.commands.preview_desk import Forms, FormsLater  # noqa: PLC0415 (as above)

    content = job.content.resolve()

    def today() -> date:
        return find_today(job.given_day, content)

    def open_site() -> LiveSite:
        return LiveSite(content, job.theme.folder, PROJECT, today, first_digest_program(), is_program_as_first)

    def open_forms() -> Forms:
        from plugins.commands.preview_forms import Desk  # noqa: PLC0415 (only who edits there)
        from plugins.commands.preview_keep import Keep  # noqa: PLC0415 (as above)
        from plugins.editing.checker import Checker  # noqa: PLC0415 (as above)

        checker = Checker(content, job.theme, today, read_line_days)
        return Desk(checker, Keep(content, lambda: checker({}), today, lambda: find_time_zone(content)), PROJECT)

    return serve_preview(open_site, content, job.theme.folder, job.port, FormsLater(open_forms), is_for_all=is_for_all)


def uses(job: Job) -> int:
    """Tell where something is used, before it is removed."""
    from plugins.commands.uses import tell_uses  # noqa: PLC0415 (only this task asks)

    if not job.name.strip():
        raise WrongUsage("Skriv namnet på det du undrar över, till exempel: python3 tasks.py var-anvands partnerskap")
    return tell_uses(job.name, job.content, job.today, job.theme.words, job.format)


_TASKS: Final[Mapping[str, Callable[[Job], int]]] = {
    "check": check,
    "build": build,
    "publish": publish,
    "preview": preview,
    "start": start,
    "uses": uses,
}


def run_new(wish: Wish, options: Options) -> int:
    """Do the task `new`, and return its exit status."""
    from plugins.commands.new import make_new  # noqa: PLC0415 (only this task needs it)
    from plugins.commands.new_questions import ask_at_keyboard  # noqa: PLC0415 (only this task needs it)
    from plugins.commands.new_sort import NotEnough  # noqa: PLC0415 (only this task needs it)

    def make(job: Job) -> int:
        try:
            return make_new(wish, job.content, job.today, job.theme, ask_at_keyboard())
        except NotEnough as error:
            raise WrongUsage(str(error)) from None

    return _run(make, options)


def run_partners(against: str | None, column: str | None, options: Options) -> int:
    """Do the task `partners`: the list, or (`against`) what a table from the bookkeeping tells beside it."""
    from plugins.commands.partner_list import problems_of_register, tell_list, tell_list_json  # noqa: PLC0415 (only this task)
    from plugins.commands.payers import tell_comparison, tell_comparison_json  # noqa: PLC0415
    from plugins.commands.table import Unreadable, read_names  # noqa: PLC0415

    def tell(job: Job) -> int:
        try:
            names = read_names(Path(against), column) if against is not None else None
        except Unreadable as error:
            raise WrongUsage(str(error)) from None
        preparation, problems = prepare_job(job)
        library = preparation.library
        wrong = problems_of_register(problems, library)
        if wrong:
            return tell_result(wrong, job.format, is_check=True)
        if names is not None and names.heading is not None:
            say(f"Namnen är lästa ur kolumnen {quote(names.heading)}. En annan väljs med --kolumn.")
        elif names is not None:
            say("Filen har inga rubriker och en enda kolumn: varje rad är läst som ett namn.")
        if job.format == "json":
            lines = tell_list_json(library) if names is None else tell_comparison_json(library, names)
            for line in lines:
                show_json(line)
        else:
            show(tell_list(library) if names is None else tell_comparison(library, names, Path(str(against)).name))
        return 0

    return _run(tell, options)


def run_proof(subject: str, options: Options) -> int:
    """Do the task `proof`, and return its exit status."""
    from plugins.commands.proof import make_proof  # noqa: PLC0415 (only this task needs it)
    from plugins.commands.proof_subject import NoProof  # noqa: PLC0415 (only this task needs it)

    def make(job: Job) -> int:
        folder = Path(options.output) if options.output else PROJECT / "korrektur"
        try:
            return make_proof(subject, job.content, folder, job.today, job.theme, PROJECT)
        except NoProof as error:
            raise WrongUsage(str(error)) from None

    return _run(make, replace(options, output=None))  # the site's own folder is what stays as it was


def run_links(options: Options) -> int:
    """Do the task `links`, and return its exit status."""
    from plugins.commands.link_state import STATE  # noqa: PLC0415 (only this task needs it)
    from plugins.commands.links import tell_links  # noqa: PLC0415 (only this task needs it)

    def tell(job: Job) -> int:
        preparation, problems = prepare_job(job)
        if preparation.site is None:
            return tell_result(problems, job.format, is_check=True)
        return tell_links(preparation.site, preparation.library, PROJECT / STATE, job.format)

    return _run(tell, options)
