"""XML from strangers."""

import pytest
from kaochang.domain.refusals import Refusal
from kaochang.papers import limits
from kaochang.papers.markup.xml import line_of, name_of, parse_xml


def test_a_document_type_that_declares_no_entities_is_harmless():
    assert parse_xml(b'<!DOCTYPE a SYSTEM "http://x.example/a.dtd"><a>1</a>').text == "1"
    assert parse_xml(b"<!DOCTYPE a [<!ELEMENT a ANY>]><a/>").tag == "a"


@pytest.mark.parametrize(
    ("data", "key"),
    [
        (b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', "paper.doctype"),
        (b'<!DOCTYPE a [<!ENTITY % x SYSTEM "file:///etc/hosts"> %x;]><a/>', "paper.doctype"),
        ('<?xml version="1.0" encoding="utf-16"?><!DOCTYPE a [<!ENTITY x "y">]><a/>'.encode("utf-16"), "paper.doctype"),
        (b"<a>&unknown;</a>", "paper.broken"),
        (b"<a><b></a>", "paper.broken"),
        (b"", "paper.broken"),
        (b"<a>" * (limits.MAX_XML_DEPTH + 1) + b"</a>" * (limits.MAX_XML_DEPTH + 1), "paper.too-deep"),
    ],
)
def test_hostile_and_broken_files_end_in_one_line(data, key):
    with pytest.raises(Refusal) as refused:
        parse_xml(data)
    assert refused.value.key == key


LONG = b"x" * 11_000_000


def test_a_text_of_more_than_ten_megabytes_is_read():
    assert len(
        parse_xml(b'<?xml version="1.0" encoding="UTF-8"?><a><!-- c --><![CDATA[' + LONG + b"]]></a>").text
    ) == len(LONG)


@pytest.mark.parametrize(
    "data",
    [
        b"<!DOCTYPE a><a>" + LONG + b"</a>",
        b'<?xml version="1.0" encoding="latin1"?><a>' + LONG + b"</a>",
        ("<a>" + LONG.decode() + "</a>").encode("utf-16"),
    ],
)
def test_where_a_document_type_may_stand_no_text_is_that_long(data):
    """A document type could let a text grow out of a few bytes, and another encoding could hide one."""
    with pytest.raises(Refusal):
        parse_xml(data)


def test_html_names_of_characters_are_understood():
    assert parse_xml(b"<a>x&nbsp;y&hellip;&lt;&amp;</a>").text == "x\u00a0y…<&"


def test_names_come_without_namespaces_and_lines_are_known():
    (child,) = parse_xml(b'<a xmlns="urn:x">\n\n<b/></a>')
    assert (name_of(child), line_of(child)) == ("b", 3)
