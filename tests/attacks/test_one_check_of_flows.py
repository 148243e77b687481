"""What exactly one check of a flow stands against: files and moments that are wrong in one respect only."""

import shutil

import msgspec
import pytest
from kaochang.custody import act_codes, checkpoints, journal_log, key_files, results, site
from kaochang.custody.act_codes import ActPlace
from kaochang.custody.key_files import SIGNING, KeyRole
from kaochang.domain.acts import ActKind, Reach
from kaochang.domain.attempts import ClosingReason, Phase
from kaochang.domain.refusals import Outcome
from kaochang.domain.values import bytes_to_text
from kaochang.flow import backup, checkpoint_chain, hand_in, keys, offices, reissue, sit, take_act, unlock
from kaochang.flow.attempt_files import LOG_NAME
from kaochang.flow.backup import BackupOrder
from kaochang.flow.desk import Desk
from kaochang.flow.reissue import ReissueOrder
from kaochang.machine.safe_files import new_file
from kaochang.sealing import kdf
from kaochang.store.journal import connect
from support.clocks import ManualClock
from support.exams import OPENS, RESPONSES
from support.refusals import refuses
from support.sealed import OFFICE_PASSPHRASE
from support.seeded import seeded

replace = msgspec.structs.replace
SHORT = "kurz"


@pytest.fixture(scope="module")
def unlocked(day):
    return unlock.unlock(unlock.open_room(day.exam_path, day.office.site, "R1"), day.code)


@pytest.fixture
def ticket(unlocked):
    return unlocked.room.tickets[0]


def desk_in(folder, chance=77):
    return Desk(folder / "pc", ManualClock(OPENS + 60_000), seeded(chance))


def answered(desk, unlocked, ticket, *items):
    """The attempt's folder after it was begun or gone on with, and these items answered."""
    sitting = sit.begin(desk, unlocked, ticket, "01")
    for item in items:
        sitting.save(sitting.respond(item, RESPONSES[item]))
    sitting.shut()
    return sitting.attempt.files.folder


@pytest.mark.attack(52)
def test_a_database_that_is_shorter_than_a_torn_log_is_not_taken_for_the_whole_attempt(unlocked, ticket, tmp_path):
    """The row in the torn record may have been acknowledged: it is named, and nothing is dropped."""
    desk = desk_in(tmp_path)
    folder = answered(desk, unlocked, ticket, "single")
    shutil.copytree(folder, tmp_path / "before")
    answered(desk, unlocked, ticket, "multiple", "blank")
    log = (folder / LOG_NAME).read_bytes()
    shutil.rmtree(folder)
    shutil.copytree(tmp_path / "before", folder)
    (folder / LOG_NAME).write_bytes(log[:-10])
    with refuses(Outcome.DECRYPT, "journal.row-damaged") as caught:
        sit.begin(desk, unlocked, ticket, "01")
    assert caught.value.params["row"] == len(journal_log.open_log(log, None).rows)


@pytest.mark.attack(52)
def test_a_database_that_never_got_a_row_is_begun_anew(unlocked, ticket, tmp_path):
    """The program died between making the file and writing to it."""
    desk = desk_in(tmp_path)
    folder = desk.attempt_folder(unlocked.room.session.id, ticket.number)
    folder.mkdir(parents=True)
    connect(folder / "attempt.db").close()
    assert (folder / "attempt.db").stat().st_size > 0
    assert not sit.begin(desk, unlocked, ticket, "01").resumed


@pytest.mark.attack(54)
def test_the_log_of_another_attempt_of_the_same_ticket_is_a_fork(unlocked, ticket, tmp_path):
    folders = [answered(desk_in(tmp_path / str(chance), chance), unlocked, ticket, "single") for chance in (5, 6)]
    shutil.copy(folders[1] / LOG_NAME, folders[0] / LOG_NAME)
    with refuses(Outcome.CONFLICT, "journal.fork"):
        sit.begin(desk_in(tmp_path / "5"), unlocked, ticket, "01")


@pytest.mark.attack(53, 55)
def test_another_candidates_log_beside_ones_own_database_is_refused_and_not_repaired_away(unlocked, tmp_path):
    mine, other = unlocked.room.tickets[:2]
    desk = desk_in(tmp_path)
    folder = answered(desk, unlocked, mine, "single")
    theirs = answered(desk_in(tmp_path / "other", 6), unlocked, other, "single")
    shutil.copy(theirs / LOG_NAME, folder / LOG_NAME)
    with refuses(Outcome.CONTEXT, "context.attempt"):
        sit.begin(desk, unlocked, mine, "01")
    assert (folder / LOG_NAME).read_bytes() == (theirs / LOG_NAME).read_bytes()


@pytest.mark.attack(48)
def test_a_result_that_does_not_verify_on_the_pc_is_never_handed_in(unlocked, ticket, tmp_path, monkeypatch):
    sitting = sit.begin(desk_in(tmp_path), unlocked, ticket, "01")
    sitting.save(sitting.respond("single", RESPONSES["single"]))
    sitting.save(sitting.close(ClosingReason.HANDED_IN))
    pack = results.pack_result
    monkeypatch.setattr(results, "pack_result", lambda *given: pack(*given)[:-1] + b"?")
    with refuses(Outcome.SIGNATURE):
        hand_in.hand_in(sitting, [])
    assert not list(tmp_path.rglob("result.kcr"))
    monkeypatch.undo()
    assert hand_in.hand_in(sitting, []).answered == 1
    sitting.shut()


