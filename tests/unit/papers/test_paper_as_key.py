"""A key that is the paper once more, with its answers: each of its mark schemes goes to the item of the same words."""

import io

import pytest
from kaochang.domain.items import Image, Item, ItemType, Option
from kaochang.domain.mark_schemes import MarkScheme
from kaochang.domain.papers import PaperItem
from kaochang.domain.refusals import Refusal
from kaochang.domain.responses import Choice
from kaochang.papers import reading
from kaochang.papers.contract import to_contract
from kaochang.papers.finishing import same_items
from kaochang.papers.finishing.finish import finish
from kaochang.papers.reading import read_key, read_paper
from kaochang.papers.writing import gift, moodle, qti3, sheet, word
from kaochang.papers.writing.exported import Exported
from support.round_trips import written
from unit.papers.support import ROOT, answers, catalogue, findings, items, read

PAPER = """一、单选题（每题2分）
1. 退货期限为（　　）天。
A. 七
B. 十五
C. 三十
2. 下面的程序输出什么？（　　）
```python
print(1)
```
A. 一
B. 二
二、判断题（每题1分）
1. 首问负责制要求跟到底。（　　）
2. 投诉可以不登记。（　　）
三、填空题（每题2分）
1. 客服应在____小时内回复，最迟____小时。
四、案例分析题（共1题，每题8分）
1. 案例：客户来电投诉。
（1）指出问题。（4分）
（2）提出办法。（4分）
"""
FULL = """一、单选题（每题2分）
1. 退货期限为（ B ）天。
A. 七
B. 十五
C. 三十
解析：十五天无理由。
考点：退货
2. 下面的程序输出什么？（　　）
```python
print(1)
```
A. 一
B. 二
答案：A
解析：只印一次。
难度：易
二、判断题（每题1分）
1. 首问负责制要求跟到底。（√）
2. 投诉可以不登记。（×）
三、填空题（每题2分）
1. 客服应在____小时内回复，最迟____小时。
答案：24；48
四、案例分析题（共1题，每题8分）
1. 案例：客户来电投诉。
（1）指出问题。（4分）
参考答案：没有登记。
评分标准：说出登记得4分
（2）提出办法。（4分）
参考答案：先登记再转办。
"""
ESSAYS = "一、简答题（每题10分）\n1. 谈谈首问负责。\n2. 谈谈闭环。\n"


def schemes(paper):
    return [each.scheme for each in paper.paper.items]


def changed(*pairs):
    text = FULL
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    return text


def said(text, key):
    """What is said of a paper with this key that is not said of it with its own."""
    known = findings(FULL)
    return [finding for finding in findings(text, key) if finding not in known]


# -- the same paper


def test_every_part_of_the_key_goes_to_the_item_it_stands_at():
    assert schemes(read(PAPER, FULL)) == schemes(read(FULL))
    assert findings(PAPER, FULL) == findings(FULL)


def test_nothing_is_doubled_where_the_paper_holds_its_answers_too():
    assert schemes(read(FULL, FULL)) == schemes(read(FULL))
    assert findings(FULL, FULL) == findings(FULL)


def test_the_answers_of_the_key_may_stand_at_its_end():
    key = f"{PAPER}参考答案\n一、单选题\n1.B 2.A\n二、判断题\n1.√ 2.×\n三、填空题\n1. 24；48\n"
    assert answers(PAPER, key)[:5] == answers(FULL)[:5]


def test_words_that_mean_nothing_do_not_keep_items_apart():
    key = changed(("首问负责制要求跟到底。（√）", "【判断题】首问负责制，要求跟到底（ √ ）"), ("十五\n", "十五。\n"))
    assert answers(PAPER, key) == answers(FULL)


def test_shuffled_items_are_told_by_their_words():
    first, second = "1. 首问负责制要求跟到底。（√）\n", "2. 投诉可以不登记。（×）\n"
    key = changed((first + second, "1. 投诉可以不登记。（×）\n2. 首问负责制要求跟到底。（√）\n"))
    assert answers(PAPER, key) == answers(FULL)
    assert said(PAPER, key) == []


def test_shuffled_options_are_told_by_their_words():
    key = changed(("（ B ）天。\nA. 七\nB. 十五\nC. 三十", "（ A ）天。\nA. 十五\nB. 三十\nC. 七"))
    assert answers(PAPER, key)[0] == "B"
    assert said(PAPER, key) == []


