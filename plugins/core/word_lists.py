"""Lists of words: `theme/words/`, one file a language, and what is wrong with them.

In: the folder. Out: `WordLists`: `Words` by the language's code, and problems with file and line. The first list has every
word there is; each other has the same ones, with the same places for what is filled in. Nothing is shown in two languages
by mistake: a word that is missing is an error. Who translates need not be who programs, so errors are told as editors'
are.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import yaml

from plugins.core.customs import find_locale
from plugins.core.dataclass import dataclass
from plugins.core.languages import Language
from plugins.core.places import Place, SourceFile
from plugins.core.problems import Problem
from plugins.core.sources import read_source
from plugins.core.swedish import closest, join_words, quote
from plugins.core.word_forms import check_forms, compare_fields, find_fields
from plugins.core.words import FORMS, Words, is_counted

FIRST_LIST: Final = "sv"
"""The list that has every word, against which the others are held."""
OPTIONAL: Final = ("language", "staff", "global_goals", "search_words")
"""Groups that a list may lack or have otherwise: the language's own customs, what only staff see, names of the global goals,
what search knows of the language's words."""
CUSTOMS: Final = (
    *("tag", "name", "locale", "numbers", "less_than", "more_than", "alphabet", "sorted_as", "quotation_marks"),
    *("units", "before_number", "shortened", "lix"),
)
"""What the group `language` may say."""
SEARCHED: Final = ("endings", "empty", "alike")
"""What the group `search_words` may say, each as a list; what a language does not say, search does without in it."""
LETTERS: Final = "letters"
"""And how letters are written where a keyboard lacks them, as pairs: `{ü: ue}`."""
LISTED: Final = ("numbers", "units", "before_number", "shortened")
"""Customs that are lists."""
FILLED: Final = ("less_than", "more_than")
"""Customs in which a number is filled in."""
_NUMBER: Final = frozenset({"number"})
MOST_NAMED: Final = 8
"""Words that a problem names, of those that are missing."""

_CODE = re.compile(r"[a-z]{2,8}(?:-[A-Za-z0-9]{2,8})*")
_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)

_Keys = tuple[str, ...]


@dataclass(frozen=True)
class WordList:
    """One file: the words of a language, and what is wrong with them."""

    words: Words
    problems: tuple[Problem, ...]
    file: _File


class WordLists(Mapping[str, Words]):
    """The words of all languages by code; each file is read when its language is asked for."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._read: dict[str, WordList] = {}

    def __getitem__(self, code: str) -> Words:
        return self._list(code).words

    def __iter__(self) -> Iterator[str]:
        return iter(self._codes)

    def __len__(self) -> int:
        return len(self._codes)

    def __contains__(self, code: object) -> bool:
        return code in self._codes

    def __eq__(self, other: object) -> bool:
        return self is other  # two readings of the folder may differ

    def __hash__(self) -> int:
        return id(self)

    def place(self, code: str, *keys: str) -> Place:
        """Return where a word of a language is written."""
        return self._list(code).file.place(keys)

    def written(self, code: str) -> Mapping[str, Any]:
        """Return the words of a language as its list has them, and nothing of another."""
        return self._list(code).file.words

    def problems(self, code: str) -> tuple[Problem, ...]:
        """Return what is wrong with the words of a language; the first list's faults are those of all."""
        own = self._list(code).problems
        return own if code == FIRST_LIST else (*self._list(FIRST_LIST).problems, *own)

    @cached_property
    def _codes(self) -> tuple[str, ...]:
        found = sorted(path.stem for path in self._folder.glob("*.yaml") if _CODE.fullmatch(path.stem))
        return tuple(sorted(found, key=lambda code: code != FIRST_LIST))

    @cached_property
    def _first(self) -> _File:
        return _File.read(self._folder / f"{FIRST_LIST}.yaml")

    def _list(self, code: str) -> WordList:
        if code not in self._codes:
            raise KeyError(code)
        if code not in self._read:
            first = self._first
            file = first if code == FIRST_LIST else _File.read(self._folder / f"{code}.yaml")
            problems = list(file.problems)
            language = _read_language(file, problems)
            faulty: set[_Keys] = set()
            if file is not first and file.words:
                problems += _compare(file, first, language, faulty)
            elif file is first:
                problems += _check_first(file, language)
            problems += _check_lists(file)
            # What is missing or wrong is told, and nothing is written then; until it is told, the first list stands in.
            words = _stand_in(file.words, first.words, faulty) | {"search_words": _take_searched(file)}
            self._read[code] = WordList(Words(words, f"{code}.yaml", language), tuple(problems), file)
        return self._read[code]


