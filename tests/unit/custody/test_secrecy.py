"""No text that must stay secret stands in any file of the room, in any spelling."""

import base64

import pytest
from kaochang.custody.exam_content import open_content
from kaochang.custody.exam_shapes import RoomSecrets
from kaochang.custody.journal_log import Opened, new_chain
from kaochang.custody.key_files import KeyRole, KeySeeds
from kaochang.custody.sealed_exam import open_sealed_exam
from kaochang.custody.site import FormerOffice, FormerSeeds, OfficeSeeds, Site
from kaochang.domain.values import bytes_to_text, text_to_bytes
from searching import texts_in
from support.exams import ITEMS, NAMES, RESPONSES, SCHEME_SECRETS, SECRETS, make_tickets
from support.kinds import kinds_of
from support.sealed import NOTES, OFFICE_PASSPHRASE, PASSPHRASE, PROCTOR, REASON

FILES = ["exam", "kcn", "kcr", "kcm", "kca", "kcp", "kck", "kco", "kcx"]
PEOPLE = (*NAMES, *(ticket.person for ticket in make_tickets()))
OPTION_TEXTS = tuple(option.text for item in ITEMS.values() for option in item.options)
WRITTEN = (RESPONSES["essay"].text, RESPONSES["interview"].text, NOTES, PROCTOR, REASON)


def secrets_of(day):
    """Every text that a stranger with the files must not find; keys as they are written in values."""
    made, secrets = day.keys, day.secrets
    by_name = (made.ticket_seeds, made.proctor_seeds, made.act_keys, made.room_keys, made.kit_keys, made.room_files)
    keys = [key for found in by_name for key in found.values()]
    keys += [made.exam_seed, made.results_seed, made.content_key, day.sat.seed, day.sat.journal_key]
    keys += [key.seed(name) for key in (day.centre, *day.openers) for name in key.seeds]
    told = (secrets.start_codes, secrets.room_codes, secrets.proctor_codes, secrets.pins)
    typed = [code for found in told for code in found.values()]
    codes = (*typed, *(code.replace("-", "") for code in typed), PASSPHRASE, OFFICE_PASSPHRASE, day.office.seed)
    return [*SECRETS, *PEOPLE, *OPTION_TEXTS, *WRITTEN, *codes, *map(bytes_to_text, keys)], keys


@pytest.mark.parametrize("name", [*FILES, "log"])
@pytest.mark.attack(60)
@pytest.mark.parametrize("level", ["day", "certified_day"])
@pytest.mark.attack(60)
def test_no_secret_stands_in_any_file(level, name, request):
    day = request.getfixturevalue(level)
    data = day.sat.log if name == "log" else getattr(day, name)
    texts, keys = secrets_of(day)
    assert texts_in(data, texts) == []
    assert not [key for key in keys if key in data]


OTHER_KINDS = ("kcx-rotated", "kcy", "kcd", "kca", "kct", "kcl", "kce", "kcz", "kcw", "kcs")
TOLD = ("本题作废", "监考甲", "键盘坏了", "what an office key file holds")
"""What an erratum, an act log's notes and a backup hold in the files of `support.kinds`."""


@pytest.fixture(scope="module")
def kinds(day, certified_day, tmp_path_factory):
    return kinds_of(day, certified_day, tmp_path_factory.mktemp("kinds") / "scratch")


def test_every_kind_of_file_is_searched(kinds):
    searched = {*FILES, *OTHER_KINDS, "kcj"} | {"kcb", "kcb-certified", "kck-quorum", "kcp-certified"}  # exam, kck, kcp
    assert searched - {"exam"} == set(kinds)


@pytest.mark.parametrize("name", OTHER_KINDS)
@pytest.mark.attack(60)
def test_no_secret_stands_in_any_other_kind_of_file(day, kinds, name):
    texts, keys = secrets_of(day)
    assert texts_in(kinds[name].data, [*texts, *TOLD, *keys, *kinds[name].seeds]) == []


def test_no_mark_scheme_is_anywhere_in_what_the_start_code_opens(day):
    exam = open_sealed_exam(day.exam_path, text_to_bytes(day.office.site.office))
    opened = repr(open_content(exam, day.keys.content_key).exams()) + repr(exam.room("R1", day.office.site).content)
    assert texts_in(opened.encode(), SCHEME_SECRETS) == []
    assert texts_in(opened.encode(), [ITEMS["essay"].stem]) == [ITEMS["essay"].stem]


def test_a_room_reads_no_other_rooms_names(day):
    exam = open_sealed_exam(day.exam_path, text_to_bytes(day.office.site.office))
    assert texts_in(repr(exam.room("R1", day.office.site).content).encode(), NAMES) == list(NAMES[:2])


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


def test_what_holds_keys_shows_none_in_a_trace(day):
    secret = "a secret key"
    values = [day.centre_kit, day.proctor_kit, KeySeeds("id", KeyRole.CENTRE, {"signing": secret})]
    values += [RoomSecrets(secret, {"T1": secret}, {}), OfficeSeeds(secret, secret, ()), FormerSeeds(secret, secret)]
    former = FormerOffice("office", secret)
    values += [former, Site("id", "office", secret, 2, (former,)), day.office]
    values += [Opened(secret, "", 0, "", ""), new_chain(secret.encode(), day.sat.identity)]
    keys = [day.centre_kit.results_seed, day.centre_kit.content_key, day.proctor_kit.proctor_seed, secret]
    keys += [day.office.site.key]
    assert texts_in(repr(values).encode(), keys) == []
