"""What was chosen of a window's language and colours is there at the next start, and damage is no choice."""

import logging

import pytest
from kaochang.flow.appearance import Appearance, load, save


def test_what_is_kept_is_what_is_loaded(tmp_path):
    data = tmp_path / "data"
    assert load(data) == Appearance()
    save(data, Appearance("en", "dark"))
    assert load(data) == Appearance("en", "dark")


@pytest.mark.parametrize("broken", [b"", b"{", b"[]", b'{"language": 1}', b"\xff" * 5000])
def test_what_cannot_be_read_was_never_chosen_and_the_log_says_so(tmp_path, broken, caplog):
    (tmp_path / "appearance.json").write_bytes(broken)
    with caplog.at_level(logging.WARNING):
        assert load(tmp_path) == Appearance()
    assert len(caplog.records) == 1
