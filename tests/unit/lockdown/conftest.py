"""What the tests of the guards share."""

from collections.abc import Iterator

import pytest
from unit.lockdown.holding import Hold


@pytest.fixture
def hold() -> Iterator[Hold]:
    holding = Hold()
    yield holding
    holding.release_all()
