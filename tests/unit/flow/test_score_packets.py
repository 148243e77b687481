"""Scorers elsewhere: a packet names nobody, scores come back in any order and again, and what cannot count is told."""

from fractions import Fraction
from itertools import permutations
from shutil import copytree

import msgspec
import pytest
from kaochang.custody import key_files, score_packets
from kaochang.custody.envelope import payload_bytes
from kaochang.custody.key_files import SIGNING, KeyRole
from kaochang.domain.human_scores import CriterionScore, TextNote
from kaochang.domain.mark_schemes import Criterion
from kaochang.domain.refusals import Outcome
from kaochang.domain.responses import Text
from kaochang.domain.score_packets import PacketRecord
from kaochang.flow import ledger, mark, packet_work, scoring, scoring_changes
from kaochang.flow import score_packets as flow
from kaochang.flow.ledger import Signing
from kaochang.flow.packet_work import PacketWork
from kaochang.flow.scoring import Given, Scoring, Wanted
from kaochang.flow.scoring_changes import Act
from kaochang.store.centre import Centre
from support.clocks import ManualClock
from support.refusals import flip, refuses
from support.sealed import make_person
from support.seeded import seeded

CLOCK = ManualClock()
ITEM = "case-1"
PEOPLE = ("甲", "乙")
KEYS = {name: make_person(KeyRole.SCORER, name, 900 + at) for at, name in enumerate((*PEOPLE, "丙"))}
BODIES = [f"result-{number}" for number in range(6)]
ACT = Act("组长", "评分标准有误")


@pytest.fixture
def signing(day):
    return Signing(day.centre.seed(SIGNING))


@pytest.fixture
def patched(day, signing, tmp_path, monkeypatch):
    """A centre's database as if six candidates had handed in, with a plan for two scorers who both score everything."""
    folder = tmp_path / "centre"
    folder.mkdir()
    (folder / "T1.kcr").write_bytes(day.kcr)
    centre = Centre(folder / "centre.db")
    ledger.merge_signed(centre, day.centre_kit, [folder], signing, CLOCK)
    mark.mark(centre, CLOCK)
    ((_, body, exam),) = mark.counted_results(centre)
    bodies = [
        (sha256, msgspec.structs.replace(body, responses={**body.responses, ITEM: Text(f"第{number}份作答")}), exam)
        for number, sha256 in enumerate(BODIES)
    ]
    monkeypatch.setattr(scoring, "counted_results", lambda _: iter(bodies))
    plan(centre)
    yield centre, bodies
    centre.close()


@pytest.fixture
def centre(patched):
    return patched[0]


def plan(centre, **more):
    wanted = Wanted((ITEM,), PEOPLE, "组长", pair=True, tolerance=Fraction(1), thirds=("丙",), **more)
    return Scoring(centre, seeded(7)).plan(wanted, CLOCK, seeded(8))


@pytest.fixture
def packet(centre, signing, tmp_path):
    """Makes a packet of somebody in a folder of its own; its file."""

    def made(name="甲", chance=1, **more):
        folder = tmp_path / f"{name}-{chance}"
        folder.mkdir()
        card, out = folder / "card.kcd", folder / "甲.kcw"
        card.write_bytes(key_files.pack_card(KEYS[name]))
        wish = flow.PacketWish(name, card, (), out, **more)
        flow.make_packet(centre, wish, signing, CLOCK, seeded(chance))
        return out

    return made


def work_on(path, name="甲"):
    return PacketWork(path, packet_work.open_packet(path, KEYS[name]), CLOCK)


def whole(points, **more):
    return Given((CriterionScore("", Fraction(points)),), **more)


def scored(path, points, name="甲", left=0):
    """The packet's responses scored all alike, but the last `left`; the file that goes back."""
    work = work_on(path, name)
    for task in work.queue()[: None if not left else -left]:
        work.give(task.handle, whole(points, spent=9_000))
    out = path.with_name(f"{points}-{left}.kcs")
    out.write_bytes(work.hand_back(KEYS[name]))
    work.close()
    return out


def take(centre, path):
    return flow.take_scores(centre, path, CLOCK, seeded(9))


def points_of(centre):
    return {
        sha256: score.points for (sha256, item), score in centre.scores().items() if item == ITEM and sha256 in BODIES
    }


def marks_of(centre):
    return {handle: set(map(repr, marks)) for handle, marks in centre.marking.all_marks().items()}


def test_two_scorers_elsewhere_give_the_scores_that_two_at_the_centre_give(centre, packet):
    for name, points in (("甲", 1), ("乙", 2)):
        taken = take(centre, scored(packet(name), points, name))
        assert (taken.scorer, taken.new, taken.known, taken.refused) == (name, 6, 0, ())
    assert points_of(centre) == dict.fromkeys(BODIES, Fraction(3, 2))
    (progress,) = Scoring(centre, seeded()).progress()
    assert (progress.scored, progress.mean_ms) == (6, 9_000)


