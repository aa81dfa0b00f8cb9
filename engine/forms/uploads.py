"""Uploaded files: checked by content, stored outside the web root, known by an opaque reference."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Iterable, Sequence
from typing import Any

import puremagic
from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import FileResponse
from PIL import Image, UnidentifiedImageError

from engine import clock
from engine.errors import NotFound
from engine.forms.errors import InvalidValue
from engine.forms.form_context import FileFacts
from engine.forms.normalise import clean_line
from engine.models import StoredFile

EXTENSIONS = {
    "application/pdf": {"pdf"},
    "image/jpeg": {"jpg", "jpeg", "jpe", "jfif"},
    "image/png": {"png"},
    "image/webp": {"webp"},
}
_UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f]')
_HEAD = 4096


class StoredFiles:
    """The files a person may refer to: the own ones; with no owner, every file (a case page has
    decided already that its reader may see them)."""

    def __init__(self, owner_id: str | None) -> None:
        self._owner_id = owner_id
        self._found: dict[str, FileFacts | None] = {}

    def facts(self, ref: str) -> FileFacts | None:
        if ref not in self._found:
            self._found[ref] = self._read(ref)
        return self._found[ref]

    def _read(self, ref: str) -> FileFacts | None:
        found = StoredFile.objects.filter(ref=ref)
        if self._owner_id is not None:
            found = found.filter(owner_id=self._owner_id)
        file = found.first()
        return FileFacts(file.ref, file.name, file.content_type, file.size) if file else None


def store_upload(upload: UploadedFile[Any], *, accept: Sequence[str], max_bytes: int, owner_id: str) -> str:
    """Check and keep an upload; gives its reference. Raises InvalidValue."""
    name = _safe_name(upload.name or "")
    size = upload.size or 0
    if size == 0:
        raise InvalidValue("file-empty", name=name)
    if size > max_bytes:
        raise InvalidValue("file-size", name=name, limit=max_bytes)
    content_type = _content_type(upload, name, accept)
    ref = secrets.token_urlsafe(32)
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    _storage().save(_path(ref), upload)
    StoredFile.objects.create(
        ref=ref,
        owner_id=owner_id,
        name=name,
        content_type=content_type,
        size=size,
        sha256=digest.hexdigest(),
        created_at=clock.now(),
    )
    return ref


def attach_files(refs: Iterable[str]) -> None:
    """Mark files as taken by a submitted case: they are kept as long as the case."""
    StoredFile.objects.filter(ref__in=list(refs), attached_at__isnull=True).update(attached_at=clock.now())


def drop_unattached(ref: str) -> bool:
    """Forget a file that no case has taken, row and content; whether there was one."""
    with transaction.atomic():
        rows, _by_model = StoredFile.objects.filter(ref=ref, attached_at__isnull=True).delete()
        if rows:  # before the commit: a content that could not be removed keeps its row for the next time
            _storage().delete(_path(ref))
    return bool(rows)


def file_response(ref: str) -> FileResponse:
    """The file as a download, never shown inline. The caller has checked that the reader may see it.

    Raises NotFound.
    """
    file = StoredFile.objects.filter(ref=ref).first()
    if file is None or not _storage().exists(_path(ref)):
        raise NotFound(kind="file", id=ref)
    response = FileResponse(
        _storage().open(_path(ref)), as_attachment=True, filename=file.name, content_type=file.content_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response


def _storage() -> FileSystemStorage:
    return FileSystemStorage(location=str(settings.MEDIA_ROOT), base_url=None)


def _path(ref: str) -> str:
    return f"uploads/{ref[:2]}/{ref}"


def _safe_name(name: str) -> str:
    cleaned = clean_line(_UNSAFE.sub("_", name.replace("\\", "/").rsplit("/", 1)[-1])).lstrip(".")
    stem, dot, extension = cleaned.rpartition(".")
    return f"{stem[:150]}{dot}{extension[:10]}" if dot else cleaned[:150]


def _content_type(upload: UploadedFile[Any], name: str, accept: Sequence[str]) -> str:
    """The kind found in the content. Raises InvalidValue if not accepted, disguised or damaged."""
    found = _sniff(upload)
    accepted = next((kind for kind in accept if kind in found), None)
    extension = name.rpartition(".")[2].casefold()
    if accepted is None:
        says_accepted = any(extension in EXTENSIONS.get(kind, set()) for kind in accept)
        code = "file-disguised" if says_accepted else "file-type"
        raise InvalidValue(code, name=name, accepted=list(accept))
    if extension not in EXTENSIONS.get(accepted, {extension}):
        raise InvalidValue("file-disguised", name=name)
    if accepted.startswith("image/") and not _is_image(upload):
        raise InvalidValue("file-damaged", name=name)
    return accepted


def _sniff(upload: UploadedFile[Any]) -> set[str]:
    upload.seek(0)
    head = upload.read(_HEAD)
    upload.seek(0)
    try:
        matches: list[Any] = puremagic.magic_string(head)
    except (puremagic.PureError, ValueError):
        return set()
    best = max((match.confidence for match in matches), default=0)
    return {match.mime_type for match in matches if match.confidence == best}


def _is_image(upload: UploadedFile[Any]) -> bool:
    try:
        with Image.open(upload) as image:
            image.verify()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return False
    finally:
        upload.seek(0)
    return True