def test_every_type_of_shuffled_options_is_told_by_its_words():
    paper = "一、多选题\n1. 选（　　）\nA. 甲\nB. 乙\nC. 丙\n二、匹配题\n1. 连线。\n(1) 左\n(2) 右\nA. 东\nB. 西\n"
    key = "一、多选题\n1. 选（　　）\nA. 丙\nB. 乙\nC. 甲\n答案：AB\n"
    key += "二、匹配题\n1. 连线。\n(1) 左\n(2) 右\nA. 西\nB. 东\n"
    assert answers(paper, f"{key}答案：1-A 2-B\n") == ["BC", "(1)-B (2)-A"]
    order = "一、排序题\n1. 排列步骤。\n①{}\n②{}\n③{}\n"
    assert answers(order.format("听", "记", "办"), order.format("办", "听", "记") + "答案：②③①\n") == ["①②③"]


def test_a_multiple_choice_with_one_option_more_is_not_taken():
    paper = "一、多选题\n1. 选（　　）\nA. 甲\nB. 乙\nC. 丙\nD. 丁\n"
    key = "一、多选题\n1. 选（　　）\nA. 甲\nB. 乙\nC. 丙\n答案：AB\n"
    assert answers(paper, key) == [None]
    assert findings(paper, key) == [("answer-out-of-range", "多选题#1")]


def test_an_answer_whose_option_the_paper_does_not_have_is_told_and_not_taken():
    key = changed(("B. 十五", "B. 十四"))
    assert answers(PAPER, key)[0] is None
    assert said(PAPER, key) == [("answer-out-of-range", "单选题#1")]


def test_options_of_the_same_words_are_not_told_apart():
    paper = "一、单选题\n1. 选（　　）\nA. 甲\nB. 甲\nC. 丙\n"
    key = "一、单选题\n1. 选（　　）\nA. 丙\nB. 甲\nC. 甲\n答案：C\n"
    assert answers(paper, key) == [None]


def test_the_same_stem_with_other_options_is_another_item():
    rest = "2. 期限为（{}）天。\nA. 七\nB. 十五\n3. 由谁办（{}）\nA. 坐席\nB. 主管\n"
    paper = "一、单选题\n1. 选出一项（　　）\nA. 甲\nB. 乙\n" + rest.format("　", "　")
    key = "一、单选题\n1. 选出一项（A）\nA. 丙\nB. 丁\n" + rest.format("B", "A")
    assert answers(paper, key) == [None, "B", "A"]
    assert findings(paper, key) == [("missing-answer", "单选题#1"), ("orphan-answer", "单选题#1")]


def pictured(*pictures, correct=None):
    options = tuple(Option("ABC"[place], "", Image(name, "image/png")) for place, name in enumerate(pictures))
    item = Item(ItemType.SINGLE, "选出公司的标志（　　）。", "1", "单选题", options=options)
    return Exported("试卷", (PaperItem(item, MarkScheme(correct)),), {name: PNG + name.encode() for name in pictures})


PNG = b"\x89PNG\r\n\x1a\n"


def test_options_that_are_pictures_are_told_by_what_they_show():
    paper = written(qti3.write, pictured("one", "two"), with_answers=False)
    key = written(qti3.write, pictured("two", "one", correct=Choice(("A",))))
    assert read_paper(paper, "p", key, "k").paper.items[0].scheme.correct == Choice(("B",))


def test_an_item_that_is_made_of_its_lines_once_more_keeps_what_it_has_from_the_key():
    made = read(PAPER, FULL).grounds.made
    assert [finish(each.draft, each.number).read.scheme for each in made] == [each.read.scheme for each in made]


def test_labels_that_are_no_letters_stay_those_of_the_paper():
    listed = "".join(f"{number}. 第{number}条要{{}}天。\n{{}}、七\n{{}}、十五\n{{}}、三十\n" for number in (1, 2, 3))
    key = "一、单选题\n" + listed.format(*["（A）", *"BAC"] * 3)
    paper = "一、单选题\n" + listed.format(*["（　　）", *"甲乙丙"] * 3)
    assert answers(paper, key) == ["乙", "乙", "乙"]
    filled = "".join(f"{number}. 第{number}条要（丙）天。\n" for number in (1, 2, 3))
    assert answers(paper, filled) == ["丙", "丙", "丙"]