@dataclass(frozen=True)
class _File:
    """A list as it is written."""

    source: SourceFile
    words: dict[str, Any]
    places: dict[_Keys, Place]
    problems: tuple[Problem, ...]

    @classmethod
    def read(cls, path: Path) -> _File:
        """Read a file; one that cannot be read has no words, and says why."""
        source, problems = read_source(path)
        places: dict[_Keys, Place] = {}
        if problems:
            return cls(source, {}, places, tuple(problems))
        try:
            root = yaml.compose(source.text, Loader=_LOADER)
            words = _take(root, (), source, places, problems) if root is not None else {}
        except (yaml.YAMLError, RecursionError) as error:
            mark = getattr(error, "problem_mark", None)
            place = Place(source, mark.line + 1, mark.column + 1) if mark else Place(source)
            help_line = "Jämför med raderna omkring, och sätt citattecken runt texter som har kolon eller klamrar i sig."
            return cls(source, {}, places, (Problem(place, "olaslig-rad", "Raden går inte att läsa.", (help_line,)),))
        if not isinstance(words, dict):
            problems.append(Problem(Place(source), "fel-ord", "Filen ska ha ett ord på varje rad: nyckel, kolon, text."))
            words = {}
        return cls(source, words, places, tuple(problems))

    def place(self, keys: _Keys) -> Place:
        """Return where a word is written; the head of the file for one that is not."""
        return self.places.get(keys, Place(self.source))


def _take(node: yaml.Node, keys: _Keys, source: SourceFile, places: dict[_Keys, Place], problems: list[Problem]) -> Any:
    """Return a node of YAML as plain values, with the place of each; a key that stands twice is told."""
    if isinstance(node, yaml.ScalarNode):
        return node.value
    if isinstance(node, yaml.SequenceNode):
        return [_take(item, keys, source, places, problems) for item in node.value]
    found: dict[str, Any] = {}
    for name, value in node.value:
        place = Place(source, name.start_mark.line + 1, name.start_mark.column + 1)
        if name.value in found:
            message = f"Ordet {quote(str(name.value))} står två gånger."
            problems.append(Problem(place, "dubbelt-falt", message, ("Ta bort det ena.",)))
        own = (*keys, str(name.value))
        places[own] = place
        found[own[-1]] = "" if _is_null(value) else _take(value, own, source, places, problems)
    return found


def _is_null(node: yaml.Node) -> bool:
    """Tell whether nothing is written as YAML writes it: `menu: ~`, `menu: null`."""
    return isinstance(node, yaml.ScalarNode) and not node.style and str(node.value).casefold() in ("~", "null")


# ---- the language itself


def _read_language(file: _File, problems: list[Problem]) -> Language:
    """Return what the group `language` says; what cannot be understood is told, and is Swedish as long as that lasts."""
    code, customs = file.source.path.stem, file.words.get("language")
    if not file.words and problems:  # it could not be read, which is told
        return Language(code, code, code, FIRST_LIST)
    if not isinstance(customs, dict):
        message = f"Filen säger inte vad språket {quote(code)} heter."
        help_line = "Börja filen med raden ”language:” och under den, med två mellanslag först, till exempel ”name: Deutsch”."
        problems.append(Problem(file.place(("language",)), "fel-ord", message, (help_line,)))
        customs = {}
    for key in customs:
        if key not in CUSTOMS:
            problems.append(_tell_unknown(file, ("language", key), CUSTOMS))
    tag = str(customs.get("tag") or code)
    locale = find_locale(str(customs.get("locale") or tag))
    if locale is None:
        message = f"Det finns inget språk med koden {quote(str(customs.get('locale') or tag))}."
        help_line = "Skriv språkets kod under ”language:”, till exempel ”locale: de”. Tyska är de, arabiska ar, finska fi."
        keys = next((("language", key) for key in ("locale", "tag") if key in customs), ("language",))
        problems.append(Problem(file.place(keys), "fel-ord", message, (help_line,)))
        locale = FIRST_LIST
    if customs and not customs.get("name"):
        message = f"Språket {quote(code)} saknar namn."
        help_line = "Skriv vad språket kallar sig självt, till exempel ”name: Deutsch”."
        problems.append(Problem(file.place(("language",)), "fel-ord", message, (help_line,)))
    for key in FILLED:
        if problem := next(
            compare_fields(file.place(("language", key)), key, str(customs.get(key, "{number}")), _NUMBER, _NUMBER), None
        ):
            problems.append(problem)
            customs = {other: value for other, value in customs.items() if other != key}
    sorted_as, lix = customs.get("sorted_as", {}), str(customs.get("lix", ""))
    if lix and not re.fullmatch(r"[0-9]{1,2}", lix):
        message = f"{quote(lix)} är inget LIX-värde."
        problems.append(Problem(file.place(("language", "lix")), "fel-ord", message, ("Skriv ett tal, till exempel 25.",)))
        lix = ""
    return Language(
        code=code,
        tag=tag,
        name=str(customs.get("name") or code),
        locale_name=locale,
        numbers=_take_list(customs.get("numbers")),
        units=_take_list(customs.get("units")),
        before_number=_take_list(customs.get("before_number")),
        shortened=_take_list(customs.get("shortened")),
        most_lix=int(lix) if lix else None,
        sorted_as=tuple(sorted_as.items()) if isinstance(sorted_as, dict) else (),
        less_than=str(customs.get("less_than", Language.less_than)),
        more_than=str(customs.get("more_than", Language.more_than)),
        alphabet=str(customs.get("alphabet", "")),
        quotation_marks=str(customs.get("quotation_marks", Language.quotation_marks)),
    )


