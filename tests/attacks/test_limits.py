"""Sizes, costs and times that an attacker chooses: refused before they are spent, with the memory measured."""

import io
import os
import time
import zipfile

import msgspec
import openpyxl
import pytest
from kaochang.custody import act_claims, act_codes, journal_log, log_ends, results
from kaochang.custody.journal_log import Entry
from kaochang.domain.acts import MOST_ACTS, ActKind
from kaochang.domain.attempt_rules import step
from kaochang.domain.attempts import MOST_OUTAGES, Acted, AttemptState, Cause, Resumed, Started
from kaochang.domain.refusals import Outcome
from kaochang.domain.responses import Text
from kaochang.domain.values import bytes_to_text
from kaochang.flow import collect, merge
from kaochang.flow.collect import CollectOrder
from kaochang.flow.reconcile import reconcile
from kaochang.papers.reading import read_paper
from kaochang.papers.roster import read_roster
from kaochang.sealing import codes, frame
from kaochang.store.centre import Centre
from support.clocks import ManualClock
from support.exams import OPENS, make_exam
from support.kinds import KINDS
from support.measured import CAN_MEASURE, MIB, peak_of, program
from support.put_in import put_in
from support.refusals import outcome_of, refuses
from support.seeded import seeded

needs_proc = pytest.mark.skipif(not CAN_MEASURE, reason="a program's own memory is read from /proc")


def u32(number):
    return number.to_bytes(4, "big")


LENGTHS = [2**31 - 1, 2**31, 2**32 - 1, 10 * MIB]


@pytest.mark.attack(9)
@pytest.mark.parametrize("claimed", LENGTHS)
def test_a_section_longer_than_its_file_is_refused_without_its_memory(kind, claimed):
    """Each of the three lengths claims too much; two at once, so that their sum runs over 32 bits."""
    header_end = 12 + len(kind.framed.header)
    count_at = kind.signatures.start - 5
    for places in ([8], [header_end], [count_at], [header_end, count_at]):
        data = bytearray(kind.data)
        for place in places:
            data[place : place + 4] = u32(claimed)
        found = []
        peak = peak_of(lambda data=data, found=found: found.append(outcome_of(lambda: kind.read(bytes(data)))))
        assert found[0] in {Outcome.FRAME, Outcome.HEADER}
        assert peak < 5 * MIB + 3 * len(data)


@pytest.mark.attack(9)
@pytest.mark.parametrize("less", [1, 4, 100])
def test_lengths_that_add_up_to_the_file_but_end_elsewhere_are_refused(kind, less):
    """A byte moved from one section to its neighbour: the sum is right, the borders are not."""
    header_end = 12 + len(kind.framed.header)
    header, body = len(kind.framed.header), len(kind.framed.body)
    shorter = kind.data[:8] + u32(header - less) + kind.data[12:]
    longer = kind.data[:header_end] + u32(body + less) + kind.data[header_end + 4 :]
    for data in (shorter, longer):
        assert outcome_of(lambda data=data: kind.read(data)) in {Outcome.FRAME, Outcome.HEADER, Outcome.SIGNATURE}


@pytest.fixture(scope="module")
def at_rest(tmp_path_factory, day):
    """What the program costs on a genuine file: its own size, from which the others are counted."""
    path = tmp_path_factory.mktemp("rest") / "genuine.kcr"
    path.write_bytes(day.kcr)
    return program("inspect", path)


@needs_proc
@pytest.mark.attack(9)
def test_a_program_that_meets_a_length_of_four_gigabytes_needs_no_memory_for_it(at_rest, day, tmp_path):
    path = tmp_path / "long.kcr"
    path.write_bytes(day.kcr[:8] + u32(2**32 - 1) + day.kcr[12:])
    cost = program("inspect", path)
    assert (at_rest.code, cost.code) == (0, int(Outcome.FRAME)), cost.said
    assert cost.peak - at_rest.peak < 50 * MIB


