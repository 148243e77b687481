"""Between room and centre: whatever is damaged, lost, doubled or foreign is named, and nothing else suffers."""

import itertools
import shutil

import pytest
from kaochang.domain.refusals import Outcome
from kaochang.flow.simulate import SimulateOrder, simulate
from kaochang.machine.clock import SystemClock
from kaochang.sealing import kdf
from support.exam_day import PASSPHRASE, ROSTER, ExamDay, kaochang, login, terminal, well
from support.small_paper import GOOD, KEY, PAPER


def only(stick, pattern):
    (path,) = stick.rglob(pattern)
    return path


def spoil(path):
    """One bit of a file turns over on the way."""
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 4
    path.write_bytes(data)


def named(told):
    return {
        (problem["name"], Outcome(problem["outcome"]).name, problem["key"], problem["ticket"])
        for problem in told["problems"]
    }


@pytest.fixture
def wounded(sticks):
    """One result damaged and one removed, and their names."""
    damaged, removed = only(sticks[0], "T0001-*.kcr"), only(sticks[1], "T0003-*.kcr")
    spoil(damaged)
    removed.unlink()
    return sticks, damaged.name, removed.name


@pytest.mark.attack(39)
def test_a_damaged_and_a_removed_file_are_both_named_and_nothing_else(sealed_day, wounded, tmp_path):
    sticks, damaged, removed = wounded
    ran = sealed_day.merge(tmp_path / "centre.db", *sticks)
    assert ran.code == 1
    told = ran.told()
    assert named(told) == {
        (damaged, "SIGNATURE", "problem.damaged", "T0001"),
        (removed, "MISSING", "problem.missing", "T0003"),
    }
    lost = dict.fromkeys(("T0001", "T0003"), "missing-file")
    assert told["tickets"] == {**lost, "T0002": "submitted", "T0004": "absent"}
    assert well("mark", tmp_path / "centre.db", "--json").told()["results"] == 1


def test_merging_again_says_the_same(sealed_day, wounded, tmp_path):
    sticks, *_ = wounded
    first = sealed_day.merge(tmp_path / "centre.db", *sticks)
    again = sealed_day.merge(tmp_path / "centre.db", *sticks)
    assert (again.code, again.told()["accepted"], again.told()["refused"]) == (1, 0, 0)
    assert (named(again.told()), again.told()["tickets"]) == (named(first.told()), first.told()["tickets"])


def test_a_good_copy_that_comes_later_heals_what_was_damaged(sealed_day, collected, wounded, tmp_path):
    sticks, *_ = wounded
    sealed_day.merge(tmp_path / "centre.db", *sticks)
    healed = sealed_day.merge(tmp_path / "centre.db", collected / "R01", collected / "R02")
    # Nothing is lost any more, but the stick that spoiled the copy is still worth a look.
    assert healed.code == 1
    assert named(healed.told()) == {(wounded[1], "SIGNATURE", "problem.damaged-copy", "T0001")}


def test_the_order_in_which_files_arrive_does_not_matter(sealed_day, wounded, tmp_path):
    sticks, *_ = wounded
    files = sorted(path for stick in sticks for path in stick.rglob("*.kc*"))
    parts = [files[0::3], files[1::3], files[2::3]]
    told = set()
    for at, order in enumerate(itertools.permutations(parts)):
        database = tmp_path / f"{at}.db"
        for part in order:
            ran = sealed_day.merge(database, *part)
        told.add((frozenset(named(ran.told())), frozenset(ran.told()["tickets"].items())))
        database.unlink()
    assert len(told) == 1


@pytest.mark.attack(36)
def test_the_same_files_on_two_sticks_count_once(sealed_day, sticks, tmp_path):
    twin = shutil.copytree(sticks[0], tmp_path / "twin")
    told = sealed_day.merge(tmp_path / "centre.db", *sticks, twin).told()
    assert (told["accepted"], told["known"], told["problems"]) == (8, 5, [])
    assert well("mark", tmp_path / "centre.db", "--json").told()["results"] == 3