def _take_list(value: object) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, list) else ()


def _take_searched(file: _File) -> dict[str, Any]:
    """Return what search knows of the words of a language: nothing of another language's."""
    written = file.words.get("search_words")
    group = written if isinstance(written, dict) else {}
    letters = group.get(LETTERS)
    pairs = [[str(letter), str(other)] for letter, other in letters.items()] if isinstance(letters, dict) else []
    return {key: list(_take_list(group.get(key))) for key in SEARCHED} | {LETTERS: pairs}


def _check_lists(file: _File) -> Iterator[Problem]:
    """What is a list in the groups that each language has otherwise is one, and search knows nothing else."""
    customs, searched = file.words.get("language"), file.words.get("search_words")
    groups = {"language": (LISTED, customs), "search_words": (SEARCHED, searched)}
    for name, (listed, group) in groups.items():
        if group is not None and not isinstance(group, dict):
            if name == "search_words":
                help_line = f"Under den står {join_words(list(SEARCHED))}, med två mellanslag först och en lista efter kolonet."
                yield Problem(file.place((name,)), "fel-ord", f"{quote(name)} ska vara en grupp.", (help_line,))
            continue
        for key, value in (group or {}).items():
            if key in listed and not (isinstance(value, list) and all(isinstance(one, str) for one in value)):
                message = f"{quote(key)} ska vara en lista, även om den bara har ett ord."
                written = ", ".join(re.findall(r"[^\s,]+", value)) if isinstance(value, str) else ""
                help_line = f"Skriv hakparenteser runt orden, och komma emellan:  {key}: [{written or 'ett, annat'}]"
                yield Problem(file.place((name, key)), "fel-ord", message, (help_line,))
            elif name == "search_words" and key not in (*SEARCHED, LETTERS):
                yield _tell_unknown(file, (name, key), (*SEARCHED, LETTERS))
            elif key == LETTERS and name == "search_words" and not _is_pairs(value):
                help_line = "Skriv klamrar, och efter varje bokstav hur den skrivs när den saknas:  letters: {ä: ae, ü: ue}"
                yield Problem(file.place((name, key)), "fel-ord", f"{quote(key)} ska vara par av bokstäver.", (help_line,))
            elif name == "language" and key == "sorted_as" and not isinstance(value, dict):
                help_line = "Skriv klamrar, och efter varje bokstav den som den sorteras som:  sorted_as: {ü: y, ß: ss}"
                yield Problem(file.place((name, key)), "fel-ord", f"{quote(key)} ska vara par av bokstäver.", (help_line,))
            elif name == "language" and key not in (*LISTED, "sorted_as") and not isinstance(value, str):
                help_line = f"Skriv det efter kolonet på samma rad:  {key}: …"
                yield Problem(file.place((name, key)), "fel-ord", f"{quote(key)} ska vara ett ord eller en text.", (help_line,))


def _is_pairs(value: object) -> bool:
    return isinstance(value, dict) and all(len(one) == 1 and isinstance(other, str) for one, other in value.items())


# ---- one list beside the first


def _compare(file: _File, first: _File, language: Language, faulty: set[_Keys]) -> Iterator[Problem]:
    """Every word is there and nothing else, and each has the same places for what is filled in; `faulty` gets those without."""
    if missing := [keys for keys in _list_words(first.words) if _find(file.words, keys) is None]:
        yield _tell_missing(file, first, missing, language)
    known = {keys[0] for keys in _list_words(first.words)}
    for keys in _list_words(file.words):
        if _find(first.words, keys) is None:
            groups = first.words.get(keys[0])
            yield _tell_unknown(file, keys, tuple(groups) if len(keys) > 1 and isinstance(groups, dict) else tuple(known))
        elif _find(file.words, keys) is not None:
            for problem in _compare_word(file, first, keys, language):
                faulty.add(keys)
                yield problem


