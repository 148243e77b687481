"""No text that must stay secret stands in any file of the room, in any spelling."""

import base64

import pytest
from kaochang.custody.sealed_exam import open_sealed_exam
from kaochang.domain.values import bytes_to_text, text_to_bytes
from searching import texts_in
from support.exams import ITEMS, NAMES, RESPONSES, SCHEME_SECRETS, SECRETS, make_tickets
from support.sealed import NOTES, OFFICE_PASSPHRASE, PASSPHRASE

FILES = ["exam", "kcr", "kcm", "kcp", "kck", "kco", "kcx"]
PEOPLE = (*NAMES, *(ticket.person for ticket in make_tickets()))
OPTION_TEXTS = tuple(option.text for item in ITEMS.values() for option in item.options)
WRITTEN = (RESPONSES["essay"].text, RESPONSES["interview"].text, NOTES)


def secrets_of(day):
    """Every text that a stranger with the files must not find; keys as they are written in values."""
    keys = [*day.keys.ticket_seeds.values(), *day.keys.proctor_seeds.values(), *day.keys.act_keys.values()]
    keys += [day.keys.exam_seed, day.keys.results_seed, day.keys.content_key, day.sat.seed, day.sat.journal_key]
    codes = (day.code, day.code.replace("-", ""), PASSPHRASE, OFFICE_PASSPHRASE, day.office.seed)
    return [*SECRETS, *PEOPLE, *OPTION_TEXTS, *WRITTEN, *codes, *map(bytes_to_text, keys)], keys


@pytest.mark.parametrize("name", [*FILES, "log"])
def test_no_secret_stands_in_any_file(day, name):
    data = day.sat.log if name == "log" else getattr(day, name)
    texts, keys = secrets_of(day)
    assert texts_in(data, texts) == []
    assert not [key for key in keys if key in data]


def test_no_mark_scheme_is_anywhere_in_what_the_start_code_opens(day):
    exam = open_sealed_exam(day.exam_path, text_to_bytes(day.office.site.office))
    opened = repr(exam.exams(day.keys.content_key)) + repr(exam.room("R1", day.office.site))
    assert texts_in(opened.encode(), SCHEME_SECRETS) == []
    assert texts_in(opened.encode(), [ITEMS["essay"].stem]) == [ITEMS["essay"].stem]


def test_a_room_reads_no_other_rooms_names(day):
    exam = open_sealed_exam(day.exam_path, text_to_bytes(day.office.site.office))
    assert texts_in(repr(exam.room("R1", day.office.site)).encode(), NAMES) == list(NAMES[:2])


@pytest.mark.parametrize(
    "write",
    [
        str.encode,
        lambda text: text.encode("utf-16-le"),
        lambda text: text.encode("utf-16-be"),
        lambda text: text.encode().hex().encode(),
        lambda text: base64.b64encode(text.encode()),
        lambda text: base64.urlsafe_b64encode(b"x" + text.encode() + b"tail"),
        lambda text: base64.b64encode(b"xy" + text.encode("utf-16-le") + b"t"),
    ],
)
def test_the_search_finds_each_spelling_when_it_is_there(day, write):
    assert texts_in(day.exam + write(NAMES[0]) + day.kcr, SECRETS) == [NAMES[0]]
