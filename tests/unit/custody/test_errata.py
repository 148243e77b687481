"""Errata are the office's, sealed like the items they correct, each file whole and following the one before."""

import msgspec
import pytest
from kaochang.custody import errata
from kaochang.custody.envelope import digest, header_bytes, payload_bytes
from kaochang.custody.errata import NO_ERRATA, ErrataHeader, Erratum
from kaochang.domain.errata import ErratumAction
from kaochang.domain.refusals import Outcome
from kaochang.domain.values import bytes_to_text
from kaochang.sealing import frame, streams
from kaochang.sealing.frame import FileType
from support.exams import OPENS
from support.refusals import refuses

WITHDRAWN = Erratum("single", ErratumAction.WITHDRAW, "本题作废", OPENS)
CORRECTED = Erratum("essay", ErratumAction.CORRECT, "“四个”改为“三个”", OPENS)
NOTICE = Erratum("", ErratumAction.NOTICE, "下午三点停电五分钟", OPENS)


def opened(day, data):
    return errata.open_errata(data, day.keys.exam_public, day.keys.content_key)


@pytest.fixture
def first(day):
    return opened(day, day.errata_after(NO_ERRATA, WITHDRAWN))


@pytest.fixture
def second(day, first):
    return opened(day, day.errata_after(first, CORRECTED, NOTICE))


def test_each_file_holds_every_correction_so_far_and_names_the_one_before(first, second):
    assert (first.counter, first.previous, first.entries) == (1, "", (WITHDRAWN,))
    assert (second.counter, second.previous) == (2, first.sha256)
    assert second.entries == (WITHDRAWN, CORRECTED, NOTICE)


def test_what_is_corrected_stands_nowhere_in_clear(day):
    data = day.errata_after(NO_ERRATA, WITHDRAWN)
    assert WITHDRAWN.text.encode() not in data
    assert b"single" not in data


def test_size_tells_nothing_of_a_short_text(day):
    sizes = {
        len(day.errata_after(NO_ERRATA, Erratum("single", ErratumAction.CORRECT, "字" * n, OPENS))) for n in (1, 400)
    }
    assert len(sizes) == 1


def test_only_the_exam_key_signs_errata(day, other_day):
    with refuses(Outcome.SIGNATURE):
        errata.open_errata(day.kce, other_day.keys.exam_public, day.keys.content_key)


def test_only_the_content_key_opens_errata(day, other_day):
    with refuses(Outcome.DECRYPT):
        errata.open_errata(day.kce, day.keys.exam_public, other_day.keys.content_key)


def forged(day, body=None, **change):
    """Errata saying something else, rightly signed."""
    framed = frame.unpack(day.kce)
    header = msgspec.structs.replace(errata.read_header(ErrataHeader, framed), **change)
    return frame.pack(FileType.ERRATA, header_bytes(header), body or framed.body, [day.keys.exam_seed])


def test_errata_that_name_another_key_than_their_signer_are_refused(day, other_day):
    with refuses(Outcome.CERT, "cert"):
        opened(day, forged(day, exam_key=bytes_to_text(other_day.keys.exam_public)))


@pytest.mark.parametrize("change", [{"counter": 0}, {"counter": 2}, {"previous": digest(b"one")}])
def test_a_number_that_cannot_be_is_refused(day, change):
    with refuses(Outcome.HEADER, "erratum.numbers"):
        opened(day, forged(day, **change))


def test_a_body_under_another_number_or_session_does_not_open(day, other_day):
    with refuses(Outcome.DECRYPT):
        opened(day, forged(day, counter=2, previous=digest(b"one")))
    with refuses(Outcome.DECRYPT):
        opened(day, forged(day, context=msgspec.structs.replace(day.context, session="s-2099")))


NOTHING = {
    "no entry": (),
    "no text": (Erratum("single", ErratumAction.CORRECT, " ", OPENS),),
    "no item": (Erratum("", ErratumAction.WITHDRAW, "作废", OPENS),),
}


@pytest.mark.parametrize("entries", NOTHING.values(), ids=NOTHING)
def test_errata_that_say_nothing_are_refused(day, entries):
    padded = streams.pad(payload_bytes(errata._Body(entries)), streams.blocks)
    body = streams.seal(day.keys.content_key, errata._bound(day.context, 1), padded)
    with refuses(Outcome.PAYLOAD):
        opened(day, forged(day, body))


def test_a_line_of_errata_does_not_contradict_itself(first, second):
    for earlier, later in ((NO_ERRATA, first), (first, second), (NO_ERRATA, second), (first, first)):
        assert not errata.contradicts(earlier, later)


def test_what_breaks_the_line_contradicts_it(day, first, second):
    twin = opened(day, day.errata_after(NO_ERRATA, WITHDRAWN, made=1))
    assert errata.contradicts(first, twin)
    assert errata.contradicts(twin, second)
    third = opened(day, day.errata_after(opened(day, day.errata_after(first, NOTICE)), NOTICE))
    assert not errata.contradicts(first, third)
    assert errata.contradicts(second, third)
