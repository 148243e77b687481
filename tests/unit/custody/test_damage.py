"""Damage of every kind to every kind of file: a typed refusal, and never content that nobody signed.

Every byte is flipped and every length cut where that takes seconds; of the larger files a seeded sample, and all of
them in the heavy suite. The one change that may pass is to a key id: it is a hint and never trusted, so the file must
then still say exactly what it said.
"""

import random
from dataclasses import dataclass

import pytest
from kaochang.custody import journal_log, kits, manifests, results, sealed_exam, site
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.domain.values import text_to_bytes
from kaochang.sealing import frame
from support.refusals import flip, outcome_of, refuses

TYPED = set(Outcome) - {Outcome.OK, Outcome.PAPER, Outcome.USAGE}
SIGNATURE_BYTES = 4 + 1 + 32 + 64


@dataclass(frozen=True)
class Case:
    """A genuine file, and how all of it is checked without any typed secret; `check` gives what the file says."""

    data: bytes
    check: object
    key_id: range


def _log_check(day):
    def check(data):
        log = journal_log.open_log(data, day.ticket_keys)
        events = [row for row, _ in journal_log.open_rows(log, day.sat.journal_key)]
        if log.torn or log.head() != day.sat.head:  # a cut between two rows shows by the head the result names
            raise Refusal(Outcome.FRAME, "journal.torn")
        return log.header, events

    return check


def _result_check(day):
    def check(data):
        framed = frame.unpack(data, frame.FileType.RESULT)
        header = results.check_result(framed, day.ticket_keys)
        return header, results.open_result(framed, header, day.keys.results_seed)

    return check


def _exam_check(day, path):
    def check(data):
        path.write_bytes(data)
        exam = sealed_exam.open_sealed_exam(path, text_to_bytes(day.office.site.office))
        exam.check_body()
        return exam.header

    return check


def _office_header(data):
    framed = frame.unpack(data, frame.FileType.OFFICE_KEY)
    header = site.read_header(site.OfficeHeader, framed)
    frame.verify(framed, text_to_bytes(header.office))
    return header


@pytest.fixture(params=["kcb", "kck", "kcp", "kcj", "kcr", "kcm", "kcx", "kco"])
def case(request, day, tmp_path):
    """Each kind of file in turn."""
    checks = {
        "kcb": (day.exam, _exam_check(day, tmp_path / "x.kcb")),
        "kck": (day.kck, lambda data: kits.read_kit_header(frame.unpack(data, frame.FileType.CENTRE_KIT))),
        "kcp": (day.kcp, lambda data: kits.read_kit_header(frame.unpack(data, frame.FileType.PROCTOR_KIT))),
        "kcj": (day.sat.log, _log_check(day)),
        "kcr": (day.kcr, _result_check(day)),
        "kcm": (day.kcm, lambda data: manifests.read_manifest(frame.unpack(data), day.keys.proctor_publics())),
        "kcx": (day.kcx, site.open_site),
        "kco": (day.kco, _office_header),
    }
    data, check = checks[request.param]
    end = len(day.sat.log_head) if request.param == "kcj" else len(data)
    return Case(data, check, range(end - 96, end - 64))


def _outcome(case, data):
    """How a changed file is taken; OK only where it says exactly what the genuine one says."""
    said = []
    outcome = outcome_of(lambda: said.append(case.check(data)))
    assert outcome in TYPED or said == [case.check(case.data)]
    return outcome


def _flipped(case, places, dice):
    for place in places:
        outcome = _outcome(case, flip(case.data, place, dice.randrange(8)))
        assert (outcome is Outcome.OK) == (place in case.key_id), place


def _cut(case, lengths):
    for length in lengths:
        outcome = _outcome(case, case.data[:length])
        assert outcome is (Outcome.EMPTY if length == 0 else Outcome.FRAME), length


def _sample(size, count):
    """All places of a small file; of a larger one its edges and a seeded sample."""
    if size <= 2 * count:
        return range(size)
    inner = random.Random(size).sample(range(size), count)
    return sorted({*range(1_300), *inner, *range(size - 110, size)} & {*range(size)})


def test_a_genuine_file_is_taken(case):
    assert _outcome(case, case.data) is Outcome.OK


def test_a_flipped_bit_anywhere_is_refused(case):
    _flipped(case, _sample(len(case.data), 1_000), random.Random(1))


def test_a_file_cut_anywhere_is_refused(case):
    _cut(case, _sample(len(case.data), 1_000))


@pytest.mark.heavy
def test_every_flipped_bit_of_every_byte_is_refused(case):
    _flipped(case, range(len(case.data)), random.Random(2))


@pytest.mark.heavy
def test_every_cut_is_refused(case):
    _cut(case, range(len(case.data)))


def test_anything_appended_is_refused(case):
    for tail in (b"\0", b"\n", case.data[:100], case.data):
        assert _outcome(case, case.data + tail) in (Outcome.FRAME, Outcome.DECRYPT)


def test_a_file_of_a_later_major_version_says_so(case):
    assert _outcome(case, case.data[:6] + b"2" + case.data[7:]) is Outcome.VERSION


def test_a_signature_is_worth_nothing_on_a_file_of_another_kind(day):
    for data in (day.kcm, day.kcr):
        other = day.kcm if data is day.kcr else day.kcr
        swapped = data[:-SIGNATURE_BYTES] + other[-SIGNATURE_BYTES:]
        framed = frame.unpack(swapped)
        with refuses(Outcome.SIGNATURE):
            if data is day.kcm:
                manifests.read_manifest(framed, day.keys.proctor_publics())
            else:
                results.check_result(framed, day.ticket_keys)


def test_headers_swapped_between_two_results_are_refused(day):
    one, other = frame.unpack(day.kcr), frame.unpack(day.result_of(day.sit("T2")))
    for mine, theirs, seed in ((one, other, day.sat.seed), (other, one, day.sit("T2").seed)):
        for seeds in ([], [seed]):
            swapped = frame.unpack(frame.pack(frame.FileType.RESULT, theirs.header, mine.body, seeds))
            with refuses(Outcome.SIGNATURE):
                results.check_result(swapped, day.ticket_keys)
