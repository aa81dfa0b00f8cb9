"""Uploads: judged by content, stored outside the web root, given back only as a download."""

from pathlib import Path

import pytest

from engine.errors import NotFound
from engine.forms.errors import InvalidValue
from engine.forms.uploads import StoredFiles, attach_files, file_response, store_upload
from engine.models import StoredFile
from tests.unit.engine.forms.pictures import PDF, png, upload

pytestmark = pytest.mark.django_db
ACCEPT = ["image/png", "image/jpeg", "application/pdf"]


def keep(file: object, owner: str = "7", limit: int = 5000) -> str:
    return store_upload(file, accept=ACCEPT, max_bytes=limit, owner_id=owner)  # type: ignore[arg-type]


def test_a_file_is_stored_under_an_opaque_reference_outside_the_web_root(
    media: Path, settings: object
) -> None:
    ref = keep(upload("کارت خودرو.pdf", PDF, "text/html"))
    stored = StoredFile.objects.get()
    assert stored.ref == ref and len(ref) >= 40 and "کارت" not in ref
    assert (
        stored.content_type == "application/pdf"
        and stored.size == len(PDF)
        and stored.name == "کارت خودرو.pdf"
    )
    assert (media / "uploads" / ref[:2] / ref).read_bytes() == PDF


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("virus.exe", b"MZ\x90\x00" + b"\x00" * 100, "file-type"),
        ("photo.png", b"MZ\x90\x00" + b"\x00" * 100, "file-disguised"),
        ("page.pdf", b"<html><script>alert(1)</script></html>", "file-disguised"),
        ("page.html", b"<html><script>alert(1)</script></html>", "file-type"),
        ("run.exe", PDF, "file-disguised"),
        ("card.jpg", PDF, "file-disguised"),
        ("noextension", PDF, "file-disguised"),
        ("notes.txt", b"hello there", "file-type"),
        ("empty.pdf", b"", "file-empty"),
        ("large.pdf", PDF + b"x" * 5000, "file-size"),
        ("torn.png", b"\x89PNG\r\n\x1a\n" + b"\x00" * 40, "file-damaged"),
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused(
    media: Path, name: str, content: bytes, code: str
) -> None:
    with pytest.raises(InvalidValue) as refused:
        keep(upload(name, content, "application/pdf"))
    assert refused.value.code == code
    assert not StoredFile.objects.exists() and not media.exists()


@pytest.mark.parametrize("name", ["../../etc/passwd.pdf", "..\\boot.pdf", 'a"b<c>.pdf', "x" * 400 + ".pdf"])
def test_a_wicked_name_becomes_a_plain_one(media: Path, name: str) -> None:
    keep(upload(name, PDF))
    stored = StoredFile.objects.get()
    assert not set(stored.name) & set('/\\"<>') and len(stored.name) <= 200 and stored.name.endswith(".pdf")


def test_a_file_is_known_to_its_owner_alone(media: Path) -> None:
    ref = keep(png())
    assert StoredFiles("7").facts(ref) is not None
    assert StoredFiles("8").facts(ref) is None
    assert StoredFiles(None).facts(ref) is not None
    assert StoredFiles(None).facts("unknown") is None


def test_a_file_is_given_back_as_a_download_that_no_browser_runs(media: Path) -> None:
    response = file_response(keep(upload("کارت.pdf", PDF)))
    assert b"".join(response.streaming_content) == PDF
    response.close()
    assert response["Content-Disposition"].startswith("attachment")
    assert (
        response["X-Content-Type-Options"] == "nosniff" and "sandbox" in response["Content-Security-Policy"]
    )


@pytest.mark.parametrize("ref", ["", "unknown", "../../etc/passwd"])
def test_an_unknown_reference_is_not_found(media: Path, ref: str) -> None:
    with pytest.raises(NotFound):
        file_response(ref)


def test_a_submitted_file_is_marked_as_taken(media: Path) -> None:
    ref, other = keep(png()), keep(png("b.png"))
    attach_files([ref])
    assert StoredFile.objects.get(ref=ref).attached_at is not None
    assert StoredFile.objects.get(ref=other).attached_at is None
