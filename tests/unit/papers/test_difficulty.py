"""How hard an item is, by words, levels, stars and shares; what cannot be told is said."""

import pytest
from kaochang.papers.finishing.difficulty import read_difficulty
from unit.papers.support import findings, items

ITEM = "一、判断题（每题5分）\n1. 工单要写时间。\n答案：√\n考点：工单、记录\n难度：{}\n"


@pytest.mark.parametrize(
    ("words", "level"),
    [
        ("易", "easy"),
        ("简单", "easy"),
        ("较易", "easy"),
        ("初级", "easy"),
        ("Easy", "easy"),
        ("1", "easy"),
        ("2", "easy"),
        ("★★", "easy"),
        ("0.85", "easy"),
        ("85%", "easy"),
        ("0.7", "easy"),
        ("1.0", "easy"),
        ("中", "medium"),
        ("一般", "medium"),
        ("中等难度", "medium"),
        ("3", "medium"),
        ("★★★☆☆", "medium"),
        ("0.5", "medium"),
        ("难", "hard"),
        ("困难", "hard"),
        ("较难", "hard"),
        ("中等偏难", "hard"),
        ("5", "hard"),
        ("0.3", "hard"),
        ("（难）", "hard"),
    ],
)
def test_every_way_to_say_it_is_read(words, level):
    assert read_difficulty(words) == level


@pytest.mark.parametrize("words", ["看人", "7", "1.5", "120%", "A级", "简单或困难"])
def test_what_cannot_be_told_is_left_open(words):
    assert read_difficulty(words) is None


def test_difficulty_and_competencies_are_told_by_the_contract():
    (item,) = items(ITEM.format("中"))
    assert (item["difficulty"], item["competencies"]) == ("medium", ["工单", "记录"])
    assert findings(ITEM.format("中")) == []


def test_a_difficulty_that_cannot_be_told_is_a_finding():
    (item,) = items(ITEM.format("看人"))
    assert "difficulty" not in item
    assert findings(ITEM.format("看人")) == [("difficulty-unread", "判断题#1")]
