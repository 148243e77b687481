import pytest
from kaochang.custody import envelope, results
from kaochang.custody.errata import Errata, Erratum
from kaochang.domain.annotations import Drafted, Eliminated, Highlight, Highlighted, Passage, Shown
from kaochang.domain.attempts import ClosingReason
from kaochang.domain.errata import ErratumAction
from kaochang.domain.refusals import Outcome, Refusal, Violation
from kaochang.flow import hand_in, sit
from kaochang.flow.attempt_files import Found, found_attempt
from kaochang.machine import appending, mounts
from kaochang.sealing import frame
from kaochang.sealing.frame import FileType
from support.exams import RESPONSES
from support.put_in import put_in
from support.refusals import refuses

SECRET = "只写给自己看的草稿"


@pytest.fixture
def closed(desk, unlocked, ticket):
    """An attempt of two answers, closed by the candidate and not sealed yet."""
    sitting = sit.begin(desk, unlocked, ticket, "07")
    for item in ("single", "essay"):
        sitting.save(sitting.respond(item, RESPONSES[item]))
    sitting.save(sitting.close(ClosingReason.HANDED_IN))
    yield sitting
    sitting.shut()


def test_an_attempt_must_be_closed_before_it_is_sealed(desk, unlocked, ticket):
    sitting = sit.begin(desk, unlocked, ticket, "")
    with pytest.raises(Violation):
        hand_in.hand_in(sitting, [])
    assert found_attempt(desk, unlocked.room, ticket) is Found.OPEN
    sitting.shut()


def test_the_receipt_tells_what_was_handed_in_and_where_it_went(closed, tmp_path):
    (tmp_path / "not-a-stick").write_bytes(b"")
    missed = []
    sticks = [put_in(tmp_path / "a"), tmp_path / "not-a-stick", tmp_path / "not-in", put_in(tmp_path / "b")]
    receipt = hand_in.hand_in(closed, sticks, lambda stick, why: missed.append((stick, why.key)))
    assert missed == [(tmp_path / "not-a-stick", "io.not-a-folder"), (tmp_path / "not-in", "stick.not-there")]
    assert not (tmp_path / "not-in").exists()
    assert (receipt.answered, receipt.of, receipt.copies, receipt.reason) == (2, 11, 2, ClosingReason.HANDED_IN)
    copies = [path.read_bytes() for path in tmp_path.rglob("*.kcr")]
    assert len(copies) == 3
    assert len(set(copies)) == 1


def test_the_receipt_counts_what_is_still_asked_and_how_much_was_withdrawn(closed):
    entries = tuple(Erratum(item, ErratumAction.WITHDRAW, "题目有误", 0) for item in ("single", "multiple"))
    closed.corrections.known = Errata(1, "sha", "", entries)
    receipt = hand_in.hand_in(closed, [])
    assert (receipt.answered, receipt.of, receipt.withdrawn) == (1, 9, 2)
    assert hand_in.receipt_of(closed.desk, closed.room, closed.ticket) == receipt


def body_of(day, sitting):
    """What a result says, opened as the centre does; and its plaintext."""
    hand_in.hand_in(sitting, [])
    framed = frame.unpack((sitting.attempt.files.folder / "result.kcr").read_bytes(), FileType.RESULT)
    header = results.check_result(framed, day.ticket_keys)
    return results.open_result(framed, header, day.keys.results_seed)


def test_nothing_that_was_drawn_is_in_the_result(day, desk, unlocked, ticket):
    sitting = sit.begin(desk, unlocked, ticket, "07")
    sitting.save(sitting.annotate("multiple", Eliminated(("B", "E"))))
    sitting.save(sitting.respond("single", RESPONSES["single"]))
    sitting.save(sitting.annotate("", Drafted(SECRET)))
    sitting.save(sitting.annotate("", Shown("contrast", "huge")))
    sitting.save(sitting.annotate("case-1", Highlighted((Highlight(Passage.STEM, 0, 4),))))
    sitting.save(sitting.close(ClosingReason.HANDED_IN))
    body = body_of(day, sitting)
    sitting.shut()
    assert body.responses == {"single": RESPONSES["single"]}
    assert (body.revisions, body.marked, body.notes) == ({"single": 1}, (), ())
    said = envelope.payload_bytes(body)
    assert SECRET.encode() not in said
    assert b"eliminated" not in said
    assert b"highlight" not in said
    assert b"contrast" not in said


def test_handing_in_again_gives_the_same_result_and_receipt(closed):
    first = hand_in.hand_in(closed, [])
    data = (closed.attempt.files.folder / "result.kcr").read_bytes()
    assert hand_in.hand_in(closed, []) == first
    assert (closed.attempt.files.folder / "result.kcr").read_bytes() == data


def test_the_receipt_can_be_told_again_as_long_as_the_result_is_there(closed, desk, unlocked, ticket):
    receipt = hand_in.hand_in(closed, [])
    assert hand_in.receipt_of(desk, unlocked.room, ticket) == receipt


