"""The centre's side of a certified session: taken from cards, each for what it is."""

import pytest
from kaochang.custody.key_files import KeyRole
from kaochang.domain.refusals import Outcome
from kaochang.flow import keys
from kaochang.flow.centre_side import of_cards, under_passphrase
from kaochang.sealing import kdf
from support.clocks import ManualClock
from support.refusals import refuses
from support.seeded import seeded

PASSPHRASE = "中心文件口令 5501"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A centre's and two openers' keys."""
    folder = tmp_path_factory.mktemp("people")
    roles = {"centre": KeyRole.CENTRE, "one": KeyRole.OPENER, "two": KeyRole.OPENER}
    return {
        name: keys.make(role, name, folder / name, PASSPHRASE, ManualClock(), seeded(at), kdf.MINIMUM)
        for at, (name, role) in enumerate(roles.items())
    }


def test_a_centre_and_its_openers_are_who_their_cards_say(made):
    side = of_cards(made["centre"].card, [made["one"].card, made["two"].card], 2)
    assert (side.key, side.seed, side.quorum) == (made["centre"].key.signing, b"", 2)
    assert [member.name for member in side.openers] == ["one", "two"]


def test_without_openers_the_kit_needs_a_passphrase_worth_the_name(made):
    side = of_cards(made["centre"].card, [], 0)
    assert under_passphrase(side, PASSPHRASE).passphrase == PASSPHRASE
    with refuses(Outcome.POLICY, "passphrase.short"):
        under_passphrase(side, "short")


def test_nobody_is_two_people(made):
    with refuses(Outcome.POLICY, "kit.quorum-wrong"):
        of_cards(made["centre"].card, [made["one"].card, made["one"].card], 2)


def test_a_certified_session_has_a_centre(made):
    with refuses(Outcome.POLICY, "seal.centre-card"):
        of_cards(None, [made["one"].card, made["two"].card], 2)


def test_a_card_of_another_role_is_refused_by_name(made):
    with refuses(Outcome.CERT, "key-file.role") as caught:
        of_cards(made["one"].card, [], 0)
    assert caught.value.where == str(made["one"].card)
    with refuses(Outcome.CERT, "key-file.role"):
        of_cards(made["centre"].card, [made["one"].card, made["centre"].card], 2)


@pytest.mark.parametrize(("openers", "quorum"), [(["one"], 0), ([], 2)])
def test_openers_and_quorum_belong_together(made, openers, quorum):
    with refuses(Outcome.POLICY, "kit.quorum-wrong"):
        of_cards(made["centre"].card, [made[name].card for name in openers], quorum)
