"""The scorer of the corpus can fail: each thing that is read wrongly costs, and a guess is told."""

import copy

import pytest
from papers_corpus.scoring import norm, score


def item(**what):
    plain = {
        "number": "1",
        "section": "单选题",
        "type": "single",
        "stem": "第一步是（　　）。",
        "options": [{"label": "A", "text": "登记"}, {"label": "B", "text": "忽略"}],
        "answer": "A",
        "points": 2,
        "explanation": None,
    }
    return plain | what


TRUTH = {
    "items": [
        item(),
        item(number="2", type="truefalse", stem="先登记。", options=[], answer=True),
        item(number="3", type="blank", stem="共____天。", options=[], answer=[["7", "七"]]),
        item(number="4", type="essay", stem="简述要点。", options=[], answer="先听后说。", points=2.5),
    ]
}


def told(change=lambda items: items, diagnostics=()):
    items = change(copy.deepcopy(TRUTH["items"]))
    return {"items": items, "diagnostics": list(diagnostics)}


def with_change(place, **what):
    def change(items):
        items[place] |= what
        return items

    return change


def test_the_truth_itself_is_right():
    found = score("paper", TRUTH, told(), [])
    assert (found.f1, found.wrong, found.guesses, found.unasked, found.unseen) == (1, (), (), (), ())


@pytest.mark.parametrize(
    ("place", "name", "value"),
    [
        (0, "type", "multiple"),
        (0, "stem", "第二步是（　　）。"),
        (0, "options", [{"label": "A", "text": "登记"}]),
        (0, "options", [{"label": "B", "text": "登记"}, {"label": "A", "text": "忽略"}]),
        (0, "answer", None),
        (0, "points", None),
        (0, "points", 3),
        (1, "answer", False),
        (2, "answer", [["7"]]),
        (2, "answer", [["7", "七"], ["8"]]),
        (3, "answer", "先听。"),
        (3, "points", 2),
    ],
)
def test_a_field_read_wrongly_costs_its_item(place, name, value):
    found = score("paper", TRUTH, told(with_change(place, **{name: value})))
    assert found.f1 == 0.75
    assert [(wrong.index, *wrong.fields) for wrong in found.wrong] == [(place, name)]


@pytest.mark.parametrize("stem", ["第一步是( ).", "第一步是 （） 。", "第一步是____。"])
def test_white_space_width_and_the_look_of_a_blank_cost_nothing(stem):
    if stem.endswith("."):
        stem = stem[:-1] + "。"
    assert score("paper", TRUTH, told(with_change(0, stem=stem))).f1 == 1


def test_other_words_are_not_taken_for_the_same():
    assert norm("共 7 天（　　）") == norm("共7天__") != norm("共8天__")


def test_items_left_out_and_items_made_up_cost():
    assert score("paper", TRUTH, told(lambda items: items[1:])).f1 == pytest.approx(6 / 7)
    made_up = score("paper", TRUTH, told(lambda items: [*items, item(number="9", stem="没有这道题。")]))
    assert made_up.f1 == pytest.approx(8 / 9)
    assert made_up.guesses == ("9: 'A' for an item that is not there",)


def test_a_wrong_answer_is_a_guess_unless_a_finding_is_about_its_item():
    wrong = with_change(0, answer="B")
    assert score("paper", TRUTH, told(wrong)).guesses == ("1: 'B' for 'A'",)
    blamed = {"index": 0, "kind": "answer-conflict"}
    assert score("paper", TRUTH, told(wrong, [blamed])).guesses == ()
    assert score("paper", TRUTH, told(with_change(0, answer=None))).guesses == ()


def test_an_answer_that_the_paper_does_not_hold_is_a_guess_even_with_a_finding():
    bare = {"items": [item(answer=None), *TRUTH["items"][1:]]}
    finding = {"index": 0, "kind": "missing-answer"}
    assert score("paper", bare, told(diagnostics=[finding])).guesses == ("1: 'A' for None",)


def test_findings_too_many_and_too_few_are_told():
    finding = {"index": 1, "kind": "number-gap"}
    found = score("paper", TRUTH, told(diagnostics=[finding]), [("missing-answer", 0), ("total-mismatch", None)])
    assert found.unasked == ("number-gap@1",)
    assert found.unseen == ("missing-answer@0", "total-mismatch")


def test_a_finding_at_another_item_is_not_the_one_that_was_to_come():
    finding = {"index": 1, "kind": "missing-answer"}
    found = score("paper", TRUTH, told(diagnostics=[finding]), [("missing-answer", 0)])
    assert (found.unasked, found.unseen) == (("missing-answer@1",), ("missing-answer@0",))


def test_a_matching_is_compared_by_its_words_not_by_its_labels():
    def matching(options, answer):
        listed = [{"label": label, "text": text} for label, text in zip("AB", options, strict=True)]
        prompts = [{"label": "(1)", "text": "红"}, {"label": "(2)", "text": "绿"}]
        return {"items": [item(type="matching", options=listed, prompts=prompts, answer=answer)], "diagnostics": []}

    truth = matching(["停", "行"], "(1)-A (2)-B")
    assert score("paper", truth, matching(["行", "停"], "(1)-B (2)-A")).f1 == 1
    assert score("paper", truth, matching(["行", "停"], "(1)-A (2)-B")).f1 == 0
