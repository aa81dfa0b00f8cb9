"""A posted page → raw answers; uploads are stored at once, so that they survive a refused page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from engine.forms.answers import type_of
from engine.forms.errors import InvalidValue
from engine.forms.fields import FieldUse
from engine.forms.fields.file import takes_several
from engine.forms.form_context import FormContext
from engine.forms.form_definition import FormDefinition, Page
from engine.forms.uploads import store_upload

SHOWN = "_shown"
_MOST_UPLOADS = 20


class PostedPage:
    """The inputs of one posted page; ``_shown`` lists the fields the page had."""

    def __init__(
        self, values: QueryDict, files: MultiValueDict[str, UploadedFile[Any]], owner_id: str
    ) -> None:
        self._values, self._files, self._owner_id = values, files, owner_id
        self._shown = set(values.getlist(SHOWN))

    def texts(self, name: str) -> Sequence[str]:
        return self._values.getlist(name)

    def is_shown(self, name: str) -> bool:
        return not self._shown or name in self._shown

    def upload(self, name: str, use: FieldUse) -> dict[str, Any]:
        refs, refused = [], []
        limit = use.field.schema.get("maxItems", 1) if takes_several(use.field) else 1
        for upload in self._files.getlist(name)[: min(limit + 1, _MOST_UPLOADS)]:
            try:
                refs.append(self._store(upload, use))
            except InvalidValue as error:
                refused.append({"code": error.code, "params": error.params})
        return {"refs": refs, "refused": refused}

    def _store(self, upload: UploadedFile[Any], use: FieldUse) -> str:
        settings = use.field.settings
        return store_upload(
            upload, accept=settings["accept"], max_bytes=settings["maxBytes"], owner_id=self._owner_id
        )


def read_page(
    form: FormDefinition, page: Page, posted: PostedPage, before: Mapping[str, Any], context: FormContext
) -> dict[str, Any]:
    """Raw answers of a page. A field the posted page did not have keeps its earlier answer."""
    raw: dict[str, Any] = {}
    for field in page.fields:
        earlier = before.get(field.name)
        if field.read_only:
            continue
        if posted.is_shown(field.name):
            raw[field.name] = type_of(field).read(posted, field.name, FieldUse(form, field, context), earlier)
        elif earlier is not None:
            raw[field.name] = earlier
    return raw


def without_refused(raw: Mapping[str, Any]) -> dict[str, Any]:
    """Raw answers as they are kept: a refused upload is told once."""
    return {name: _kept(value) for name, value in raw.items()}


def _kept(value: Any) -> Any:
    if isinstance(value, dict) and "refused" in value:
        return {**value, "refused": []}
    if isinstance(value, list):
        return [without_refused(row) if isinstance(row, dict) else row for row in value]
    return value


def html_name(path: str) -> str:
    """The name of the input of an error's path: ``family[0].relation`` → ``family-0-relation``."""
    return path.replace("].", "-").replace("[", "-").replace("]", "")
