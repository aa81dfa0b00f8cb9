"""Hardened reading of DMN files."""

import pytest

from engine.dmn import DecisionError, load
from tests.unit.engine.dmn.models import decision, definitions, literal

VERSIONS = ["20180521/MODEL/", "20191111/MODEL/", "20211108/MODEL/", "20230324/MODEL/"]


@pytest.mark.parametrize("version", VERSIONS)
def test_versions_from_1_2_to_1_5_are_read(version):
    scheme = "http" if version.startswith("2018") else "https"
    xml = definitions(decision("d", literal("1")), dmn=f"{scheme}://www.omg.org/spec/DMN/{version}")
    assert load(xml).evaluate("d", {}) == 1


@pytest.mark.parametrize(
    ("xml", "words"),
    [
        (b"", "not XML"),
        (b"<a>", "not XML"),
        (b"<a/>", "not a DMN"),
        (definitions("", dmn="http://www.omg.org/spec/DMN/20151101/dmn.xsd"), "not a DMN"),
        (b'<!DOCTYPE d [<!ENTITY x "y">]><d>&x;</d>', "document type"),
        (b'<!DOCTYPE d SYSTEM "http://127.0.0.1/x.dtd"><d/>', "document type"),
        (definitions("<a>" * 250 + "</a>" * 250), "nested"),
        (b" " * 5_000_001, "larger"),
    ],
)
def test_what_is_no_sound_model_is_refused(xml, words):
    with pytest.raises(DecisionError, match=words):
        load(xml)


def test_external_entity_is_never_read(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("secret")
    xml = f'<!DOCTYPE d [<!ENTITY x SYSTEM "file://{secret}">]>'.encode() + definitions(
        "<description>&x;</description>"
    )
    with pytest.raises(DecisionError, match="document type"):
        load(xml)
