"""Which version of a session an id says that it is, and what the next one is called."""

import pytest
from kaochang.domain.ids import ID_LENGTH
from kaochang.domain.refusals import Outcome
from kaochang.domain.sealings import MOST_VERSIONS, Sealing, next_id, sealing_of
from support.refusals import refuses


@pytest.mark.parametrize("session", ["s-2025-10", "s-v1", "s-v0", "s-v02", "-v2", "s-v1000", "s-v2-v", "s-V2"])
def test_what_has_no_number_of_a_later_version_is_a_first_one(session):
    assert sealing_of(session) == Sealing(session, 1)


def test_versions_are_counted_from_the_id_of_the_first():
    second = next_id("5f0c")
    assert (second, next_id(second), sealing_of(next_id(second))) == ("5f0c-v2", "5f0c-v3", Sealing("5f0c", 3))


@pytest.mark.parametrize("session", [f"s-v{MOST_VERSIONS}", "s" * (ID_LENGTH - 2)])
def test_where_no_more_can_be_counted_or_named_that_is_said(session):
    with refuses(Outcome.LIMIT, "seal.versions"):
        next_id(session)