@pytest.fixture
def giant(tmp_path, day):
    """Ten gigabytes that no disk holds: a result with a hole behind it."""
    path = tmp_path / "stick" / "T1-giant.kcr"
    path.parent.mkdir()
    path.write_bytes(day.kcr)
    try:
        os.truncate(path, 10 * 1024 * MIB)
    except OSError:
        pytest.skip("this file system cannot hold a file of ten gigabytes, not even an empty one")
    if path.stat().st_blocks * 512 > MIB:
        pytest.skip("this file system keeps no holes: ten gigabytes would be written")
    return path


@pytest.mark.attack(11)
def test_a_result_of_ten_gigabytes_is_named_and_never_read(giant, day, tmp_path):
    centre = Centre(tmp_path / "centre.db")
    began = time.process_time()
    peak = peak_of(lambda: merge.merge(centre, day.centre_kit, [giant.parent], ManualClock()))
    standing = reconcile(centre)
    centre.close()
    assert [(problem.name, problem.outcome) for problem in standing.problems if problem.name == giant.name] == [
        (giant.name, "LIMIT")
    ]
    assert peak < 20 * MIB
    assert time.process_time() - began < 5


@pytest.mark.attack(11)
def test_a_result_of_ten_gigabytes_does_not_stop_a_proctor(giant, day, tmp_path):
    order, rounds = CollectOrder([giant.parent], put_in(tmp_path / "to"), memory=tmp_path / "memory"), []
    peak = peak_of(lambda: rounds.append(collect.collect(day.proctor_kit, order, ManualClock())))
    assert [problem.outcome for problem in rounds[0].problems] == ["LIMIT"]
    assert peak < 20 * MIB


@needs_proc
@pytest.mark.attack(11)
@pytest.mark.parametrize("extension", [name for name in KINDS if "-" not in name])
def test_a_program_that_meets_ten_gigabytes_says_so_at_once(giant, at_rest, extension, kinds):
    path = giant.with_suffix(f".{extension}")
    giant.rename(path)
    with path.open("r+b") as stream:
        stream.write(kinds[extension].data[:8])
    cost = program("inspect", path)
    assert cost.code in {int(Outcome.LIMIT), int(Outcome.FRAME), int(Outcome.HEADER)}, cost.said
    assert cost.peak - at_rest.peak < 50 * MIB
    assert cost.seconds < at_rest.seconds + 5


def zipped(parts):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return packed.getvalue()


def twice_packed(size):
    """A zip whose one part claims to be small: its directory lies about the size."""
    data = bytearray(zipped({"word/document.xml": bytes(size)}))
    at = data.index(b"PK\x01\x02") + 24
    data[at : at + 4] = u32(10)[::-1]
    return bytes(data)