@pytest.mark.attack(72)
def test_nothing_in_a_packet_says_whose_a_response_is(patched, packet, day):
    """Neither who, where nor when, nor from which file: only what the scorer reads."""
    centre, bodies = patched
    content = work_on(packet())._packet.content
    said = payload_bytes(content).decode() + packet(chance=2).read_bytes().partition(b"}")[0].decode("latin-1")
    tickets = [
        value for each in centre.tickets().values() for value in (each.number, each.name, each.person, each.seat)
    ]
    of_results = [(each.identity.room, each.identity.attempt, each.started, each.closed) for _, each, _ in bodies]
    secrets = {str(each) for each in (*tickets, *sum(of_results, ()), *BODIES, "T1.kcr") if each not in ("", None)}
    assert len(secrets) > 10
    assert [each for each in sorted(secrets) if f'"{each}"' in said or (each in said and len(each) > 3)] == []
    assert {field for task in content.tasks for field in task.__struct_fields__} == {
        *("handle", "item", "response", "third"),
    }


@pytest.mark.attack(72)
def test_the_order_of_a_packet_is_the_lots_and_not_that_of_the_results(patched, packet, monkeypatch):
    _, bodies = patched
    shown = work_on(packet())._packet.content.tasks
    monkeypatch.setattr(scoring, "counted_results", lambda _: iter(bodies[::-1]))
    assert work_on(packet(chance=2))._packet.content.tasks == shown
    assert [each.response for each in shown] != [body.responses[ITEM] for _, body, _ in bodies]


@pytest.mark.attack(72)
def test_calibration_comes_first_and_an_item_is_shown_once_whatever_exam_it_was_in(centre, packet):
    made = plan(centre, calibration=2)
    content = work_on(packet())._packet.content
    assert {each.handle for each in content.tasks[:2]} == set(made.calibration)
    assert [each.placed.id for each in content.items] == [ITEM]


@pytest.mark.attack(72)
def test_how_many_responses_a_packet_has_does_not_show_in_its_size(centre, packet):
    whole_packet = packet()
    take(centre, scored(whole_packet, 1, left=1))
    assert len(packet(chance=2).read_bytes()) == len(whole_packet.read_bytes())


def test_a_packet_opens_by_its_scorers_key_alone(packet):
    with refuses(Outcome.CERT, "packets.other-key"):
        work_on(packet(), "乙")


def test_a_packet_goes_to_nobody_but_whom_the_plan_names(centre, signing, packet, tmp_path):
    card = tmp_path / "card.kcd"
    card.write_bytes(key_files.pack_card(KEYS["乙"]))
    with refuses(Outcome.POLICY, "packets.other-card"):
        flow.make_packet(centre, flow.PacketWish("甲", card, (), tmp_path / "甲.kcw"), signing, CLOCK, seeded())
    with refuses(Outcome.MISSING, "packets.nothing"):
        packet("丙")
    other = Signing(KEYS["甲"].seed(SIGNING))
    with refuses(Outcome.CERT, "ledger.other-centre"):
        flow.make_packet(centre, flow.PacketWish("乙", card, (), tmp_path / "乙.kcw"), other, CLOCK, seeded())
    assert centre.packets(PacketRecord) == {}


def test_more_packets_than_marks_can_be_numbered_for_are_refused_before_one_is_made(centre, packet, monkeypatch):
    monkeypatch.setattr(flow, "MOST_PACKETS", 1)
    packet("甲")
    with refuses(Outcome.LIMIT, "packets.too-many"):
        packet("乙")
    assert len(centre.packets(PacketRecord)) == 1


def test_packets_and_scores_stand_in_the_ledger_and_a_later_change_is_named(centre, packet, signing):
    path = packet()
    take(centre, scored(path, 1))
    standing = ledger.audit_to_sign(centre, signing)
    assert ([each.type for each in standing.entries], standing.waiting) == (["kcr", "kcw"], 1)
    standing = ledger.sign(centre, standing, signing.seed, CLOCK)
    assert [each.type for each in standing.entries] == ["kcr", "kcw", "kcs"]
    with centre._store.change() as table:
        table("hand_backs").delete_where()
    assert [(each.outcome, each.key) for each in ledger.audit(centre).faults] == [(Outcome.SIGNATURE, "edited")]


def test_what_was_given_is_there_again_after_the_program_was_killed(packet):
    path = packet()
    work = work_on(path)
    first, second, *_ = work.queue()
    work.give(first.handle, whole(2, notes=(TextNote(0, 2, "好"),)))
    again = work_on(path)  # the first was never closed
    assert again.queue()[0].handle == second.handle
    assert again.progress()[0].by_scorer == {"甲": 1}
    assert again.ahead(2, {second.handle}).left == 4


