"""Every text of the screens is there in Persian: nothing missing, empty, fuzzy or with lost placeholders."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

from tests.architecture.sources import LAYERS, ROOT, calls, place, python_files, tree_of

CATALOGS = sorted(path for layer in LAYERS for path in (ROOT / layer).rglob("*.po"))
NAMED = {  # function → positions of context, text, plural
    "gettext": (None, 0, None),
    "gettext_lazy": (None, 0, None),
    "gettext_noop": (None, 0, None),
    "ngettext": (None, 0, 1),
    "ngettext_lazy": (None, 0, 1),
    "pgettext": (0, 1, None),
    "pgettext_lazy": (0, 1, None),
    "npgettext": (0, 1, 2),
    "npgettext_lazy": (0, 1, 2),
}
Text = tuple[str | None, str]


@cache
def catalog(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale="fa")


def name_of(path: Path) -> str:
    return place(path).removesuffix("/LC_MESSAGES/django.po")


@pytest.mark.parametrize("path", CATALOGS, ids=name_of)
def test_every_message_is_translated(path: Path) -> None:
    found = [f"line {message.lineno}: {message.id}" for message in catalog(path) if is_open(message)]
    assert not found


@pytest.mark.parametrize("path", CATALOGS, ids=name_of)
def test_translations_keep_their_placeholders(path: Path) -> None:
    found = [f"{message.id}: {error}" for message in catalog(path) for error in message.check(catalog(path))]
    assert not found


def is_open(message: Message) -> bool:
    """Fuzzy, or a form of it without translation (the header has no id)."""
    if not message.id:
        return False
    forms = message.string if isinstance(message.string, list | tuple) else [message.string]
    return message.fuzzy or not all(forms)


def test_every_text_in_the_sources_is_in_the_catalog_of_its_app() -> None:
    """Python files and templates; the nearest ``locale`` folder above the file is meant."""
    missing = sorted(
        f"{where}: {text!r}" + (f" (context {context!r})" if context else "")
        for where, (context, text) in texts()
        if not is_known(ROOT / where.partition(":")[0], context, text)
    )
    assert not missing, f"{len(missing)} texts without Persian:\n" + "\n".join(missing)


def is_known(source: Path, context: str | None, text: str) -> bool:
    found = catalog_for(source)
    return found is not None and catalog(found).get(text, context) is not None


@cache
def catalog_for(source: Path) -> Path | None:
    """The catalogue of the app that a source file belongs to."""
    tails = (folder / "locale" / "fa" / "LC_MESSAGES" / "django.po" for folder in source.parents)
    return next((found for found in tails if found.exists()), None)


def texts() -> Iterator[tuple[str, Text]]:
    """(place, text) of every literal given to a translation function."""
    for path in python_files(*LAYERS):
        names = translators(tree_of(path))
        for name, call in calls(path):
            if name in names and (found := literal(names[name], call)):
                yield place(path, call.lineno), found
    for path in sorted(found for layer in LAYERS for found in (ROOT / layer).rglob("templates/**/*.html")):
        yield from ((place(path), found) for found in template_texts(path))


def translators(tree: ast.Module) -> dict[str, str]:
    """Names under which a module knows gettext functions: ``_`` → ``gettext``."""
    return {
        alias.asname or alias.name: alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for alias in node.names
        if alias.name in NAMED
    }


def literal(function: str, call: ast.Call) -> Text | None:
    """The text of a call, when it is one; a variable was marked as a literal elsewhere."""
    context, text, _plural = NAMED[function]
    values = [argument.value if isinstance(argument, ast.Constant) else None for argument in call.args]
    if len(values) <= text or not isinstance(values[text], str):
        return None
    return (str(values[context]) if context is not None else None), str(values[text])


def template_texts(path: Path) -> Iterator[Text]:
    """The texts of a template: Django writes it as calls of gettext functions, amid crossed-out text."""
    source = templatize(path.read_text(encoding="utf-8"))
    for start in (index for index, sign in enumerate(source) if sign == "("):
        name = source[:start].split()[-1] if source[:start].strip() else ""
        name = "gettext" if name == "_" else name
        if name in NAMED and (call := parsed(name, source[start:])) and (found := literal(name, call)):
            yield found


def parsed(name: str, rest: str) -> ast.Call | None:
    """The call that begins with this bracket; its arguments are literals that may hold brackets."""
    for end in (index for index, sign in enumerate(rest) if sign == ")"):
        try:
            return ast.parse(name + rest[: end + 1], mode="eval").body  # type: ignore[return-value]
        except SyntaxError:
            continue
    return None
