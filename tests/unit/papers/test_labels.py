"""Labels where a file gives none."""

from kaochang.papers.labels import option_labels, prompt_labels


def test_no_label_is_told_twice_however_many_there_are():
    assert option_labels(28)[24:] == ["Y", "Z", "A1", "A2"]
    assert len(set(option_labels(300))) == 300
    assert prompt_labels(2) == ["(1)", "(2)"]
    assert option_labels(0) == prompt_labels(0) == []
