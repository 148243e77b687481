"""A clerk at the office's window, without the window."""

import pytest
from support.office_desk import AtTheOffice


@pytest.fixture
def office(tmp_path, words):
    """Started, nothing chosen yet; everything of the program lies in a folder of the test's own."""
    return AtTheOffice(tmp_path / "data", words)