# -- what the two say otherwise


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("（ B ）天", "（ C ）天", "单选题#1"),
        ("到底。（√）", "到底。（×）", "判断题#1"),
        ("答案：24；48", "答案：12；48", "填空题#1"),
        ("参考答案：没有登记。", "参考答案：没有道歉。", "案例分析题#1.1"),
        ("评分标准：说出登记得4分", "评分标准：写出登记得4分", "案例分析题#1.1"),
        ("（ B ）天", "（ E ）天", "单选题#1"),
    ],
)
def test_answers_that_contradict_each_other_are_told_and_none_is_taken(old, new, place):
    key = changed((old, new))
    assert said(FULL, key) == [("answer-conflict", place)]
    assert said(key, FULL) == [("answer-conflict", place)]
    ours, theirs = (items(FULL, FULL), items(FULL, key))
    assert [one for one, other in zip(ours, theirs, strict=True) if one != other] == [
        item for item in ours if f"{item['section']}#{item['number']}" == place
    ]


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ("解析：只印一次。", "解析：印一次。", "left-out"),
        ("考点：退货", "考点：换货", "left-out"),
        ("难度：易", "难度：难", "left-out"),
        ("指出问题。（4分）", "指出问题。（3分）", "points-mismatch"),
    ],
)
def test_what_stands_beside_the_answers_stays_as_the_paper_says_and_is_told(old, new, kind):
    key = changed((old, new))
    assert [found for found, _ in said(FULL, key)] == [kind]
    assert items(FULL, key) == items(FULL)


@pytest.mark.parametrize("word", ["案例：", "问题：", "材料：", ""])
def test_what_stands_behind_a_case_or_its_question_in_the_key_is_the_reference(word):
    judged = "".join(f"{at}. 客服人员第{at}步应当先登记来电。（　　）\n" for at in range(1, 9))
    asked = ("小李接到投诉，客户要求立即退款，应当如何处理？", "小王深夜接到停电报修，客户情绪激动，应当如何答复？")
    cases = "".join(f"{at}. {word}{words}\n" for at, words in enumerate(asked, 1))
    paper = f"一、判断题（每题1分）\n{judged}二、简答题（每题5分）\n{cases}"
    key = paper.replace("（　　）", "（√）").replace("？\n", "？\n先安抚情绪，再核实订单。\n")
    assert answers(paper, key) == [True] * 8 + ["先安抚情绪，再核实订单。"] * 2


def test_a_paper_is_read_once_where_its_key_is_the_same_paper(monkeypatch):
    key, times = read_key(FULL.encode(), "key.txt"), []
    drafted = reading.read_drafts
    monkeypatch.setattr(reading, "read_drafts", lambda lines: times.append(1) or drafted(lines))
    assert read_paper(PAPER.encode(), "paper.txt", key).paper.items[0].scheme.correct == Choice(("B",))
    assert times == [1]


def test_every_sentence_about_a_whole_key_can_be_said():
    both = [
        ("只印", "印"),
        ("考点：退货", "考点：换货"),
        ("易", "难"),
        ("题。（4分）", "题。（3分）"),
        ("说出", "写出"),
    ]
    key = changed(*both, ("B. 十五", "B. 十四"), ("1. 首问负责制", "9. 首先"))
    texts = {}
    for language in ("zh_CN", "en"):
        for paper, other in ((FULL, key), (PAPER, key), (ESSAYS, FULL)):
            found = read_paper(paper.encode(), "p.txt", other.encode(), "k.txt").paper
            said = to_contract(found, catalogue(language))["diagnostics"]
            for finding, told in zip(found.findings, said, strict=True):
                texts[f"{finding.kind.value}.{finding.variant}"] = told["message"]
    assert {name for name in texts if ".key" in name} == {
        *("answer-out-of-range.key", "points-mismatch.key"),
        *(f"left-out.key-{what}" for what in ("explanation", "competencies", "difficulty")),
    }
    assert {"answer-conflict.rubric", "orphan-answer.item", "orphan-answer.paper"} <= texts.keys()
    assert all("k.txt" in texts[name] for name in ("answer-conflict.rubric", "orphan-answer.paper"))


def test_an_answer_that_the_key_states_wrongly_is_told_at_the_item():
    assert said(PAPER, changed(("（ B ）天", "（ E ）天"))) == [("answer-out-of-range", "单选题#1")]


def test_points_that_the_paper_does_not_state_are_those_of_the_key():
    assert [item["points"] for item in items(ESSAYS.replace("（每题10分）", ""), f"{ESSAYS}答：好。\n")] == [10, 10]


