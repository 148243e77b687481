"""Whether an input method runs is read from /proc, where processes come and go."""

import pytest
from kaochang.machine.input_methods import can_type_chinese


def _proc(folder, **processes: str | None):
    for number, name in processes.items():
        made = folder / number.strip("_")
        made.mkdir()
        if name is not None:
            (made / "comm").write_text(f"{name}\n")
    return folder


@pytest.mark.parametrize(
    ("names", "found"),
    [(("bash", "ibus-daemon"), True), (("fcitx5",), True), (("bash", "kaochang"), False), ((), False)],
)
def test_a_program_of_an_input_method_is_found_by_its_name(tmp_path, names, found):
    processes = {f"_{number}": name for number, name in enumerate(names, start=1)}
    assert can_type_chinese("linux", _proc(tmp_path, **processes)) is found


def test_what_ends_while_it_is_looked_at_and_what_is_no_process_is_passed_over(tmp_path):
    assert can_type_chinese("linux", _proc(tmp_path, _1=None, self="ibus-daemon", _2="ibus-daemon"))


@pytest.mark.parametrize("processes", [{"_1": None}, {"self": "ibus-daemon"}])
def test_nothing_is_made_of_what_has_ended_or_is_no_process(tmp_path, processes):
    assert can_type_chinese("linux", _proc(tmp_path, **processes)) is False


@pytest.mark.parametrize("platform", ["darwin", "freebsd"])
def test_elsewhere_it_cannot_be_told(tmp_path, platform):
    assert can_type_chinese(platform, tmp_path) is None


def test_without_proc_it_cannot_be_told(tmp_path):
    assert can_type_chinese("linux", tmp_path / "none") is None