@pytest.mark.attack(55)
def test_a_card_for_what_cannot_be_now_is_refused_and_stays_good(unlocked, ticket, day, tmp_path):
    """Nobody is paused, so nothing can be continued; the next candidate at this PC may still use the card."""
    desk = desk_in(tmp_path)
    place = ActPlace(day.context, "R1", day.keys.act_keys["R1"])
    card = act_codes.make_card(place, ActKind.CONTINUE, Reach.CARD, 0, 7)
    sitting = sit.begin(desk, unlocked, ticket, "01")
    assert sitting.state.phase is Phase.INTERACTING
    before = {path: path.read_bytes() for path in tmp_path.rglob("acts.json")}
    with refuses(Outcome.POLICY):
        take_act.take(sitting, card)
    assert {path: path.read_bytes() for path in tmp_path.rglob("acts.json")} == before
    sitting.shut()


def chained(day):
    """The first two checkpoints of a ledger."""
    entries, seed = day.ledger_entries, day.centre.seed(SIGNING)
    first = checkpoints.read_checkpoint(
        checkpoints.pack_checkpoint(day.context, entries[:1], None, seed, OPENS), day.centre.signing
    )
    second = checkpoints.pack_checkpoint(day.context, entries, first, seed, OPENS)
    return first, checkpoints.read_checkpoint(second, day.centre.signing)


@pytest.mark.attack(44)
def test_a_checkpoint_follows_only_the_one_it_names_with_its_proof_and_from_where_that_ended(day):
    first, second = chained(day)
    assert checkpoint_chain._follows(first, second)
    wrong = bytes_to_text(bytes(32))
    changes = [
        replace(second, header=replace(second.header, previous=wrong)),
        replace(second, header=replace(second.header, proof=(wrong,))),
        replace(second, header=replace(second.header, proof=())),
        replace(second, header=replace(second.header, root=wrong)),
        replace(second, entries=day.ledger_entries),
    ]
    assert [checkpoint_chain._follows(first, change) for change in changes] == [False] * len(changes)
    assert not checkpoint_chain._follows(replace(first, header=replace(first.header, root=wrong)), second)


def cheap(act, *given):
    """An act of the keys' flow at the least cost."""
    return act(*given, ManualClock(), seeded(3), kdf.MINIMUM)


def test_a_short_passphrase_is_told_before_anything_is_opened_or_drawn(tmp_path):
    (tmp_path / "office").mkdir()
    with refuses(Outcome.POLICY, "passphrase.short"):
        keys.change_passphrase([tmp_path / "nowhere"], "whatever", SHORT, seeded(1), kdf.MINIMUM)
    with refuses(Outcome.POLICY, "passphrase.short"):
        cheap(keys.replace_lost, tmp_path / "office", SHORT)
    with refuses(Outcome.POLICY, "passphrase.short"):
        offices.make_office(tmp_path / "office", SHORT, ManualClock(), None, kdf.MINIMUM)
    assert list((tmp_path / "office").iterdir()) == []


@pytest.fixture
def office(tmp_path):
    """An office's folder."""
    cheap(offices.make_office, tmp_path / "office", OFFICE_PASSPHRASE)
    return tmp_path / "office"


def everything_in(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_key_that_does_not_come_out_as_it_went_in_replaces_nothing(office, monkeypatch):
    """A library that packs something else is found before the only copy is gone."""
    before = everything_in(office)
    other = site.make_office(seeded(9))
    pack = site.pack_office
    monkeypatch.setattr(site, "pack_office", lambda _, *given: pack(other, *given))
    with pytest.raises(RuntimeError):
        keys.change_passphrase([office], OFFICE_PASSPHRASE, "ein neuer Spruch", seeded(1), kdf.MINIMUM)
    with pytest.raises(RuntimeError):
        cheap(keys.replace_lost, office, "ein neuer Spruch")
    assert everything_in(office) == before


@pytest.mark.attack(46)
def test_a_linked_folder_in_an_office_is_refused_and_not_left_out(office, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (office / "more").symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    with refuses(Outcome.NOT_A_FILE, "io.not-a-file"):
        cheap(
            backup.back_up,
            BackupOrder(offices=(office,), banks=(), centres=()),
            tmp_path / "all.kcz",
            OFFICE_PASSPHRASE,
        )
    assert not (tmp_path / "all.kcz").exists()


def test_a_reissue_of_nothing_is_refused(certified, tmp_path):
    day = certified  # a quick session refuses anything but a start code in the same words
    (tmp_path / "session.kcb").write_bytes(day.exam)
    seeds = {"exam": day.keys.exam_seed, "content": day.keys.content_key}
    key = key_files.make_key(KeyRole.SESSION, day.session.id, seeded(), OPENS, seeds)
    order = ReissueOrder(tmp_path / "session.kcb", tmp_path, tmp_path / "out", frozenset(), (), None)
    with refuses(Outcome.POLICY, "reissue.level"):
        reissue.reissue(order, key, ManualClock(OPENS), seeded(4), kdf.MINIMUM)


@pytest.mark.attack(50)
def test_a_large_file_is_refused_before_its_first_byte_where_another_has_its_name(tmp_path):
    (tmp_path / "there").write_bytes(b"first")
    with refuses(Outcome.EXISTS, "io.exists"), new_file(tmp_path / "there"):
        raise AssertionError("nothing may be written")
    assert everything_in(tmp_path) == {"there": b"first"}