def test_an_answer_without_its_item_and_an_item_without_its_answer_are_told():
    key = changed(("1. 首问负责制要求跟到底。", "1. 首问负责制不要求跟到底。"))
    assert answers(PAPER, key)[2] is None
    assert said(PAPER, key) == [("missing-answer", "判断题#1"), ("orphan-answer", "判断题#1")]


def test_items_of_the_same_words_are_told_by_their_numbers_or_not_at_all():
    head = "一、判断题\n1. 投诉要登记。（×）\n2. 退货要登记。（√）\n3. 换货要登记。（√）\n"
    key = f"{head}4. 说法同上。（√）\n5. 说法同上。（×）\n"
    paper = key.replace("×", "　").replace("√", "　")
    assert answers(paper, key) == [False, True, True, True, False]
    moved = key.replace("4. 说", "7. 说").replace("5. 说", "8. 说")
    assert answers(paper, moved) == [False, True, True, None, None]
    assert findings(paper, moved).count(("orphan-answer", "判断题#7")) == 1


def test_the_same_words_about_another_case_are_another_item():
    paper = "一、案例分析题\n1. 案例：客户来电投诉物流太慢。\n（1）指出问题。\n（2）提出办法。\n"
    other = "一、案例分析题\n1. 案例：坐席录错了发票抬头。\n（1）指出问题。\n参考答案：没核对。\n"
    other += "（2）提出办法。\n参考答案：重开。\n"
    assert answers(paper, other) == [None, None]
    assert ("orphan-answer", "paper") in findings(paper, other)


# -- keys that leave something out


def test_a_stem_repeated_with_its_bracket_filled_needs_neither_options_nor_headings():
    paper = "一、单选题\n1. 期限为（　　）天。\nA. 7\nB. 15\n2. 由（　　）负责。\nA. 甲\nB. 乙\n"
    assert answers(paper, "1. 期限为（B）天。\n2. 由（A）负责。\n") == ["B", "A"]
    assert findings(paper, "1. 期限为（B）天。\n2. 由（A）负责。\n") == []


def test_blanks_filled_in_the_stem_are_the_answers():
    blank = "1. 客服应在____小时内回复，最迟____小时。\n答案：24；48"
    for filled in ("1. 客服应在（24）小时内回复，最迟（48）小时。", "1. 客服应在 24 小时内回复，最迟 48 小时。"):
        assert answers(PAPER, changed((blank, filled)))[4] == [["24"], ["48"]]
    empty = "1. 客服应在（24）小时内回复，最迟（）小时。"
    assert answers(PAPER, changed((blank, empty)))[4] is None


def test_an_answer_below_its_stem_needs_no_label_where_the_paper_shows_where_the_stem_ends():
    assert answers(ESSAYS, "1. 谈谈首问负责。\n负责到底。\n2. 谈谈闭环。\n有始有终。\n") == ["负责到底。", "有始有终。"]
    judged = "一、判断题\n1. 投诉要登记。（{}）\n二、简答题\n1. 谈谈闭环。\n{}"
    assert answers(judged.format("　　", ""), judged.format("√", "有始有终。")) == [True, "有始有终。"]


def test_a_key_of_some_items_gives_theirs():
    key = "二、判断题\n1. 首问负责制要求跟到底。（√）\n"
    assert answers(PAPER, key) == [None, None, True, None, None, None, None]


def test_the_type_of_an_item_that_only_its_answer_tells_is_that_of_the_key():
    paper = "1. 选哪些？\nA. 甲\nB. 乙\n2. 选哪个？\nA. 甲\nB. 乙\n3. 投诉要登记。（　　）\n"
    key = "1. 选哪些？\nA. 甲\nB. 乙\n答案：AB\n2. 选哪个？\nA. 甲\nB. 乙\n答案：B\n3. 投诉要登记。（√）\n"
    assert [(item["type"], item["answer"]) for item in items(paper, key)] == [
        *(("multiple", "AB"), ("single", "B"), ("truefalse", True)),
    ]
    assert findings(paper, key) == findings(key)


def test_a_type_that_both_state_and_that_differs_is_told():
    key = PAPER.replace("一、单选题", "一、多选题").replace("C. 三十", "C. 三十\n答案：AB")
    assert ("answer-type-mismatch", "单选题#1") in findings(PAPER, key)


# -- keys of other papers


