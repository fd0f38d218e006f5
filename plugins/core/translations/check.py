"""Rules about translations as such: each has an original, is in one of the site's languages, and says what must be said.

Yields problems. What applies to texts in any language is checked on the pages of that language
(`plugins.site.checks.translations`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from pathlib import PurePosixPath
from typing import Any

from plugins.core.files.translation_names import EASY, find_odd, join_name, name_language
from plugins.core.inputs import TRANSLATIONS
from plugins.core.library import Library
from plugins.core.models.model import FieldInfo, Model, fields_of
from plugins.core.pages import PageModel
from plugins.core.places import Place, SourceFile, show_path
from plugins.core.problems import Problem, warning
from plugins.core.swedish import closest, join_words, quote
from plugins.core.translations.fingerprints import list_parts
from plugins.core.translations.left import find_left
from plugins.core.translations.model import PageTranslation, Translation, key_fields, spoken_name
from plugins.core.translations.overlay import is_row, must_be_said, pair_rows, row_key, untranslated


def check_translations(library: Library, languages: Collection[str], listed: Collection[str]) -> Iterator[Problem]:
    """Yield the problems of the translations of a site with these `languages`; `listed` are the languages with a word list."""
    yield from _check_names(library, languages)
    yield from _check_addresses(library, tuple(languages)[1:])
    found = library.memo.read(TRANSLATIONS)
    for (code, model), translations in found.items():
        if code == next(iter(languages), "") or code not in languages:
            yield from _check_language(code, translations, languages, listed)
        elif translations:
            yield from _check_of(model, translations, library)


def _check_names(library: Library, languages: Collection[str]) -> Iterator[Problem]:
    """The language code in a file name exists, and the extension is that of the original."""
    for relative in library.shelves.odd_names:
        odd = find_odd(relative)
        if odd is None:
            continue
        path = library.shelves.folder / relative
        others = [code for code in languages if code != next(iter(languages))]
        is_known = odd.right in others or odd.right == odd.code.casefold()
        right = join_name(odd.original, str(odd.right)).rpartition("/")[2] if is_known else None
        message = f"Filens namn säger språket {quote(odd.code)}, men så heter inget av webbplatsens språk."
        if odd.right == odd.code.casefold():
            message = f"En översättning slutar som sitt original, men den här heter {path.name}."
        listing = f"Språken är {join_words(list(languages))}."
        example = join_name(odd.original, others[0]).rpartition("/")[2] if others else ""
        rename = f"Döp om filen till {right}, eller ta bort den om den filen redan finns." if right else ""
        help_lines = (
            rename or (f"Är den en översättning: döp om den, till exempel till {example}." if example else ""),
            listing,
            "" if right else "Är det en kopia som blev kvar: ta bort den.",
        )
        yield Problem(Place(SourceFile(path)), "fel-filnamn", message, help=tuple(filter(None, help_lines)))


def _check_addresses(library: Library, others: Collection[str]) -> Iterator[Problem]:
    """No page has the address of another language's home page."""
    for page in library.all_pages:
        if page.own_address.strip("/") in others:
            message = (
                f"Sidan får adressen {page.own_address}, som är startsidans på språket {quote(page.own_address.strip('/'))}."
            )
            yield Problem(page.place("title"), "dubbel-adress", message, help=("Döp om filen.",))


def _check_language(
    code: str, translations: Collection[Translation], languages: Collection[str], listed: Collection[str]
) -> Iterator[Problem]:
    """A translation is in one of the site's other languages."""
    own = next(iter(languages), "")
    files = {translation.place().source.path: translation.place().source for translation in translations}
    for source in files.values():
        if code == own:
            message = f"Filen ska vara på {quote(code)}, men det är webbplatsens eget språk."
            yield Problem(Place(source), "oversattning", message, help=("Skriv texten i originalet, och ta bort den här filen.",))
            continue
        message = f"Filen är på ett språk som webbplatsen inte har: {quote(code)}."
        add = f"Ska webbplatsen ha språket: skriv  språk: [{', '.join([*languages, code])}]  i webbplats.yaml."
        words = () if code in listed else (f"Språket behöver också sina ord i theme/words/{code}.yaml: se docs/nytt-sprak.md.",)
        yield Problem(Place(source), "oversattning", message, help=(add, *words, "Annars: flytta filen ut ur mappen."))


