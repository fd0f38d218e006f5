"""The editing pages of preview, at `/redigera/`.

Gets requests from this server's own pages only (`answers` checks that); one that writes must also have the token that only pages
of this process have.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from http import HTTPStatus
from pathlib import Path
from typing import Final
from urllib.parse import parse_qs, parse_qsl, quote

from plugins.commands.preview.keep import Keep
from plugins.commands.preview.messages import (
    BEGUN,
    COPY,
    LEADS_OUT,
    NOT_HERE,
    NOT_SAVED,
    NOT_YET,
    NOTHING,
    NOWHERE,
    RIGHT_NOW,
    STANDS_HERE,
    STARTED_AGAIN,
    STILL_STALE,
    UNSAVED,
    describe_disk_error,
    describe_unreadable,
)
from plugins.commands.preview.proof import Proofs
from plugins.commands.preview.state import Preview
from plugins.commands.preview.translation import find_stale, find_untranslated, mark_as_right
from plugins.commands.preview.wire import EDIT, OWN, OWN_HEADER, UPLOAD, Request, Response, encode, page_policy
from plugins.commands.process.failure import faults, unexpected
from plugins.commands.to_do import find_to_do
from plugins.commands.translate import begin_file
from plugins.core.files.translation_names import split_name
from plugins.core.library import Library
from plugins.core.reading.placing import find_shelf
from plugins.core.swedish import format_day
from plugins.core.system.plain_file import read_plain
from plugins.core.writer.put import Overtaken
from plugins.core.writer.refusal import CannotWrite
from plugins.editing.change import leads_out, write_change
from plugins.editing.checker import Checker
from plugins.editing.page import Pages
from plugins.editing.seen import find_first_day
from plugins.editing.sent import list_sent
from plugins.editing.show import FormBuilder, digest_of
from plugins.editing.take import FormSaver
from plugins.editing.target import EditTarget, find_place, find_target, list_files
from plugins.editing.upload import LARGEST, UploadRefused, save_upload
from plugins.editing.view import (
    ACTION,
    BEGIN,
    IS_RIGHT,
    LANGUAGE,
    LOOK,
    PROOF_OF,
    RECORD,
    TOKEN,
    UNCHANGED,
    FieldProblem,
    FormView,
    SavedForm,
)
from plugins.site.rooms import SHELVES
from plugins.site.to_do.rows import group_to_do

KEEP: Final = f"{EDIT}__spara/"
PROOF: Final = f"{EDIT}__korrektur/"
LONGEST_FORM: Final = 3_000_000
"""Bytes of a form: a text of the largest size, as browsers encode it."""
MOST_FIELDS: Final = 5000
MOST_SHOWN: Final = 200


class FormPages:
    """The editing pages of one content folder: takes requests, returns responses."""

    def __init__(self, checker: Checker, keep: Keep, project: Path) -> None:
        self.keep = keep
        self.project = project
        self.content = checker.content
        self.proofs = Proofs(checker.content, checker.find_theme, checker.today, project)
        self.checker = checker
        self.token = secrets.token_urlsafe(32)
        self.pages = Pages(f"{OWN}/redigera.css", f"{OWN}/redigera.js", f"{OWN}/markdown-toolbar.js")
        self.said: dict[str, SavedForm] = {}
        """Results of saved forms, by address, until the page that shows them is fetched."""
        self.shown: dict[str, bytes] = {}
        """The bytes of the files that forms were made from, by digest: the newest `MOST_SHOWN`."""

    def answer(self, request: Request, path: str, host: str, preview: Preview) -> Response:
        """Return the answer to a request for an address below `/redigera/`."""
        if request.method not in ("GET", "HEAD", "POST"):
            return Response(HTTPStatus.METHOD_NOT_ALLOWED, headers={"Allow": "GET, HEAD, POST"})

        def do() -> Response:
            if path == UPLOAD:
                return self._upload(request)
            if request.method == "POST":
                return self._take(request, path, host, preview)
            if path == EDIT and (asked := request.target.partition("?")[2]):
                return self._lead(asked, host)
            return self._show(request, path, host)

        return self._guard(do, host, request if request.method == "POST" else None, path)

    def _guard(self, do: Callable[[], Response], host: str, sent: Request | None = None, path: str = "") -> Response:
        """Call `do`; where it fails, return a page with the reason, and with what was sent in a form."""
        try:
            return do()
        except CannotWrite as error:
            if sent is not None:
                return self._give_back(sent, path, str(error), host)
            return self._page(self.pages.message(NOT_HERE, str(error)), host, HTTPStatus.CONFLICT)
        except OSError as error:
            if sent is not None:
                return self._give_back(sent, path, describe_disk_error(error), host)
            return self._page(self.pages.message(NOT_HERE, describe_unreadable(error)), host, HTTPStatus.CONFLICT)
        except faults() as error:  # so that what was written in a form is not lost
            problem = unexpected(error, self.content, self.project)
            written = self._list_sent(sent, path) if sent is not None else ()
            page = self.pages.message("Något gick fel i programmet", " ".join(problem.help), written)
            return self._page(page, host, HTTPStatus.INTERNAL_SERVER_ERROR)

    def _give_back(self, sent: Request, path: str, why: str, host: str, status: HTTPStatus = HTTPStatus.CONFLICT) -> Response:
        """Return the form as it was sent, with the reason why nothing was saved; or its texts, where the form cannot be shown."""
        posted, target = _read(sent), find_target(path.removeprefix(EDIT).strip("/"), self.content)
        why = why.removesuffix(f" {NOTHING}")
        if target is not None and RECORD in posted and posted.get(ACTION) != LOOK:
            problem = FieldProblem("", why, (f"{NOTHING} {STANDS_HERE}",), is_error=True, where="")
            with suppress(CannotWrite, OSError), self.checker.lock:
                form = replace(FormSaver(self._forms(), self.checker).redisplay(target, posted), problems=(problem,))
                return self._page(self.pages.form(form, self.token), host, status)
        return self._page(self.pages.message(NOT_SAVED, f"{why} {NOTHING}", self._list_sent(sent, path)), host, status)

    def _list_sent(self, sent: Request, path: str) -> list[tuple[str, str]]:
        """Return the texts written in a form, which the browser forgets when the page is left."""
        if path in (UPLOAD, KEEP, PROOF):
            return []
        inside = path.removeprefix(EDIT).strip("/")
        shelf = find_shelf(inside, SHELVES) or find_shelf(inside.rpartition("/")[0], SHELVES)
        with suppress(ValueError):  # more fields than any form has
            return list(list_sent(_read(sent), shelf.model if shelf else None))
        return []

    def most_bytes(self, path: str) -> int | None:
        """Return how many bytes may be sent to an address; None for an address of no form."""
        if path == UPLOAD:
            return LARGEST
        return LONGEST_FORM if path.startswith(EDIT) else None

    def settle(self) -> None:
        """Compute in advance what the next page will need."""
        self.checker.prepare()

    def to_do(self, host: str, preview: Preview) -> Response:
        """Return the to-do list; `preview` has the heaviest pages."""
        return self._guard(lambda: self._to_do(host, preview), host)

    def _to_do(self, host: str, preview: Preview) -> Response:
        with self.checker.lock:
            preparation = self.checker.prepare()
            times = group_to_do(find_to_do(preparation, self.project))
            texts = self.checker.goal_texts()
            heaviest = preview.site.heaviest() if preview.site is not None else []
            day = format_day(preparation.library.today)
            return self._page(self.pages.to_do(times, texts, heaviest, self.content, day), host)

    def _show(self, request: Request, path: str, host: str) -> Response:
        if path == KEEP:
            about = parse_qs(request.target.partition("?")[2]).get("om", [""])[0].strip()[:200]
            return self._page(self.pages.keep(self.keep.show(about), self.token, 0), host)
        if path.startswith(PROOF):
            return self._fetch_proof(path.removeprefix(PROOF), host)
        saved = self.said.pop(path, None)
        words, tips = (saved.words, saved.warnings) if saved else ("", ())
        inside = path.removeprefix(EDIT).strip("/")
        if not inside:
            return self._page(self.pages.listing(list_files(self.content), words, tips), host)
        target = find_target(inside, self.content)
        if target is None:
            return self._missing(host, inside)
        with self.checker.lock:
            forms = self._forms()
            form = self._beside_original(forms.form(target), target, forms.library)
            self._remember(target, form.digest)
            return self._page(self.pages.form(form, self.token, words, tips), host)

    def _remember(self, target: EditTarget, digest: str) -> None:
        """Keep the bytes that a form was made from, so as to tell later what was changed in the form and what in the file."""
        data = b"" if target.is_new else read_plain(self.content / target.file)
        if data and digest_of(data) == digest:
            self.shown.pop(digest, None)
            self.shown[digest] = data
            while len(self.shown) > MOST_SHOWN:
                del self.shown[next(iter(self.shown))]

    def _lead(self, asked: str, host: str) -> Response:
        """Redirect from a file and a line, as edit marks and problems name them, to the form with that line."""
        named = parse_qs(asked)
        folder, _, file = named.get("fil", [""])[0].partition("/")
        line = named.get("rad", ["1"])[0]
        found = find_place(file, int(line) if line.isascii() and line.isdigit() and len(line) < 7 else 1, self.content)
        if folder != self.content.name or found is None:
            return self._missing(host, file)
        target, field = found
        return Response(HTTPStatus.SEE_OTHER, headers={"Location": f"{quote(f'{EDIT}{target.path}/')}#{field}"})

    def _take(self, request: Request, path: str, host: str, preview: Preview) -> Response:
        posted = _read(request)
        if not self._knows(posted.get(TOKEN, "")) or not request.header("Origin"):
            if RECORD in posted and request.header("Origin"):
                return self._give_back(request, path, STARTED_AGAIN, host, HTTPStatus.FORBIDDEN)
            words = (
                "Sidan är från en tidigare start av programmet. Ladda om den, och skriv in ändringen igen. Ingenting är sparat."
            )
            return self._page(self.pages.message(NOT_SAVED, words), host, HTTPStatus.FORBIDDEN)
        if path == KEEP:
            view = self.keep.do(posted)
            return self._page(self.pages.keep(view, self.token, len(view.conflicts)), host)
        if path == PROOF:
            return self._page(self.pages.proof(self.proofs.make(posted.get(PROOF_OF, ""))), host)
        inside = path.removeprefix(EDIT).strip("/")
        target = find_target(inside, self.content)
        if target is None:
            return self._missing(host, inside, request)
        if posted.get(ACTION) == BEGIN:
            return self._begin(target, posted.get(LANGUAGE, ""))
        if posted.get(ACTION) == LOOK:
            return self._look(target, posted, host, preview)
        with self.checker.lock:
            try:
                forms, done = self._save(target, posted)
            except Overtaken:  # another program has saved meanwhile: merge with that, as if it had come before
                forms, done = self._save(target, posted)
            if not isinstance(done, SavedForm):
                self._remember(target, done.digest)
                done = self._beside_original(done, target, forms.library)
                status = HTTPStatus.UNPROCESSABLE_ENTITY if done.errors or done.conflict else HTTPStatus.OK
                return self._page(self.pages.form(done, self.token), host, status)
            if split_name(target.file):
                done = self._mark_translation(done, target, is_right=IS_RIGHT in posted)
        location = f"{EDIT}{done.path}/" if done.path else EDIT
        self.said[location] = done
        return Response(HTTPStatus.SEE_OTHER, headers={"Location": quote(location)})

    def _save(self, target: EditTarget, posted: dict[str, str]) -> tuple[FormBuilder, FormView | SavedForm]:
        """Do what a form asks for, once."""
        with self.checker.snapshot():
            forms = self._forms()
            return forms, FormSaver(forms, self.checker, self.checker.check_records, self.shown).form(target, posted)

    def _beside_original(self, form: FormView, target: EditTarget, library: Library | None) -> FormView:
        """Return the form with, for a translation, what has changed in the original or, for an original, the missing
        translations.
        """
        if library is None or target.is_new:
            return form
        if not split_name(target.file):
            return replace(form, untranslated=find_untranslated(target, library, self.content))
        return replace(form, stale=find_stale(target, library, self.content))

    def _begin(self, target: EditTarget, code: str) -> Response:
        """Begin the translation of a file, and redirect to its form."""
        with self.checker.lock:
            file = begin_file(self.content, target.file, code, self.checker.today())
        begun = find_target(file, self.content)
        location = f"{EDIT}{begun.path}/" if begun else EDIT
        self.said[location] = SavedForm(
            f"{file} är skapad, med originalets ord att skriva över. {BEGUN}", begun.path if begun else ""
        )
        return Response(HTTPStatus.SEE_OTHER, headers={"Location": quote(location)})

    def _mark_translation(self, done: SavedForm, target: EditTarget, *, is_right: bool) -> SavedForm:
        """Mark a saved translation as up to date where the form said so; else ask whether it is."""
        library = self._forms().library
        if library is None or find_stale(target, library, self.content) is None:
            return done
        if not is_right:
            return replace(done, words=f"{done.words} {STILL_STALE}")
        before, marked = mark_as_right(target, library, self.content, self.checker.today())
        try:
            write_change(self.content, {target.file: marked}, {target.file: before})
        except Overtaken:  # the form is saved: only the mark waits
            return replace(done, words=f"{done.words} {STILL_STALE}")
        words = "" if done.words == UNCHANGED else f"{done.words} "
        return replace(done, words=f"{words}{RIGHT_NOW}")

    def _look(self, target: EditTarget, posted: dict[str, str], host: str, preview: Preview) -> Response:
        """Return the page of a form as it would be if it was saved."""
        with self.checker.lock:
            forms = self._forms()
            trial = FormSaver(forms, self.checker).trial(target, posted)
        data = trial.files[trial.target.file]
        today = self.checker.today()
        day = find_first_day(trial.record, today)

        def find(library: Library) -> str:
            return FormBuilder(self.content, library).page_of(trial.target, data)

        seen = preview.site.try_page(trial.files, find, day) if preview.site is not None else None
        if seen is None:
            return self._page(self.pages.message("Sidan går inte att visa än", NOT_YET), host)
        if not seen.address:
            return self._page(self.pages.message("Det syns inte på någon sida än", NOWHERE), host)
        when = f" den {format_day(day)}" if day else ""
        said = f'<p class="preview-trial" role="status">Så här blir sidan{when}. {UNSAVED}</p>'
        page = seen.data.decode().replace("</head>", f'<link rel="stylesheet" href="{OWN}/preview.css"></head>', 1)
        start = page.find(">", page.find("<body")) + 1
        return Response(
            HTTPStatus.OK, "text/html; charset=utf-8", f"{page[:start]}{said}{page[start:]}".encode(), page_policy(host)
        )

    def _fetch_proof(self, name: str, host: str) -> Response:
        data = self.proofs.find(name)
        if data is None:
            return self._missing(host, name)
        named = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}"}
        kind = "application/pdf" if name.endswith(".pdf") else "text/html; charset=utf-8"
        return Response(HTTPStatus.OK, kind, data, named)

    def _upload(self, request: Request) -> Response:
        if request.method != "POST" or not self._knows(request.header(OWN_HEADER) or "") or not request.header("Origin"):
            return Response(HTTPStatus.FORBIDDEN, data="Ladda om sidan, och försök igen.".encode())
        asked = parse_qs(request.target.partition("?")[2])
        try:
            brought = save_upload(self.content, asked.get("mapp", [""])[0], asked.get("namn", [""])[0], request.body)
        except UploadRefused as error:
            return Response(HTTPStatus.UNPROCESSABLE_ENTITY, data=str(error).encode())
        except OSError as error:
            return Response(HTTPStatus.CONFLICT, data=describe_disk_error(error).encode())
        return Response(HTTPStatus.OK, data="\n".join((brought.name, *brought.remarks)).encode())

    def _forms(self) -> FormBuilder:
        return FormBuilder(self.content, self.checker.library, self.checker.menu)

    def _knows(self, token: str) -> bool:
        return hmac.compare_digest(token.encode(), self.token.encode())

    def _missing(self, host: str, inside: str, sent: Request | None = None) -> Response:
        why = "Det finns inget att redigera på den här adressen."
        if sent is not None:
            why = "Det som formuläret hör till finns inte längre: det är borttaget, eller så har filen flyttats eller bytt namn."
        if find_shelf(inside, SHELVES) and (self.content / inside).is_symlink():
            why = "Filen är en genväg. Redigera filen som den leder till, eller lägg en kopia i stället för genvägen."
            if leads_out(self.content / inside, self.content):
                why = f"{LEADS_OUT} {COPY}."
        if sent is not None:
            return self._give_back(sent, f"{EDIT}{inside}/", why, host, HTTPStatus.NOT_FOUND)
        return self._page(self.pages.message("Sidan finns inte", why), host, HTTPStatus.NOT_FOUND)

    def _page(self, page: str, host: str, status: HTTPStatus = HTTPStatus.OK) -> Response:
        return Response(status, "text/html; charset=utf-8", encode(page), _policy(host))


def _read(request: Request) -> dict[str, str]:
    """Return the fields of a form; raise `ValueError` where there are more than any form has."""
    return dict(parse_qsl(request.body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=MOST_FIELDS))


def _policy(host: str) -> dict[str, str]:
    """Return the security headers of an editing page: it may send its form and files here, and run preview's own script."""
    ours = f"http://{host}"
    rules = {
        "default-src": "'none'",
        "script-src": f"{ours}{OWN}/",
        "style-src": f"{ours}{OWN}/",
        "connect-src": f"{ours}{UPLOAD} {ours}{OWN}/",
        "form-action": f"{ours}{EDIT}",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
    }
    policy = "; ".join(f"{name} {sources}" for name, sources in rules.items())
    # With no-referrer browsers send `Origin: null` with a form, which is refused.
    return {"Content-Security-Policy": policy, "X-Frame-Options": "DENY", "Referrer-Policy": "same-origin"}