def test_a_crash_between_receipt_and_result_costs_neither(closed, desk, unlocked, ticket, monkeypatch):
    def dies(path, data):
        raise Refusal(Outcome.IO, "io.failed", str(path))

    with monkeypatch.context() as broken:
        broken.setattr(hand_in, "write_new", dies)
        with refuses(Outcome.IO):
            hand_in.hand_in(closed, [])
    assert found_attempt(desk, unlocked.room, ticket) is Found.OPEN
    closed.shut()
    again = sit.begin(desk, unlocked, ticket, "07")
    receipt = hand_in.hand_in(again, [])
    assert hand_in.receipt_of(desk, unlocked.room, ticket) == receipt
    again.shut()


def test_no_moment_exists_at_which_a_result_has_no_receipt(closed, desk, unlocked, ticket, monkeypatch):
    """A result that is on the disk closes the ticket on this PC: its receipt must be there by then."""
    moments = []
    write = hand_in.write_new

    def watched(path, data):
        moments.append(path.with_name("receipt.json").exists())
        write(path, data)

    monkeypatch.setattr(hand_in, "write_new", watched)
    hand_in.hand_in(closed, [])
    assert moments == [True]


def test_a_receipt_that_belongs_to_another_file_is_not_told(closed, desk, unlocked, ticket, day):
    hand_in.hand_in(closed, [])
    (closed.attempt.files.folder / "result.kcr").write_bytes(day.kcr)
    with refuses(Outcome.CONFLICT, "receipt.other-file"):
        hand_in.receipt_of(desk, unlocked.room, ticket)


def test_a_late_stick_gets_the_result_and_the_whole_log(closed, desk, unlocked, ticket, tmp_path):
    first = hand_in.hand_in(closed, [])
    again = hand_in.copy_again(desk, unlocked.room, ticket, [put_in(tmp_path / "late")])
    assert (again.code, again.copies) == (first.code, 1)
    (log,) = (tmp_path / "late").rglob("*.kcj")
    assert log.read_bytes() == closed.attempt.files.log_bytes()


def test_a_log_that_fell_behind_is_whole_before_the_result_is_sealed(desk, unlocked, ticket, monkeypatch, tmp_path):
    sitting = sit.begin(desk, unlocked, ticket, "")

    def full(self, data):
        raise Refusal(Outcome.DISK_FULL, "io.disk-full")

    with monkeypatch.context() as broken:
        broken.setattr(appending.Appender, "append", full)
        sitting.save(sitting.respond("single", RESPONSES["single"]))
        sitting.save(sitting.close(ClosingReason.HANDED_IN))
    hand_in.hand_in(sitting, [put_in(tmp_path / "stick")])
    (log,) = (tmp_path / "stick").rglob("*.kcj")
    folder = sitting.attempt.files.folder
    assert (folder / "attempt.kcj").read_bytes() == log.read_bytes() == sitting.attempt.files.log_bytes()
    assert [path.name for path in folder.glob("*.kcj")] == ["attempt.kcj"]
    sitting.save(*sitting.report("guard.note.focus-lost"))
    assert (folder / "attempt.kcj").read_bytes() == sitting.attempt.files.log_bytes()
    sitting.shut()


def test_evidence_that_had_no_note_yet_is_in_the_result(desk, unlocked, ticket):
    sitting = sit.begin(desk, unlocked, ticket, "07")
    sitting.save(sitting.respond("single", RESPONSES["single"]))
    for _ in range(100):
        for entry in sitting.report("guard.note.focus-lost"):
            sitting.save(entry)
    sitting.save(sitting.close(ClosingReason.HANDED_IN))
    hand_in.hand_in(sitting, [])
    notes = [note for note in sitting.notes if note.what == "guard.note.focus-lost"]
    assert [note.times for note in notes[-2:]] == [1, 36]
    assert sum(note.times for note in notes) == 100
    sitting.shut()


def test_a_stick_that_takes_no_copy_is_logged_where_nobody_listens(closed, tmp_path, caplog):
    (tmp_path / "not-a-stick").write_bytes(b"")
    assert hand_in.hand_in(closed, [tmp_path / "not-a-stick"]).copies == 0
    assert "io.not-a-folder" in caplog.text


def test_a_late_stick_that_takes_no_copy_is_told_too(closed, desk, unlocked, ticket, tmp_path):
    hand_in.hand_in(closed, [])
    (tmp_path / "not-a-stick").write_bytes(b"")
    missed = []
    sticks = [tmp_path / "not-a-stick", put_in(tmp_path / "late")]
    again = hand_in.copy_again(desk, unlocked.room, ticket, sticks, lambda *why: missed.append(why))
    assert (again.copies, [stick for stick, _ in missed]) == (1, sticks[:1])


def test_a_stick_that_was_in_before_and_was_pulled_out_has_no_copy_in_the_folder_it_left(closed, tmp_path, monkeypatch):
    stick, desk, missed = put_in(tmp_path / "stick"), closed.desk, []
    with monkeypatch.context() as patch:
        patch.setattr(mounts, "on_one_disk", lambda *_: False)
        desk.sticks_there.look(desk.folder, [stick])
    receipt = hand_in.hand_in(closed, [stick], lambda stick, why: missed.append((stick, why.key)))
    assert (receipt.copies, missed, list(stick.iterdir())) == (0, [(stick, "stick.not-there")], [])