@pytest.mark.parametrize(
    "key",
    [
        "一、简答题\n1. 简述保修范围。\n2. 如何安抚客户？\n",
        "一、简答题\n1. 保修范围。\n答：一年。\n2. 安抚客户的方法。\n答：倾听。\n",
        FULL,
    ],
)
def test_a_key_of_another_paper_gives_nothing_and_is_told_once(key):
    assert answers(ESSAYS, key) == [None, None]
    told = [finding for finding in findings(ESSAYS, key) if finding[0] != "missing-reference-answer"]
    assert told == [("orphan-answer", "paper")]


def test_a_few_items_in_common_make_no_key():
    first = FULL[: FULL.index("2. 下面")]
    others = "".join(f"{number}. 第{number}条规定是（A）。\nA. 甲\nB. 乙\n" for number in range(2, 9))
    assert set(map(str, answers(PAPER, first + others))) == {"None"}
    assert ("orphan-answer", "paper") in findings(PAPER, first + others)


def test_a_list_of_answers_stays_one():
    assert answers(ESSAYS, "一、简答题\n1. 先听清楚，再问明白。\n2. 有始有终。\n") == [
        "先听清楚，再问明白。",
        "有始有终。",
    ]
    short = "1. 首问负责。\n答：负责到底。\n2. 闭环。\n答：有始有终。\n"
    assert [answer.split("\n")[-1] for answer in answers(ESSAYS, short)] == ["负责到底。", "有始有终。"]


def test_a_list_of_answers_with_a_stem_among_them_stays_one():
    key = "一、单选题\n1. 请看：____\nA. 甲\nB. 乙\n参考答案\n一、单选题\n1.B 2.A\n二、判断题\n1.√ 2.×\n"
    assert answers(PAPER, key)[2:4] == [True, False]


def test_the_paper_that_candidates_get_is_no_key():
    with pytest.raises(Refusal) as caught:
        read_paper(PAPER.encode(), "paper.txt", PAPER.encode(), "key.txt")
    assert (caught.value.key, caught.value.where) == ("paper.no-key", "key.txt")


# -- every format, our own banks


ROLES = sorted((ROOT / "banks" / "roles").glob("*.txt"))
WRITERS = {"word": word.write, "sheet": sheet.write, "moodle": moodle.write, "gift": gift.write, "qti3": qti3.write}


def exported(path):
    found = read_paper(path.read_bytes(), path.name)
    return Exported(found.paper.title, found.paper.items, found.media, found.paper.total_points)


@pytest.mark.parametrize("path", ROLES, ids=lambda path: path.stem)
def test_a_bank_without_answers_and_its_key_say_what_the_bank_says(path):
    bank = exported(path)
    bare = {name: written(WRITERS[name], bank, with_answers=False) for name in ("word", "sheet")}
    for name in ("word", "sheet"):
        data = written(WRITERS[name], bank)
        key, alone = read_key(data, "key"), read_paper(data, "key").paper
        for paper in (*bare.values(), data):
            found = read_paper(paper, "paper", key).paper
            assert [each.scheme for each in found.items] == [each.scheme for each in alone.items]
            assert found.findings == ()


@pytest.mark.parametrize("name", WRITERS)
def test_paper_and_key_may_be_of_any_two_formats(name):
    bank = exported(ROLES[0])
    data = written(WRITERS[name], bank)
    key, alone = read_key(io.BytesIO(data), "key"), read_paper(data, "key").paper
    for write in WRITERS.values():
        found = read_paper(written(write, bank, with_answers=False), "paper", key).paper
        assert [each.scheme for each in found.items] == [each.scheme for each in alone.items]
        assert [finding for finding in found.findings if finding not in alone.findings] == []


def test_a_key_is_read_once_for_several_papers():
    key = read_key(FULL.encode(), "key.txt")
    for text in (PAPER, FULL, PAPER):
        found = read_paper(text.encode(), "paper.txt", key)
        assert schemes(found) == schemes(read(FULL))
    listed = read_key("1. 负责到底。\n2. 有始有终。\n".encode(), "key.txt")
    first, second = (read_paper(ESSAYS.encode(), "paper.txt", listed) for _ in range(2))
    assert schemes(first) == schemes(second)


def test_many_items_of_the_same_words_take_no_time():
    text = "一、判断题\n" + "".join(f"{number % 9}. 说法同上。（　　）\n" for number in range(3000))
    paper = read(text).paper
    known = same_items.known(paper.items, {})
    assert same_items.pair(known, known).sure == 0
