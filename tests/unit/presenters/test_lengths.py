"""How long a text is, in words that say what is asked for."""

import pytest
from kaochang.domain.items import Item, ItemType
from kaochang.domain.responses import Text
from kaochang.presenters.candidate.lengths import is_too_long, length_of, misses_of


@pytest.mark.parametrize(
    ("limits", "text", "said", "is_amber"),
    [
        ((None, None), "三个字", "3 字", False),
        ((5, None), "三个字", "3 字（不少于 5 字）", False),
        ((None, 3), "三个字", "3 字（不超过 3 字）", False),
        ((2, 5), "", "0 字（要求 2 至 5 字）", False),
        ((None, 3), "四个字了", "4 字（不超过 3 字，多了 1 字）", True),
        ((2, 3), "有五个字了", "5 字（不超过 3 字，多了 2 字）", True),
    ],
)
def test_a_length_says_what_is_asked_for_and_is_amber_only_beyond_it(words, limits, text, said, is_amber):
    item = Item(ItemType.ESSAY, "", min_words=limits[0], max_words=limits[1])
    length = length_of(item, Text(text), words)
    assert (length.text, length.is_amber) == (said, is_amber)


def test_nothing_is_no_word(words):
    assert length_of(Item(ItemType.ESSAY, ""), None, words).text == "0 字"


@pytest.mark.parametrize(
    ("text", "missed", "too_long"),
    [("一", "短", False), ("一二", "", False), ("一二三", "", False), ("一二三四", "长", True)],
)
def test_a_text_of_exactly_the_least_or_the_most_misses_nothing(words, text, missed, too_long):
    item = Item(ItemType.ESSAY, "", min_words=2, max_words=3)
    told = {
        "": "",
        "短": words("candidate.length.misses.short", count=len(text), least=2),
        "长": words("candidate.length.misses.long", over=len(text) - 3),
    }
    assert (misses_of(item, Text(text), words), is_too_long(item, Text(text))) == (told[missed], too_long)
