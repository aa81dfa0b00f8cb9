"""A substitute's name and post stand first, then for whom the letter is signed."""

import pytest

from engine.documents import Assets, LetterMeta
from engine.documents.page_shell import PageShell
from engine.documents.page_style import PAGE_SIZES
from tests.unit.engine.documents.letter_samples import SCOPE

SIGNER = SCOPE["signer"] | {"on_behalf": "رئیس ادارهٔ شهریار", "on_behalf_en": "Head of Shahriar"}


@pytest.mark.parametrize(
    ("language", "post", "line"),
    [
        ("fa", SCOPE["signer"]["post"], "از طرف رئیس ادارهٔ شهریار"),
        ("en", SCOPE["signer"]["post_en"], "for Head of Shahriar"),
    ],
)
def test_letter_names_the_post_for_which_a_substitute_signs(language: str, post: str, line: str) -> None:
    meta = LetterMeta.from_scope(SCOPE | {"signer": SIGNER}, lang=language)
    shell = PageShell(page=PAGE_SIZES["A4"], language=language, meta=meta, assets=Assets())
    body = shell.parts("<p>…</p>", "", page_number="").body
    assert body.index(post) < body.index(line)
