"""Words that nobody listed: the paper itself teaches what its labels, headings, options and key titles are."""

import pytest
from kaochang.papers.reading import read_paper
from papers_corpus import unlisted
from papers_corpus.running import scored
from unit.papers.support import contract

LAYOUTS = ("number 1. ", "number 第1题", "options A、", "heading each", "key list by section", "key ranges by section")
ITEM = "{0}. 第{0}步应当做什么（　　）。\n{{0}}登记{0}\n{{1}}复述{0}\n{{2}}派单{0}\n{{label}}{1}"
CHOICES = "\n".join(ITEM.format(number, letter) for number, letter in enumerate("BCABC", start=1))


def read(text):
    return contract(read_paper(text.encode(), "paper.txt"))


def kinds(told):
    return {(found["kind"], found["line"]) for found in told["diagnostics"] if found["kind"] != "points-missing"}


@pytest.mark.parametrize("kind", unlisted.CLASSES)
def test_papers_in_words_of_their_own_are_read_as_their_truth_says(kind):
    found = [scored(each.paper) for each in unlisted.papers(3, 5, (kind,)) if each.layout.name in LAYOUTS]
    assert found
    assert [score.guesses for score in found] == [()] * len(found)
    assert sum(score.f1 for score in found) / len(found) >= 0.95, [(score.name, score.wrong) for score in found]


@pytest.mark.parametrize("label", ["揭晓：", "标答〉", "【谜底】", "▶正选 ", "〔对的是〕", "落定——"])
def test_a_label_that_comes_back_with_the_letters_of_each_item_is_its_answer_and_people_are_told(label):
    told = read(CHOICES.format("A. ", "B. ", "C. ", label=label))
    assert [item["answer"] for item in told["items"]] == list("BCABC")
    assert [len(item["options"]) for item in told["items"]] == [3] * 5
    assert kinds(told) == {("words-learned", 5)}


def test_two_labels_that_could_both_be_the_answer_are_neither_and_each_line_is_told():
    text = CHOICES.format("A. ", "B. ", "C. ", label="甲方：C\n乙方：")
    told = read(text)
    assert [item["answer"] for item in told["items"]] == [None] * 5
    assert sum(kind == "unrecognised-line" for kind, _ in kinds(told)) == 10
    assert not any("方：" in option["text"] for item in told["items"] for option in item["options"])


def test_what_a_candidate_chose_is_never_the_answer():
    told = read(CHOICES.format("A. ", "B. ", "C. ", label="小李自选："))
    assert [item["answer"] for item in told["items"]] == [None] * 5


def test_a_label_that_says_nothing_known_is_told_and_swallowed_by_no_option():
    text = CHOICES.format("A. ", "B. ", "C. ", label="出处：培训手册\n答案：")
    for number in range(1, 6):
        text = text.replace("培训手册\n", f"第{number}章\n", 1)
    told = read(text)
    assert [item["answer"] for item in told["items"]] == list("BCABC")
    assert [item["options"][2]["text"] for item in told["items"]] == [f"派单{number}" for number in range(1, 6)]
    assert {kind for kind, _ in kinds(told)} == {"unrecognised-line"}


@pytest.mark.parametrize("labels", ["甲乙丙", "①②③"])
def test_options_keep_the_labels_that_the_paper_prints(labels):
    text = CHOICES.format(*(f"{label}．" for label in labels), label="答案：")
    for letter, label in zip("ABC", labels, strict=True):
        text = text.replace(f"答案：{letter}", f"答案：{label}")
    told = read(text)
    assert [[option["label"] for option in item["options"]] for item in told["items"]] == [list(labels)] * 5
    assert [item["answer"] for item in told["items"]] == [labels["ABC".index(letter)] for letter in "BCABC"]


def test_a_list_in_stems_is_no_options_where_the_answer_names_none_of_it():
    items = (f"{number}. 下列工作怎样排序？\n① 登记\n② 派单\n③ 回访\n答案：先登记，再派单。" for number in range(1, 5))
    assert [item["options"] for item in read("一、简答题\n" + "\n".join(items))["items"]] == [[]] * 4


def test_a_key_under_an_unlisted_title_belongs_to_its_items():
    body = CHOICES.replace("\n{label}", "").format("A. ", "B. ", "C. ")
    items = "\n".join(line[:-1] if line[:2] == "C." else line for line in body.split("\n"))
    told = read(f"{items}\n阅卷人留存\n1-5 BCABC\n")
    assert [item["answer"] for item in told["items"]] == list("BCABC")
    assert {kind for kind, _ in kinds(told)} == {"words-learned"}


def test_answers_without_any_label_are_told():
    told = read(CHOICES.replace("{label}", "").format("A. ", "B. ", "C. "))
    assert [item["answer"] for item in told["items"]] == list("BCABC")
    assert kinds(told) == {("words-learned", 5)}


def test_a_judgement_alone_below_each_statement_is_told():
    told = read("".join(f"{number}. 第{number}步应当先登记。\n{said}\n" for number, said in enumerate("对错对错", 1)))
    assert [item["answer"] for item in told["items"]] == [True, False, True, False]
    assert kinds(told) == {("words-learned", 2)}


def test_brackets_that_were_read_as_answers_under_a_heading_without_a_type_are_told():
    first = "第一关\n1. 铃响（三声）内接听。\n2. 投诉（当天）内回复。\n"
    told = read(f"{first}第二关\n1. 夜班（两人）值守。\n2. 来电（一律）录音。\n")
    assert [item["answer"] for item in told["items"]] == [[["三声"]], [["当天"]], [["两人"]], [["一律"]]]
    assert kinds(told) == {("words-learned", 1), ("words-learned", 4)}


def test_brackets_under_the_name_of_the_type_need_no_telling():
    told = read("一、填空题\n1. 铃响（三声）内接听。\n2. 投诉（当天）内回复。\n")
    assert [item["answer"] for item in told["items"]] == [[["三声"]], [["当天"]]]
    assert kinds(told) == set()


def test_words_that_a_whole_paper_as_the_key_taught_are_told_in_its_lines():
    plain = CHOICES.replace("\n{label}", "").format("A. ", "B. ", "C. ")
    paper = "\n".join(line[:-1] if line[:2] == "C." else line for line in plain.split("\n"))
    key = CHOICES.format("A. ", "B. ", "C. ", label="揭晓：")
    told = contract(read_paper(f"{paper}\n".encode(), "paper.txt", f"{key}\n".encode(), "key.txt"))
    assert [item["answer"] for item in told["items"]] == list("BCABC")
    assert kinds(told) == {("words-learned", 5)}
