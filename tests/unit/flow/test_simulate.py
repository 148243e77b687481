"""A simulated day is made of real files, the same for the same seed, and never live."""

import pytest
from kaochang.custody.results import ResultBody
from kaochang.domain.assessments import Kind
from kaochang.domain.refusals import Outcome
from kaochang.flow import centre_kit, merge, simulate
from kaochang.flow.mark import mark
from kaochang.flow.reconcile import reconcile
from kaochang.flow.simulate import SimulateOrder
from kaochang.sealing import kdf
from kaochang.store.centre import Centre
from support.clocks import ManualClock
from support.exam_day import kaochang
from support.refusals import refuses
from support.seeded import seeded

ROOMS, SEATS, ITEMS = 2, 3, 12


def day_in(folder, words, rooms=ROOMS, seats=SEATS, items=ITEMS, seed=5):
    order = SimulateOrder(rooms, seats, items, 30, folder, seed, kdf.MINIMUM)
    return simulate.simulate(order, words, ManualClock(), seeded(seed))


def merged(day, database):
    centre = Centre(database)
    try:
        count = merge.merge(centre, centre_kit.read_kit(day.kit).open(day.passphrase), [day.stick], ManualClock())
        marked = mark(centre, ManualClock())
        return count, marked, reconcile(centre), dict(centre.results(ResultBody)), centre.session().session
    finally:
        centre.close()


def answers(results):
    return sorted((body.identity.ticket, sorted(body.responses.items())) for body in results.values())


def test_a_day_merges_whole_and_is_the_same_for_the_same_seed(words, tmp_path):
    first = merged(day_in(tmp_path / "a", words), tmp_path / "a.db")
    count, marked, standing, results, session = first
    assert (count.files, count.accepted) == (ROOMS * SEATS * 2 + ROOMS,) * 2
    assert (len(standing.statuses), standing.problems) == (ROOMS * SEATS, ())
    assert session.kind is Kind.REHEARSAL
    assert marked.results == ROOMS * SEATS

    again = merged(day_in(tmp_path / "b", words), tmp_path / "b.db")
    assert (answers(again[3]), again[1]) == (answers(results), marked)


def test_everybody_has_time_enough_however_many_they_are(words, tmp_path):
    _, _, _, results, _ = merged(day_in(tmp_path / "day", words, rooms=1, seats=4, items=200), tmp_path / "db")
    assert len(results) == 4
    assert all(len(body.responses) > 150 and body.used < 7_200_000 for body in results.values())


def test_nothing_is_made_in_a_folder_that_holds_anything(words, tmp_path):
    (tmp_path / "mine").write_bytes(b"")
    with refuses(Outcome.EXISTS, "io.exists"):
        day_in(tmp_path, words)


@pytest.mark.parametrize("as_json", [True, False])
def test_the_terminal_makes_a_day_and_tells_what_opens_it(tmp_path, as_json):
    size = ["--rooms", 1, "--seats", 2, "--items", 4, "--text", 10]
    ran = kaochang("simulate", *size, "--out", tmp_path / "day", *["--json"] * as_json)
    assert ran.code == 0, ran
    assert len(list((tmp_path / "day" / "stick").rglob("*.kcr"))) == 2
    if as_json:
        assert set(ran.told()) == {"stick", "kit", "passphrase", "start_code"}
