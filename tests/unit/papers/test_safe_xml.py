"""The one place where XML of strangers is parsed: nothing is filled in, nothing is fetched, nobody else parses."""

import re
from pathlib import Path

import kaochang.papers
import pytest
from kaochang.domain.refusals import Refusal
from kaochang.papers import limits, safe_xml

PAPERS = Path(kaochang.papers.__file__).parent
PARSES = re.compile(r"etree\.(?:\w*Parser\(|iterparse|fromstring|parse\(|HTML\()")


def test_no_other_module_of_the_readers_parses_markup_itself():
    parsing = [path.relative_to(PAPERS).as_posix() for path in PAPERS.rglob("*.py") if PARSES.search(path.read_text())]
    assert parsing == ["safe_xml.py"]


@pytest.fixture
def naming(tmp_path):
    """A document that names a file of this computer as an entity."""
    (tmp_path / "own.txt").write_text("SECRET", encoding="utf-8")
    address = (tmp_path / "own.txt").as_uri()
    return f'<!DOCTYPE a [<!ENTITY x SYSTEM "{address}">]><a>&x;<b>&x;</b></a>'.encode()


def test_a_file_named_as_an_entity_is_not_read(naming):
    root = safe_xml.parse(naming)
    assert "SECRET" not in "".join(root.itertext())
    assert safe_xml.declares_type(root)


def test_a_file_named_as_an_entity_is_not_read_piece_by_piece(naming):
    parser = safe_xml.parser_of(("b",))
    parser.feed(naming)
    assert ["".join(element.itertext("b")) for _, element in parser.read_events()] == [""]


def test_comments_and_instructions_are_left_out():
    root = safe_xml.parse(b"<a><!-- x --><?y z?><b/></a>")
    assert [each.tag for each in root] == ["b"]


def test_long_texts_are_read_only_where_asked_for():
    long = b"<a>" + b"x" * 10_000_001 + b"</a>"
    assert len(safe_xml.parse(long, has_long_texts=True).text) == 10_000_001
    with pytest.raises(safe_xml.NOT_XML):
        safe_xml.parse(long)


@pytest.mark.parametrize(
    ("data", "name"),
    [(b"<a:b xmlns:a='n'><c/>", "{n}b"), (b"<!-- x --><a/>", "a"), (b"", ""), (b"words", ""), (b"\x00\xff", "")],
)
def test_the_name_of_the_root_is_told_without_the_rest(data, name):
    assert safe_xml.root_name(data) == name


def test_nothing_is_made_of_an_empty_html_text():
    assert safe_xml.parse_html(b"") is None
    assert safe_xml.parse_html(b"<p>x<!-- y --></p>").xpath("string()") == "x"


def test_more_marks_than_can_be_held_are_refused(monkeypatch):
    monkeypatch.setattr(limits, "MAX_MARKS", 3)
    safe_xml.check_marks(b"<a/><b/><c/>")
    with pytest.raises(Refusal, match="too-many-marks"):
        safe_xml.check_marks(b"<a x=''/><b/><c/>")
