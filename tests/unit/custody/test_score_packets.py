"""A packet opens by its scorer's key alone; scores open by what lay in their packet, and are signed by the scorer."""

import msgspec
import pytest
from kaochang.custody import score_packets
from kaochang.custody.envelope import header_bytes, payload_bytes, read_payload
from kaochang.custody.key_files import KeyRole
from kaochang.domain.refusals import Outcome
from kaochang.domain.score_packets import HandBack, PacketContent
from kaochang.domain.values import bytes_to_text, to_plain
from support.kinds import kinds_of
from support.refusals import flip, refuses
from support.sealed import make_person
from verifier import verify
from verifier.judging import Known

replace = msgspec.structs.replace
SCORER = make_person(KeyRole.SCORER, "评分人甲", 940)
BACK = bytes(32)


@pytest.fixture(scope="module")
def kinds(day, certified_day, tmp_path_factory):
    return kinds_of(day, certified_day, tmp_path_factory.mktemp("kinds") / "scratch")


@pytest.fixture
def packet(kinds):
    return kinds["kcw"]


@pytest.fixture
def scores(kinds):
    return kinds["kcs"]


def holding(kind, shape, **change):
    """The file with another content, sealed and signed anew."""
    content = replace(read_payload(shape, kind.document), **change)
    return kind.seal(kind.framed.header, payload_bytes(content))


def test_a_packet_is_refused_by_any_other_centres_key_and_scores_by_any_other_scorers(day, other_day, packet, scores):
    assert score_packets.read_packet(packet.data, day.centre.signing).scorer_key
    with refuses(Outcome.SIGNATURE):
        score_packets.read_packet(packet.data, other_day.centre.signing)
    with refuses(Outcome.SIGNATURE):
        score_packets.read_scores(scores.data, other_day.centre.signing)


def test_a_file_that_names_another_signer_than_the_expected_one_is_refused(day, other_day, packet):
    header = score_packets.read_packet(packet.data, None)
    other = packet.headed(header_bytes(replace(header, centre_key=bytes_to_text(other_day.centre.signing))))
    with refuses(Outcome.CERT, "cert"):
        score_packets.read_packet(other, day.centre.signing)


def test_another_scorers_key_is_told_and_a_forged_name_opens_nothing(packet):
    other = make_person(KeyRole.SCORER, "评分人乙", 941)
    with refuses(Outcome.CERT, "packets.other-key"):
        score_packets.open_packet(packet.data, other)
    header = score_packets.read_packet(packet.data, None)
    named = packet.headed(header_bytes(replace(header, scorer_key=bytes_to_text(other.signing))))
    with refuses(Outcome.DECRYPT):
        score_packets.open_packet(named, other)


def test_a_packet_under_another_number_opens_no_more(packet):
    header = score_packets.read_packet(packet.data, None)
    with refuses(Outcome.DECRYPT):
        score_packets.open_packet(packet.headed(header_bytes(replace(header, packet="B" * 16))), SCORER)


def test_a_response_or_an_item_twice_and_one_of_no_item_are_refused(packet):
    content = read_payload(PacketContent, packet.document)
    (task,), (item,) = content.tasks, content.items
    assert score_packets.open_packet(packet.data, SCORER).content == content
    for change in (
        {"tasks": (task, task)},
        {"items": (item, item)},
        {"tasks": (replace(task, item="nothing"),)},
    ):
        with refuses(Outcome.PAYLOAD, "payload"):
            score_packets.open_packet(holding(packet, PacketContent, **change), SCORER)


def test_scores_of_another_packet_inside_or_outside_and_a_turn_twice_are_refused(scores):
    (mark,) = read_payload(HandBack, scores.document).marks
    with refuses(Outcome.CONTEXT, "packets.other"):
        score_packets.open_scores(holding(scores, HandBack, packet="A" * 43), SCORER.signing, BACK)
    with refuses(Outcome.PAYLOAD, "payload"):
        score_packets.open_scores(holding(scores, HandBack, marks=(mark, mark)), SCORER.signing, BACK)
    header = score_packets.claimed_scores(scores.data)
    with refuses(Outcome.DECRYPT):
        moved = scores.headed(header_bytes(replace(header, packet_file="A" * 43)))
        score_packets.open_scores(moved, SCORER.signing, BACK)


@pytest.mark.parametrize("name", ["kcw", "kcs"])
def test_the_public_part_is_read_alike_by_another_implementation(kinds, day, other_day, name):
    kind = kinds[name]
    assert verify.read(kind.data, Known()).outcome == "OK"
    for place in (30, len(kind.data) // 2):
        assert verify.read(flip(kind.data, place), Known()).outcome != "OK"
    for context, outcome in ((day.context, "OK"), (other_day.context, "CONTEXT")):
        assert verify.read(kind.data, Known(context=to_plain(context))).outcome == outcome