def _check_of(model: type[Model], translations: Collection[Translation], library: Library) -> Iterator[Problem]:
    shelves = library.shelves
    originals, is_complete, first = shelves.all(model), shelves.is_complete(model), next(iter(translations))
    if isinstance(first, PageTranslation):
        yield from _check_pages(originals, translations, is_complete, library)
    elif is_row(first):
        yield from _check_rows(originals, translations, is_complete, library)
        yield from _check_lacking(originals, translations, library) if is_complete else ()
    elif originals:
        yield from _check_one(next(iter(originals)), first, library)


def _check_pages(
    originals: Collection[Any], translations: Collection[Any], is_complete: bool, library: Library
) -> Iterator[Problem]:
    """A translated page is beside its original, and has the same name."""
    by_name = {page.name: page for page in originals}
    for translation in translations:
        original = by_name.get(translation.name)
        if original is not None:
            yield from _check_one(original, translation, library)
            yield from _check_body(original, translation, library)
        elif is_complete:
            path = PurePosixPath(translation.text.source.path.as_posix())
            message = f"Det finns ingen sida {translation.name}{path.suffix} som filen kan vara en översättning av."
            help_lines = ["Översättningen ska heta som originalet, med språket före ändelsen."]
            if guess := _find_renamed(originals, translations, translation) or closest(translation.name, list(by_name)):
                help_lines.insert(0, f"Döp om den till {join_name(guess + path.suffix, translation.code)}.")
            help_lines.append("Är originalet borttaget: ta bort den här filen också.")
            yield Problem(Place(translation.text.source), "oversattning", message, help=tuple(help_lines))


def _find_renamed(originals: Collection[Any], translations: Collection[Any], translation: Any) -> str | None:
    """Return the new name of an original that seems to have been renamed, as it has the words that were translated; else None."""
    taken = {other.name for other in translations}
    made_from = {one.original for one in translation.translated_from if one.original}
    for page in (page for page in originals if page.name not in taken):
        if made_from & {part.print for part in list_parts(page) if part.words.strip()}:
            return str(page.name)
    return None


def _check_body(original: PageModel, translation: PageModel, library: Library) -> Iterator[Problem]:
    """If a page has a text, so does its translation."""
    if translation.is_draft or library.is_over(original):
        return
    if original.text.value.strip() and not translation.text.value.strip():
        message = "Översättningen har ingen text under sidhuvudet, men originalet har."
        help_lines = ("Skriv texten, eller sätt status: utkast tills den finns.",)
        yield Problem(translation.place("status"), "saknar-oversattning", message, help=help_lines)


def _check_rows(
    originals: Collection[Model],
    translations: Collection[Translation],
    is_complete: bool,
    library: Library,
    within: str = "",
) -> Iterator[Problem]:
    """Each row translates one record, and no two rows the same."""
    paired = {id(translation): original for original, translation in pair_rows(originals, translations)}
    known = {row_key(original) for original in originals}
    for translation in translations:
        key = next(iter(key_fields(translation.ORIGINAL)), None)
        place = translation.place(key.english if key else "")
        written = place.written[place.column - 1 :].strip()
        if id(translation) in paired:
            yield from _check_one(paired[id(translation)], translation, library)
        elif key is None:  # everything is translated: rows are matched by their order
            message = f"Under {quote(within)} står fler rader än i originalet."
            help_line = "Skriv en rad för varje rad i originalet, i samma ordning."
            yield Problem(place, "oversattning", message, help=(help_line,))
        elif row_key(translation) in known:
            message = f"Det finns redan en översättning för {key.swedish} {quote(written)}."
            yield Problem(place, "oversattning", message, help=("Ta bort den ena.",))
        elif is_complete:
            where = f" under {quote(within)}" if within else ""
            names = [str(name) for original in originals if (name := _shown(getattr(original, key.english)))]
            right = closest(written, names)
            message = f"I originalet finns inget{where} med {key.swedish} {quote(written)}."
            listing = f"Där finns {join_words(names[:20])}{' …' if len(names) > 20 else ''}." if names else "Där finns inga."
            suggestion = place.rewritten(written, right) if right else None
            yield Problem(place, "oversattning", message, (listing,), suggestion)