@pytest.mark.parametrize(
    ("given", "key"),
    [(whole(99), "mark.out-of-range"), (whole(1, notes=(TextNote(0, 99, "长"),)), "scoring.notes")],
)
def test_what_the_rubric_does_not_ask_for_is_refused_at_the_scorers_pc(packet, given, key):
    work = work_on(packet())
    with refuses(Outcome.POLICY, key):
        work.give(work.queue()[0].handle, given)
    with refuses(Outcome.MISSING, "scoring.no-response"):
        work.give("0" * 16, whole(1))
    with refuses(Outcome.MISSING, "packets.no-marks"):
        work.hand_back(KEYS["甲"])


def test_the_marks_of_one_packet_are_no_other_packets(packet):
    one, other = packet(), packet(chance=2)
    scored(one, 1)
    other.write_bytes(one.read_bytes())
    one.write_bytes(packet(chance=3).read_bytes())
    with refuses(Outcome.CONTEXT, "packets.other-work"):
        work_on(one).queue()


@pytest.mark.attack(73)
def test_scores_come_in_any_order_and_again_and_come_to_the_same(centre, packet, tmp_path):
    """A part, all, what was changed after it, and a second packet with the same responses."""
    one, two = packet(), packet(chance=2)
    part, every = scored(one, 1, left=3), scored(one, 2)
    work = work_on(one)
    work.give(work._packet.content.tasks[0].handle, whole(0))
    changed = one.with_name("changed.kcs")
    changed.write_bytes(work.hand_back(KEYS["甲"]))
    later = scored(two, 1, left=4)
    other = scored(packet("乙"), 1, "乙")
    centre.close()
    found = []
    for number, order in enumerate(permutations((part, every, changed, later, other))):
        if number % 15:
            continue
        folder = tmp_path / f"order-{number}"
        copytree(centre.path.parent, folder)
        copy = Centre(folder / centre.path.name)
        for path in (*order, *order):
            assert take(copy, path).refused == ()
        assert {take(copy, path).new for path in order} == {0}
        found.append((marks_of(copy), points_of(copy)))
        copy.close()
    assert len(found) == 8
    assert [each for each in found if each != found[0]] == []
    marks, points = found[0]
    assert sorted(map(len, marks.values())) == [2, 2, 2, 2, 3, 4]
    assert len(points) == 6


def test_a_later_mark_counts_and_the_earlier_one_is_kept(centre, packet):
    path = packet()
    early = scored(path, 1)
    work = work_on(path)
    handle = work._packet.content.tasks[0].handle
    work.give(handle, whole(2))
    late = path.with_name("late.kcs")
    late.write_bytes(work.hand_back(KEYS["甲"]))
    assert take(centre, late).new == 7
    assert (take(centre, early).new, take(centre, early).known) == (0, 6)
    assert [each.points for each in centre.marking.marks(handle)] == [1, 2]
    made = Scoring(centre, seeded())
    made.give("甲", handle, whole(0), CLOCK)
    marks = {each.revision: each.points for each in centre.marking.marks(handle)}
    assert marks[max(marks)] == 0
    assert take(centre, late).refused == ()