@pytest.mark.attack(32)
def test_another_sessions_files_are_refused_by_name(sealed_day, sticks, tmp_path):
    other = ExamDay(tmp_path / "other")
    other.folder.mkdir()
    other.read(PAPER + KEY)
    other.seal(other.assemble(), roster="\n".join(ROSTER.splitlines()[:2]))
    other.sit("R01", other.script(login(1), GOOD), other.folder / "pc")
    other.collect("R01", other.folder / "stick", other.folder / "pc")
    ran = sealed_day.merge(tmp_path / "centre.db", *sticks, other.folder / "stick")
    assert ran.code == 1
    strangers = {path.name for path in (other.folder / "stick").rglob("*.kc*")}
    assert {name for name, *_ in named(ran.told())} == strangers
    assert {(outcome, key) for _, outcome, key, _ in named(ran.told())} == {("CONTEXT", "problem.other-session")}
    assert well("mark", tmp_path / "centre.db", "--json").told()["results"] == 3

    wrong_kit = kaochang(
        *("merge", *sticks, "--kit", other.centre_kit, "--db", tmp_path / "centre.db"),
        *("--passphrase-file", other.secret("passphrase", PASSPHRASE)),
    )
    assert wrong_kit.code == 17, wrong_kit


@pytest.mark.attack(32)
def test_rehearsal_files_merge_with_their_own_kit_and_never_as_live(sealed_day, sticks, tmp_path):
    day = rehearsal(tmp_path / "rehearsal")
    key = sealed_day.secret("rehearsal", day.passphrase)
    own = kaochang(
        "merge", day.stick, "--kit", day.kit, "--db", tmp_path / "own.db", "--passphrase-file", key, "--json"
    )
    assert (own.code, own.told()["problems"]) == (0, [])
    assert list(own.told()["tickets"].values()) == ["submitted"] * 6

    live = sealed_day.merge(tmp_path / "centre.db", *sticks, day.stick)
    assert live.code == 1
    foreign = {(name, outcome) for name, outcome, *_ in named(live.told())}
    assert foreign == {(path.name, "POLICY") for path in day.stick.rglob("*.kc*")}


def rehearsal(out, seed=7):
    """A simulated day of two rooms of three candidates."""
    order = SimulateOrder(2, 3, 10, 40, out, seed, kdf.MINIMUM)
    return simulate(order, terminal().words, SystemClock(), terminal().random)


@pytest.mark.attack(45)
def test_a_file_whose_name_is_no_text_is_named_all_the_same(sealed_day, sticks, tmp_path):
    strange = sticks[0] / "\udcff\n.kcr"
    strange.write_bytes(b"noise")
    told = sealed_day.merge(tmp_path / "centre.db", *sticks).told()
    assert [problem["outcome"] for problem in told["problems"]] == [Outcome.FRAME]
    shown = kaochang("merge", *sticks, "--kit", sealed_day.centre_kit, "--db", tmp_path / "centre.db",
                     "--passphrase-file", sealed_day.passphrase_file)  # fmt: skip
    assert shown.code == 1
    assert "\\udcff\\n.kcr" in shown.out


def test_a_stick_carried_from_pc_to_pc_ends_with_one_manifest_of_everyone(sealed_day, tmp_path):
    stick = tmp_path / "stick"
    for number, pc in ((1, "first"), (2, "second")):
        sealed_day.sit("R01", sealed_day.script(login(number), GOOD), tmp_path / pc)
        last = sealed_day.collect("R01", stick, tmp_path / pc).told()
    assert last["tickets"] == {"T0001": "submitted", "T0002": "submitted"}
    only(stick, "T0001-*.kcr").unlink()
    told = sealed_day.merge(tmp_path / "centre.db", stick).told()
    assert ("problem.missing", "T0001") in {(problem["key"], problem["ticket"]) for problem in told["problems"]}


def test_a_damaged_manifest_on_the_stick_is_named_and_does_not_stop_the_round(sealed_day, sticks):
    spoil(only(sticks[0], "R01-001.kcm"))
    ran = sealed_day.collect("R01", sticks[0], sticks[0])
    assert (ran.code, ran.told()["manifest"].endswith("R01-002.kcm")) == (1, True)
    assert [problem["name"].endswith("R01-001.kcm") for problem in ran.told()["problems"]] == [True]