def _check_lacking(originals: Collection[Model], translations: Collection[Translation], library: Library) -> Iterator[Problem]:
    """A translated register is complete: a record that was added later is reported, with what to write.

    Not required in easy Swedish, where the original's words may do.
    """
    paired = {id(original) for original, _ in pair_rows(originals, translations)}
    first = next(iter(translations))
    source, key = first.place().source, next(iter(key_fields(first.ORIGINAL)))
    file = show_path(source.path, library.shelves.folder)
    for original in originals if source.language != EASY else ():
        if id(original) in paired or library.is_withheld(original):
            continue
        needed = _in_order(original, [*must_be_said(original), *find_left(original, None)])
        if not needed:
            continue
        name, language = _shown(getattr(original, key.english)), name_language(source.language)
        called = original.CALLED[0].upper() + original.CALLED[1:]
        fields = join_words([f"{_name(info)}: …" for info in needed])
        yield warning(
            Place(source),
            "saknar-oversattning",
            f"{called} {quote(name)} finns inte på {language}, så där läses originalets ord.",
            f"Lägg till sist i {source.path.name}:  - {key.swedish}: {name}",
            f"Skriv under den raden, med två mellanslag först: {fields}",
            f"Kör sedan, så att det står vilka ord du har översatt:  python3 tasks.py översätt {file}",
        )


def _shown(value: Any) -> str:
    value = getattr(value, "typed", value)  # a line as typed
    return str(getattr(value, "code", None) or getattr(getattr(value, "text", value), "value", value) or "")


def _check_one(original: Model, translation: Translation, library: Library) -> Iterator[Problem]:
    """A translation has everything that its original must have, nested records included, unless the original is over."""
    if library.is_over(original):
        return
    missing = untranslated(original, translation)
    if missing and not translation.is_draft:
        message = f"{_list_fields(missing)} saknas i översättningen."
        help_line = "Skriv det på språket, eller sätt status: utkast så länge."
        yield Problem(_begin(translation), "saknar-oversattning", message, help=(help_line,))
    if not translation.is_draft and translation.place().source.language != EASY:
        yield from _check_left(original, translation, missing)
    for info in fields_of(type(original)).values():
        said, before = getattr(translation, spoken_name(info), None), getattr(original, info.english)
        if info.nested is None or not said:
            continue
        if info.is_list:
            yield from _check_rows(before, said, is_complete=True, library=library, within=info.swedish)
        elif before is None:
            message = f"Originalet har inget {quote(info.swedish)}."
            place = translation.place(info.english)
            yield Problem(place, "oversattning", message, help=("Ta bort det här, eller lägg till det i originalet först.",))
        else:
            yield from _check_one(before, said, library)


def _check_left(original: Model, translation: Translation, missing: Collection[FieldInfo]) -> Iterator[Problem]:
    """A translation has everything that its original has, since otherwise pages mix two languages.

    Required fields are reported as `missing` already. Not required in easy Swedish.
    """
    if left := [info for info in find_left(original, translation) if info not in missing]:
        language = name_language(translation.place().source.language)
        fields = join_words([f"{_name(info)}: …" for info in left])
        yield warning(
            _begin(translation),
            "saknar-oversattning",
            f"{_list_fields(left)} finns inte i översättningen, så där läses originalets ord.",
            f"Skriv på {language}: {fields}",
            f"Är det likadant på {language}, som ett namn: skriv det som i originalet.",
        )


def _list_fields(infos: Sequence[FieldInfo]) -> str:
    fields = "Fältet" if len(infos) == 1 else "Fälten"
    return f"{fields} {join_words([quote(_name(info)) for info in infos])}"


def _name(info: FieldInfo) -> str:
    """Return the name of a field in a translation."""
    return info.translated if isinstance(info.translated, str) else info.swedish


def _in_order(record: Model, infos: Collection[FieldInfo]) -> Sequence[FieldInfo]:
    """Return fields in the order of the model, without duplicates."""
    return [info for info in fields_of(type(record)).values() if info in infos]


def _begin(translation: Translation) -> Place:
    return translation.place("status") if "status" in translation.at else translation.place()
