"""An item whose options have labels of their own is keyed by these, by letters, and by their words."""

import pytest
from kaochang.domain.items import Item, ItemType, Option
from kaochang.domain.mark_schemes import MarkScheme
from kaochang.domain.papers import Kind, PaperItem
from kaochang.domain.refusals import Outcome
from kaochang.domain.responses import Choice, Judgement
from kaochang.papers.finishing import parted, remade
from kaochang.papers.finishing.made import Made
from kaochang.papers.grammar.drafts import Draft, Section
from kaochang.papers.lines import make_line
from support.refusals import refuses

CITIES = ("上海", "北京", "天津")


def made(labels, kind=ItemType.SINGLE, correct=None):
    options = tuple(Option(label, text) for label, text in zip(labels, CITIES, strict=True))
    item = Item(kind, "首都（ ）", "1", options=options)
    return Made(Draft("1", 1, 2, Section()), "1", PaperItem(item, MarkScheme(correct=correct)))


@pytest.mark.parametrize("labels", ["①②③", "甲乙丙", "123", "ABC"])
@pytest.mark.parametrize("written", ["own", "letter", "words"])
def test_a_key_names_an_option_in_every_way(labels, written):
    words = {"own": labels[1], "letter": "B", "words": "北京"}[written]
    keyed = remade.with_key(made(labels), words, "", as_read=False)
    assert (keyed.read.scheme.correct, keyed.faults) == (Choice((labels[1],)), [])
    assert [option.label for option in keyed.read.item.options] == list(labels)


def test_options_worded_anew_keep_their_labels_and_their_key():
    again = remade.with_options(made("①②③", correct=Choice(("②",))), ("上海市", "北京市", "天津市"))
    assert [option.label for option in again.read.item.options] == ["①", "②", "③"]
    assert again.read.scheme.correct == Choice(("②",))


def test_another_number_of_options_goes_by_letters():
    again = remade.with_options(made("①②③", correct=Choice(("②",))), ("北京", "天津"))
    assert [option.label for option in again.read.item.options] == ["A", "B"]
    assert again.read.scheme.correct == Choice(("A",))


def test_what_was_made_before_is_never_changed():
    before = made("ABC", correct=Choice(("B",)))
    kept = before.read
    remade.with_key(before, "A", "", as_read=False)
    remade.without_key(before)
    remade.with_options(before, ("甲", "乙"))
    remade.with_stem(before, "别的（ ）")
    remade.with_type(before, ItemType.ESSAY, as_read=False, is_keyed=False)
    assert (before.read, before.faults) == (kept, [])


def test_an_item_of_unsure_type_that_states_itself_is_typed_by_its_key():
    unsure = made("ABC")
    unsure.say(Kind.UNKNOWN_TYPE, 2)
    several = remade.with_key(unsure, "AC", "", as_read=True)
    assert (several.read.item.type, several.faults) == (ItemType.MULTIPLE, [])
    assert remade.with_key(unsure, "C", "", as_read=True).read.item.type is ItemType.SINGLE


def test_options_other_than_true_and_false_make_no_judgement():
    with refuses(Outcome.POLICY, "mend.judgement-options"):
        remade.with_type(made("ABC"), ItemType.TRUEFALSE, as_read=False, is_keyed=False)


def test_true_and_false_as_options_are_a_judgement_and_no_options():
    item = Item(ItemType.SINGLE, "地球是圆的", "1", options=(Option("A", "对"), Option("B", "错")))
    drawn = Made(Draft("1", 1, 2, Section()), "1", PaperItem(item, MarkScheme()))
    judged = remade.with_type(drawn, ItemType.TRUEFALSE, as_read=False, is_keyed=False)
    assert judged.read.item.options == ()
    assert remade.with_key(judged, "错", "", as_read=False).read.scheme.correct == Judgement(False)


def test_lines_that_hold_no_item_are_not_split_off():
    lines = [make_line("1. 首都（ ）", 2), make_line("判断题（每空2分）", 3)]
    with refuses(Outcome.POLICY, "mend.split-unread"):
        parted.split_at_line(made("ABC"), lines, 3)