@pytest.mark.attack(73)
def test_an_edited_file_is_refused_and_nothing_of_it_is_taken(centre, packet):
    path = scored(packet(), 1)
    data = path.read_bytes()
    for place in (len(data) // 2, len(data) - 10):
        path.write_bytes(flip(data, place))
        with refuses(Outcome.SIGNATURE):
            take(centre, path)
    assert [each.type for each in centre.files()] == ["kcr", "kcw"]
    assert centre.marking.all_marks() == {}


@pytest.mark.attack(73)
def test_scores_that_somebody_else_signed_are_refused(centre, packet):
    path = packet()
    opened = packet_work.open_packet(path, KEYS["甲"])
    work = work_on(path)
    work.give(work.queue()[0].handle, whole(1))
    forged = path.with_name("forged.kcs")
    forged.write_bytes(score_packets.pack_scores(opened, work._opened().every(), KEYS["乙"], CLOCK.wall()))
    with refuses(Outcome.SIGNATURE):
        take(centre, forged)


@pytest.mark.attack(73)
def test_scores_of_another_packet_or_session_are_refused_by_name(centre, packet, other_day):
    opened = packet_work.open_packet(packet(), KEYS["甲"])

    def told(key, outcome, **change):
        header = msgspec.structs.replace(opened.header, **change.pop("header", {}))
        other = msgspec.structs.replace(opened, header=header, **change)
        path = centre.path.with_name("other.kcs")
        path.write_bytes(score_packets.pack_scores(other, (), KEYS["甲"], CLOCK.wall()))
        with refuses(outcome, key):
            take(centre, path)

    told("packets.unknown", Outcome.MISSING, header={"packet": "A" * 16}, sha256="A" * 43)
    told("packets.other", Outcome.CONTEXT, sha256="A" * 43)
    told("packets.other", Outcome.CONTEXT, header={"packet": "A" * 16})
    told("context.session", Outcome.CONTEXT, header={"context": other_day.context})


@pytest.mark.parametrize("change", ["scheme", "withdrawn"])
def test_what_was_changed_meanwhile_is_told_and_kept_and_counts_once_it_is_back(centre, packet, change):
    path = scored(packet(), 1)
    placed = next(each for exam in centre.exams().values() for each in exam.assessment.items() if each.id == ITEM)
    if change == "scheme":
        scoring_changes.set_criterion(centre, placed, Criterion("要点", Fraction(1)), ACT, CLOCK)
    else:
        scoring_changes.withdraw(centre, placed, ACT, CLOCK)
    taken = take(centre, path)
    assert {each.refusal.key for each in taken.refused} == {f"packets.{change}"}
    assert (len(taken.refused), taken.new, points_of(centre)) == (6, 0, {})
    assert [each.type for each in centre.files()][-1] == "kcs"
    scoring_changes.back_to(centre, placed, 0, ACT, CLOCK)
    assert take(centre, path).new == 6


def test_under_a_later_plan_what_it_still_asks_of_the_scorer_counts(centre, packet):
    path = scored(packet(), 1)
    plan(centre)
    assert take(centre, path).new == 6


def test_under_a_later_plan_what_it_asks_of_others_is_told_and_kept(centre, packet):
    path = scored(packet(), 1)
    Scoring(centre, seeded(7)).plan(Wanted((ITEM,), ("乙",), "组长"), CLOCK, seeded(8))
    taken = take(centre, path)
    assert (taken.new, {each.refusal.key for each in taken.refused}) == (0, {"packets.plan"})
    assert [each.type for each in centre.files()][-1] == "kcs"


def test_scores_that_are_here_are_known_whatever_was_changed_since(centre, packet):
    path = scored(packet(), 1)
    assert take(centre, path).new == 6
    placed = next(each for exam in centre.exams().values() for each in exam.assessment.items() if each.id == ITEM)
    scoring_changes.withdraw(centre, placed, ACT, CLOCK)
    taken = take(centre, path)
    assert (taken.known, taken.refused) == (6, ())


def test_an_item_that_exams_give_different_points_is_scored_at_the_centre(patched, packet):
    _, bodies = patched
    sha256, body, exam = bodies[0]
    sections = tuple(
        msgspec.structs.replace(
            each, items=tuple(msgspec.structs.replace(item, points=item.points + 1) for item in each.items)
        )
        for each in exam.assessment.sections
    )
    other = msgspec.structs.replace(exam, assessment=msgspec.structs.replace(exam.assessment, sections=sections))
    bodies[0] = sha256, body, other
    with refuses(Outcome.POLICY, "packets.points"):
        packet()


def test_a_packet_that_cannot_be_written_is_not_in_the_ledger(centre, packet, signing):
    out = packet()
    before = len(centre.files())
    wish = flow.PacketWish("甲", out.with_name("card.kcd"), (), out)
    with refuses(Outcome.EXISTS, "io.exists"):
        flow.make_packet(centre, wish, signing, CLOCK, seeded(3))
    assert (len(centre.files()), len(flow.standing(centre))) == (before, 1)


def test_a_packet_that_the_ledger_does_not_take_leaves_no_file(centre, packet, signing, monkeypatch):
    out = packet()
    other = out.with_name("other.kcw")

    def fails(*_):
        raise OSError(28, "full")

    monkeypatch.setattr(type(centre), "take", fails)
    with pytest.raises(OSError, match="full"):
        flow.make_packet(centre, flow.PacketWish("甲", out.with_name("card.kcd"), (), other), signing, CLOCK, seeded(3))
    assert not other.exists()


@pytest.mark.attack(73)
def test_a_response_that_is_in_no_packet_of_theirs_is_told_and_the_others_count(centre, packet):
    path = packet()
    work = work_on(path)
    work.give(work.queue()[0].handle, whole(1))
    (good,) = work._opened().every()
    bad = msgspec.structs.replace(good, handle="0" * 16)
    back = path.with_name("back.kcs")
    back.write_bytes(score_packets.pack_scores(work._packet, (bad, good), KEYS["甲"], CLOCK.wall()))
    taken = take(centre, back)
    assert [(each.handle, each.refusal.key) for each in taken.refused] == [("0" * 16, "packets.not-in")]
    assert taken.new == 1
