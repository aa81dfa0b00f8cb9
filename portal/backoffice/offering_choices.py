"""Which forms and letters an offering can use: those shipped or deployed for applicants."""

from pathlib import Path

from django.conf import settings

from engine.forms import get_form
from engine.forms.library import shipped_forms
from portal.formatting.reader import language

DECISION_NAMES = frozenset({"outcome", "outcomes"})


def form_choices(current: str) -> list[tuple[str, str]]:
    """(key, title) of the forms an applicant can fill in, written as ``current`` is (with domain or without)."""
    found = {
        _key(path, current): _title(path.stem) for path in shipped_forms() if not _is_decision(path.stem)
    }
    return sorted({current: _title(current), **found}.items(), key=lambda item: item[1])


def letter_choices(current: str) -> list[tuple[str, str]]:
    """(key, title) of the letters; a letter is called as the form of the same name."""
    folder = Path(settings.KARTABL_LETTER_TEMPLATES)
    paths = [path for path in folder.glob("*/*.html") if path.parent.name != "_base" and "." not in path.stem]
    found = {_key(path, current): _title(path.stem) for path in paths}
    return sorted({current: _title(current), **found}.items(), key=lambda item: item[1])


def _key(path: Path, like: str) -> str:
    return f"{path.parent.name}/{path.stem}" if "/" in like else path.stem


def _is_decision(stem: str) -> bool:
    return not DECISION_NAMES.isdisjoint({*get_form(stem).context_names, *get_form(stem).fields})


def _title(key: str) -> str:
    stem = key.rpartition("/")[2]
    if stem not in {path.stem for path in shipped_forms()}:
        return key
    return get_form(key).text("title", language(), key)