def _check_first(file: _File, language: Language) -> Iterator[Problem]:
    """The words beside a number of the first list, against which no other is held, have the forms of their language too."""
    for keys in _list_words(file.words):
        word = _find(file.words, keys)
        if isinstance(word, dict) and is_counted(word):
            yield from _check_forms_of(file, keys, word, word, language)


def _check_forms_of(file: _File, keys: _Keys, own: Mapping[str, Any], original: Any, language: Language) -> Iterator[Problem]:
    places = {form: file.place((*keys, form)) for form in own}
    return check_forms(file.place(keys), places, keys[-1], own, original, language)


def _stand_in(own: Mapping[str, Any], first: Mapping[str, Any], faulty: Collection[_Keys], above: _Keys = ()) -> dict[str, Any]:
    """Return the words of a list, with the first list's for those that are missing or wrong."""
    found: dict[str, Any] = {} if above else {key: own[key] for key in OPTIONAL if key in own and key not in first}
    for key, original in first.items():
        value, keys = own.get(key), (*above, key)
        if not value or keys in faulty or not _has_shape(value, original):
            found[key] = original
        elif isinstance(original, dict) and not is_counted(original) and (above or key not in OPTIONAL):
            found[key] = _stand_in(value, original, faulty, keys)
        else:
            found[key] = value
    return found


def _tell_missing(file: _File, first: _File, missing: Sequence[_Keys], language: Language) -> Problem:
    names = [".".join(keys) for keys in missing]
    shown = join_words(names) if len(names) <= MOST_NAMED else ", ".join([*names[:MOST_NAMED], "…"])
    what = f"Ordet {quote(names[0])}" if len(names) == 1 else f"{len(names)} ord"
    message = f"{what} saknas på språket {quote(language.name)}{'' if len(names) == 1 else f': {shown}'}."
    originals = [f"{first.source.path.name}, rad {first.place(keys).line}: {_show(first, keys)}" for keys in missing[:MOST_NAMED]]
    return Problem(Place(file.source), "saknat-ord", message, ("Så står det på svenska:", *originals))


def _tell_unknown(file: _File, keys: _Keys, known: Sequence[str]) -> Problem:
    near, place = closest(keys[-1], known), file.place(keys)
    message = f"Det finns inget ord som heter {quote(keys[-1])}."
    suggestion = place.rewritten(keys[-1], near) if near else None
    return Problem(place, "okant-ord", message, ("Ta bort raden, eller rätta nyckeln: det som står före kolonet.",), suggestion)


def _compare_word(file: _File, first: _File, keys: _Keys, language: Language) -> Iterator[Problem]:
    own, original = _find(file.words, keys), _find(first.words, keys)
    place = file.place(keys)
    if not _has_shape(own, original):
        message = f"Ordet {quote(keys[-1])} ska ha samma form som på svenska."
        yield Problem(place, "fel-ord", message, (f"På svenska: {_show(first, keys)}",))
    elif isinstance(own, dict) and is_counted(own):
        yield from _check_forms_of(file, keys, own, original, language)
    elif isinstance(own, str):
        wanted = find_fields(original if isinstance(original, str) else original["other"])
        yield from compare_fields(place, keys[-1], own, wanted, wanted)


def _list_words(words: Mapping[str, Any], before: _Keys = ()) -> Iterator[_Keys]:
    """Yield the keys of every word, but for those of the groups that are each language's own."""
    for key, value in words.items():
        if not before and key in OPTIONAL:
            continue
        if isinstance(value, dict) and not is_counted(value) and not FORMS.issuperset(value):
            yield from _list_words(value, (*before, key))
        else:
            yield (*before, key)


def _find(words: Any, keys: _Keys) -> Any:
    for key in keys:
        words = words.get(key) if isinstance(words, dict) else None
    return words or None


def _has_shape(own: Any, original: Any) -> bool:
    """Tell whether a word is what the first list's is: text, a list, or a group; forms by number may stand for text."""
    if isinstance(original, dict) and is_counted(original):
        return isinstance(own, dict) and is_counted(own)
    return type(own) is type(original) or original is None


def _show(file: _File, keys: _Keys) -> str:
    return file.place(keys).written.strip()