BOMB = 100 * MIB
WORD_BOMBS = {
    "zeros": lambda: zipped({"word/document.xml": bytes(BOMB)}),
    "text": lambda: zipped({"word/document.xml": b"<w:t>" + b"abc" * (BOMB // 3)}),
    "many parts": lambda: zipped(
        {f"word/{at}.xml": bytes(MIB) for at in range(100)} | {"word/document.xml": bytes(BOMB)}
    ),
    "a size that lies": lambda: twice_packed(BOMB),
}


@pytest.mark.attack(10)
@pytest.mark.parametrize("bomb", WORD_BOMBS.values(), ids=WORD_BOMBS)
def test_a_paper_that_unpacks_to_a_hundred_times_its_size_is_refused_in_little_memory(bomb):
    data, found = bomb(), []
    peak = peak_of(lambda: found.append(outcome_of(lambda: read_paper(data, "paper.docx", None))))
    assert found == [Outcome.PAPER]
    assert peak < 60 * MIB


def workbook_parts():
    """The parts of a small roster."""
    book, packed = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["姓名", "工号"])
    book.active.append(["测试甲", "G1"])
    book.save(packed)
    with zipfile.ZipFile(packed) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


SHEET = "xl/worksheets/sheet1.xml"
NAMESPACE = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
ROSTER_BOMBS = {
    "one cell": lambda: {
        SHEET: b"<worksheet %b><sheetData><row><c t='inlineStr'><is><t>%b" % (NAMESPACE, b"a" * BOMB),
    },
    "shared strings": lambda: {
        "xl/sharedStrings.xml": b"<sst %b>%b" % (NAMESPACE, b"<si><t>a</t></si>" * (BOMB // 17)),
        "xl/_rels/workbook.xml.rels": b"<Relationships xmlns='%b'><Relationship Id='t' Target='sharedStrings.xml'/>"
        b"</Relationships>" % b"http://schemas.openxmlformats.org/package/2006/relationships",
    },
}


@pytest.mark.attack(10)
@pytest.mark.parametrize("bomb", ROSTER_BOMBS.values(), ids=ROSTER_BOMBS)
def test_a_roster_that_unpacks_to_a_hundred_times_its_size_is_refused_in_little_memory(bomb):
    data, found = zipped({**workbook_parts(), **bomb()}), []
    peak = peak_of(lambda: found.append(outcome_of(lambda: read_roster(data))))
    assert found == [Outcome.LIMIT]
    assert peak < 60 * MIB


@pytest.mark.attack(10)
def test_a_part_of_a_roster_that_nobody_asks_for_is_never_unpacked():
    data, found = zipped({**workbook_parts(), "docProps/zeros": bytes(BOMB)}), []
    peak = peak_of(lambda: found.append(read_roster(data)))
    assert len(found[0]) == 1
    assert peak < 10 * MIB


@pytest.mark.attack(10)
def test_no_file_of_ours_is_compressed(kind):
    """So nothing sealed can unpack: what a document may take is bounded by the bytes that hold it."""
    for magic in (b"\x1f\x8b", b"PK\x03\x04", b"\x28\xb5\x2f\xfd", b"\x78\x9c"):
        assert not kind.framed.body.startswith(magic)


@pytest.mark.attack(58)
def test_every_response_within_a_bucket_gives_a_result_of_one_size(day):
    """Not one length a bucket can hold shows: from nothing at all to the last character that fits."""
    assert {size_of_essay(day, length) for length in (0, 1, 100, 1_000, 4_000)} == {len(day.kcr)}
    assert size_of_essay(day, 20_000) - len(day.kcr) == 48 * 1024


def size_of_essay(day, length):
    """How large a result is whose essay has this many characters."""
    body = msgspec.structs.replace(day.body_of(day.sat), responses={"essay": Text("考" * length)})
    return len(results.pack_result(body, day.sat.certificate, day.sat.seed, day.keys.results_public))


@pytest.mark.attack(9)
def test_a_log_whose_record_claims_more_than_there_is_ends_before_it(kinds):
    """Records have lengths of their own: whatever they claim, nothing is allocated for it."""
    kind = kinds["kcj"]
    head = kind.data[: len(kind.data) - len(kind.tail)]
    for claimed in LENGTHS:
        data = head + u32(claimed) + kind.tail[4:]
        peak = peak_of(lambda data=data: outcome_of(lambda: kind.read(data)))
        assert outcome_of(lambda data=data: kind.read(data)) is Outcome.FRAME
        assert peak < 5 * MIB
    assert frame.unpack_head(head)[1] == len(head)


def forged_acts(count):
    """So many acts whose codes are nobody's: each answers a challenge of its own."""
    dice = seeded(count)
    drawn = {act_codes.draw_challenge(ActKind.EXTRA_TIME, 10, dice) for _ in range(2 * count)}
    code = codes.encode(12_345, act_codes.RESPONSE)
    return tuple(
        Acted(1, OPENS, ActKind.EXTRA_TIME, 10, 600_000, challenge, code) for challenge in sorted(drawn)[:count]
    )


def logged(sat, plain_rows):
    """The log of an attempt whose holder wrote these rows, rightly sealed and chained."""
    chain, rows = journal_log.new_chain(sat.journal_key, sat.identity), []
    for number, row in enumerate(plain_rows, start=1):
        rows.append(chain.seal(number, journal_log.row_bytes(row)))
        chain.advance(rows[-1])
    return journal_log.open_log(sat.log_head + b"".join(map(journal_log.record, rows)), None)


@pytest.mark.attack(64)
def test_as_many_forged_acts_as_an_attempt_may_tell_cost_no_second_in_a_session_of_a_hundred_rooms(day):
    keys = {f"R{room}": bytes_to_text(seeded(room)(32)) for room in range(100)}
    began = time.process_time()
    told = act_claims.claims_of(forged_acts(MOST_ACTS), day.sat.identity, keys)
    assert time.process_time() - began < 1.0
    assert {claim.standing for claim in told.claims} == {act_claims.Standing.FORGED}


@pytest.mark.attack(64)
def test_a_result_or_log_that_tells_of_more_acts_is_refused_before_any_is_checked(day, tmp_path, monkeypatch):
    """Signed by an attempt key, which everybody who knows the start code can make in the quick level."""
    acts = forged_acts(MOST_ACTS + 1)
    body = msgspec.structs.replace(day.body_of(day.sat), acts=acts)
    witness = day.sat.plain_rows[1].witness
    log = logged(day.sat, (*day.sat.plain_rows[:2], *(Entry(act, witness) for act in acts)))
    result = results.pack_result(body, day.sat.certificate, day.sat.seed, day.keys.results_public)
    for name, data in (("T1.kcr", result), ("T1.kcj", log.frame + b"".join(map(journal_log.record, log.rows)))):
        (tmp_path / name).write_bytes(data)
    monkeypatch.setattr(act_claims, "_claim", None)
    centre = Centre(tmp_path / "centre.db")
    merge.merge(centre, day.centre_kit, [tmp_path / "T1.kcr", tmp_path / "T1.kcj"], ManualClock())
    assert {(record.type, record.outcome, record.key) for record in centre.files()} == {
        (kind, Outcome.PAYLOAD, "result.acts") for kind in ("kcr", "kcj")
    }
    centre.close()


@pytest.mark.attack(64)
def test_a_log_of_outages_without_end_costs_no_more_than_its_length(day):
    """Twice as many rows beyond the rule cost twice the time, not four times: nothing is weighed against all others."""
    witness = day.sat.plain_rows[1].witness
    spent = []
    for count in (MOST_OUTAGES + 1_000, MOST_OUTAGES + 3_000):
        outages = (Entry(Resumed(at, OPENS + at, Cause.CRASH, 1, 0), witness) for at in range(1, count))
        log = logged(day.sat, (*day.sat.plain_rows[:2], *outages))
        began = time.process_time()
        end = log_ends.log_end(log, day.sat.journal_key, make_exam())
        spent.append(time.process_time() - began)
        assert (end.rows, end.closed_at) == (count + 1, 0)
    assert spent[1] < 3 * spent[0]


@pytest.mark.attack(64)
def test_a_pc_takes_no_more_acts_and_outages_than_the_centre():
    """So that no honest attempt ever comes to have what is refused there."""
    exam = make_exam()
    running = step(exam, AttemptState(), Started(0, OPENS, 3_600_000, "AAAA"))
    (card,) = forged_acts(1)
    card = msgspec.structs.replace(card, challenge="")
    outage = Resumed(1, OPENS, Cause.CRASH, 1, 0)
    full = msgspec.structs.replace(running, acts=(card,) * MOST_ACTS, outages=(outage,) * MOST_OUTAGES)
    with refuses(Outcome.POLICY, "attempt.too-many-acts"):
        step(exam, full, card)
    assert len(step(exam, full, outage).outages) == MOST_OUTAGES
