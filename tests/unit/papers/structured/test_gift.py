"""GIFT as people write it: each kind of entry, its escapes and weights, and which texts are taken for GIFT at all."""

import pytest
from kaochang.domain.refusals import Refusal
from kaochang.domain.responses import Accepted, Choice, Judgement, Pairs
from kaochang.papers.reading import read_paper
from unit.papers.support import contract, findings, items, read


def only(text):
    """The one item of a GIFT text, and its mark scheme."""
    (found,) = read(text).paper.items
    return found.item, found.scheme


def texts(options):
    return [option.text for option in options]


def test_one_right_option_is_a_single_choice():
    item, scheme = only("::1:: 国内的首都是（　）。{=北京 ~上海 ~广州}")
    assert (item.type, item.stem, texts(item.options)) == ("single", "国内的首都是（　）。", ["北京", "上海", "广州"])
    assert scheme.correct == Choice(("A",))


def test_answers_with_shares_alone_are_a_multiple_choice():
    item, scheme = only("哪些对？{~%50%甲 ~%50%乙 ~%-50%丙 ~%-50%丁}")
    assert (item.type, scheme.correct) == ("multiple", Choice(("A", "B")))
    assert findings("哪些对？{~%50%甲 ~%50%乙 ~%-50%丙 ~%-50%丁}") == []


def test_shares_that_differ_are_told_and_not_taken():
    assert findings("哪些对？{~%70%甲 ~%30%乙 ~丙}") == [("weights-not-taken", "#1")]
    assert findings("哪个对？{=甲 ~%50%乙 ~丙}") == [("weights-not-taken", "#1")]
    assert findings("哪些对？{~%50%甲 ~%50%乙 ~%-100%丙 ~丁}") == [("weights-not-taken", "#1")]


def test_two_right_options_where_one_is_asked_for_are_no_key():
    item, scheme = only("哪个对？{=甲 =乙 ~丙}")
    assert (item.type, scheme.correct) == ("single", None)
    assert findings("哪个对？{=甲 =乙 ~丙}") == [("answer-type-mismatch", "#1")]


def test_a_choice_without_a_right_option_has_no_key():
    assert findings("哪些对？{~甲 ~乙}") == [("missing-answer", "#1")]


@pytest.mark.parametrize(
    ("braces", "value"),
    [("{T}", True), ("{TRUE}", True), ("{F}", False), ("{false}", False), ("{ T#错了#对了 }", True)],
)
def test_true_and_false(braces, value):
    item, scheme = only(f"地球是圆的。{braces}")
    assert (item.type, scheme.correct) == ("truefalse", Judgement(value))


def test_a_judgement_in_chinese_is_read_among_others():
    assert [item["answer"] for item in items("甲？{T}\n\n乙？{错}")] == [True, False]


def test_answers_marked_right_alone_are_a_blank_with_several_accepted_texts():
    item, scheme = only("首都是哪里？{=北京 =京城}")
    assert (item.type, item.blanks, scheme.correct) == ("blank", 1, Accepted((("北京", "京城"),)))


def test_a_pattern_is_not_taken_for_its_words():
    assert only("首都是哪里？{=北京 =*京}")[1].correct == Accepted((("北京",),))
    assert findings("首都是哪里？{=北京 =*京}") == [("rule-not-taken", "#1")]
    assert findings("首都是哪里？{=*京}") == [("answer-type-mismatch", "#1")]
    assert only("首都是哪里？{=*京}")[1].correct is None


@pytest.mark.parametrize(
    ("braces", "accepted", "kinds"),
    [
        ("{#3}", ("3",), []),
        ("{#3:0}", ("3",), []),
        ("{#3.14:0.01}", ("3.14",), ["rule-not-taken"]),
        ("{#1..5}", None, ["answer-type-mismatch"]),
        ("{#=3:2 =%50%3:5#近了}", ("3",), ["rule-not-taken", "weights-not-taken"]),
        ("{#=-2}", ("-2",), []),
    ],
)
def test_numbers_with_what_is_let_pass(braces, accepted, kinds):
    item, scheme = only(f"多少？{braces}")
    assert item.type == "blank"
    assert scheme.correct == (Accepted((accepted,)) if accepted else None)
    assert [kind for kind, _ in findings(f"多少？{braces}")] == kinds


def test_what_is_let_pass_of_a_number_is_kept_for_people():
    assert only("多少？{#3.14:0.01}")[1].rubric.text == "3.14 ± 0.01"
    assert only("多少？{#1..5}")[1].rubric.text == "1 – 5"


def test_pairs_are_told_apart_and_shown_in_another_order():
    item, scheme = only("配对。{=甲 -> 一 =乙 -> 二 =丙 -> 三 = -> 四}")
    assert [(prompt.label, prompt.text) for prompt in item.prompts] == [("(1)", "甲"), ("(2)", "乙"), ("(3)", "丙")]
    words = {option.label: option.text for option in item.options}
    assert sorted(words.values()) == sorted(["一", "二", "三", "四"])
    assert isinstance(scheme.correct, Pairs)
    assert [words[right] for _, right in scheme.correct.pairs] == ["一", "二", "三"]
    assert list(words.values()) != ["一", "二", "三", "四"]


def test_empty_braces_are_an_essay():
    item, scheme = only("::1::谈谈你的看法。{}")
    assert (item.type, item.stem, scheme.correct) == ("essay", "谈谈你的看法。", None)
    assert findings("::1::谈谈你的看法。{}") == [("missing-reference-answer", "#1")]


def test_words_behind_the_braces_leave_a_blank_in_the_stem():
    item, _ = only("中国的首都是{=北京}，不是上海。")
    assert (item.stem, item.blanks) == ("中国的首都是____，不是上海。", 1)
    assert only("Two plus {=two ~three} equals four.")[0].stem == "Two plus ____ equals four."


def test_escaped_signs_are_words():
    item, scheme = only(r"::1\:2:: 若 a\=1，集合 \{1\} 里 \# 是？{=x \= 1 ~y \~ 2 ~第一行\n第二行 ~c\:\\d}")
    assert item.stem == "若 a=1，集合 {1} 里 # 是？"
    assert texts(item.options) == ["x = 1", "y ~ 2", "第一行\n第二行", "c:\\d"]
    assert scheme.correct == Choice(("A",))


def test_full_width_signs_are_words():
    item, _ = only("式子｛甲｝＝乙～丙 的意思是？{=＝甲 ~～乙 ~＃丙}")
    assert item.stem == "式子｛甲｝＝乙～丙 的意思是？"
    assert texts(item.options) == ["＝甲", "～乙", "＃丙"]


def test_formulas_stay_whole():
    item, _ = only(r"化简 \(\frac\{a\}\{b\} \neq 1\)。{=\(a \= b\) ~\(a \neq b\)}")
    assert item.stem == r"化简 \(\frac{a}{b} \neq 1\)。"
    assert texts(item.options) == [r"\(a = b\)", r"\(a \neq b\)"]


def test_other_braces_than_those_of_the_answers_are_words():
    item, scheme = only(r"化简 \(\frac{a}{b}\)。{=甲 ~乙}")
    assert (item.stem, scheme.correct) == (r"化简 \(\frac{a}{b}\)。", Choice(("A",)))


def test_feedback_is_explanation():
    assert only("首都？{=北京#对 ~上海#错 ####北京是首都。}")[1].explanation == "北京是首都。\nA：对\nB：错"
    assert only("圆的。{T#错了#对了####因为是}")[1].explanation == "因为是\n错了\n对了"


def test_categories_are_sections_and_comments_are_left_out():
    text = "// 说明\n$CATEGORY: $course$/top/客服/第一章\n\n甲？{T}\n// 又\n\n$CATEGORY: 第二章\n乙？{F}"
    assert [(item["section"], item["stem"]) for item in items(text)] == [("第一章", "甲？"), ("第二章", "乙？")]


def test_sections_of_one_name_in_two_categories_are_told_apart():
    text = "$CATEGORY: 甲/练习\n\n一？{T}\n\n$CATEGORY: 乙/练习\n\n二？{F}"
    assert [item["section"] for item in items(text)] == ["甲 / 练习", "乙 / 练习"]


def test_tags_in_comments_are_competencies_and_difficulty():
    scheme = only("// question: 1 [tag:服务礼仪] [tag:难度：易] [id:7]\n甲？{T}")[1]
    assert (scheme.competencies, scheme.difficulty) == (("服务礼仪",), "easy")


def test_a_description_is_the_material_of_the_items_after_it():
    text = "甲？{T}\n\n阅读材料：客户来电。\n\n乙？{T}\n\n丙？{F}\n\n$CATEGORY: 二\n\n丁？{F}"
    assert [item.get("material", "") for item in items(text)] == ["", *["阅读材料：客户来电。"] * 2, ""]
    assert findings(text) == [("material-assumed", "#2")]


def test_a_description_with_nothing_after_it_is_told():
    assert findings("甲？{T}\n\n乙？{F}\n\n完") == [("material-without-items", "paper")]


def test_html_is_read_where_the_entry_says_so():
    item, _ = only("[html]<p>第一段</p><p>a &lt; b</p>{=<b>甲</b> ~乙}")
    assert (item.stem, texts(item.options)) == ("第一段\na < b", ["甲", "乙"])


def test_markdown_keeps_its_words():
    item, _ = only("[markdown]**重点**：\n- 甲\n- `__init__`{=甲 ~乙}")
    assert item.stem == "重点：\n- 甲\n- `__init__`"


def test_a_tag_that_is_asked_about_stays():
    item, _ = only("换行的标签是？{=<br> ~<p> ~<b>}")
    assert texts(item.options) == ["<br>", "<p>", "<b>"]


def test_a_picture_that_a_text_file_cannot_hold_is_told():
    assert findings('[html]看图 <img src\\="@@PLUGINFILE@@/a.png">{T}') == [("media-missing", "#1")]


@pytest.mark.parametrize(
    ("braces", "accepted"), [("{One}", ("One",)), ("{一 =壹#大写}", ("一", "壹")), ("{ yes, sir }", ("yes, sir",))]
)
def test_an_answer_without_its_sign_is_one_at_the_end_of_its_entry(braces, accepted):
    text = f"甲？{{T}}\n\n乙？{braces}"
    assert read(text).paper.items[1].scheme.correct == Accepted((accepted,))
    assert findings(text) == []


def test_what_is_said_of_an_essay_is_no_answer():
    item, scheme = only("::一::谈谈。{####要点 1}")
    assert (item.type, scheme.correct, scheme.explanation) == ("essay", None, "要点 1")


def test_bare_words_in_braces_make_no_text_gift():
    with pytest.raises(Refusal):
        read("写出 {One}\n\n再写 {Two}")
    assert [item["answer"] for item in items("1. 写出 {One}\n\n2. 再写 {Two}")] == [None, None]


def test_what_is_typed_or_chosen_from_a_list_is_taken_sign_by_sign():
    assert only("[html]哪个标签？{=<b> =a<c}")[1].correct == Accepted((("<b>", "a<c"),))
    item, scheme = only("[html]<p>连线</p>{\n=甲 -> a<b\n=乙 -> <i>\n}")
    assert [dict(zip("AB", texts(item.options), strict=True))[right] for _, right in scheme.correct.pairs] == [
        "a<b",
        "<i>",
    ]


def test_a_picture_in_a_prompt_is_told():
    assert ("media-missing", "#1") in findings('连线{\n=甲<img src\\="a.png"> -> 一\n=乙 -> 二\n}')


def test_an_empty_line_in_open_braces_ends_nothing():
    text = "甲？{\n=一\n \n~二\n\n~三\n}\n\n乙？{T}"
    assert [len(item["options"]) for item in items(text)] == [3, 0]


@pytest.mark.parametrize(
    "bad",
    [
        "丙？{1, 2}有几个",
        "丙？A={1, 2}",
        "丙？{a; b}",
        "丙？{=甲",
        "丙？}{=甲",
        "丙？{=甲 -> 一 =乙}",
        "丙？{甲 =乙 ~丁}",
    ],
)
def test_an_entry_that_cannot_be_read_is_kept_with_a_finding(bad):
    text = f"甲？{{T}}\n\n{bad}\n\n乙？{{F}}"
    assert [item["type"] for item in items(text)] == ["truefalse", "essay", "truefalse"]
    assert items(text)[1]["stem"].startswith("丙？")
    assert findings(text) == [("unknown-type", "#2")]


def test_titles_that_are_numbers_are_the_numbers_of_the_items():
    assert [item["number"] for item in items("::3::甲？{T}\n\n::5::乙？{F}")] == ["3", "5"]
    assert [item["number"] for item in items("::3::甲？{T}\n\n::3::乙？{F}")] == ["1", "2"]
    assert [item["number"] for item in items("::3::甲？{T}\n\n乙？{F}")] == ["1", "2"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_every_encoding_that_papers_have_is_read_alike(encoding):
    data = "::1::中国的首都是？{\r\n=北京\r\n~上海\r\n}\r\n".encode(encoding)
    assert contract(read_paper(data, "x"))["items"] == items("::1::中国的首都是？{\n=北京\n~上海\n}\n")


FREE = (
    "1. 下列代码输出什么？（　）\n{ =1 }\nA. 甲\nB. 乙\n答案：A\n2. 再看\nA. 甲\nB. 乙\n答案：B\n",
    "1. 程序：\n```c\nint main() { return ~1; }\n```\nA. 0\nB. -2\n答案：B\n\n2. 集合{1,2}是？\nA. 1\nB. 2\n答案：B",
    "一、判断题\n1. 甲{T}是对的。（√）\n\n2. 乙是对的。（×）\n\n3. 丙是对的。（√）\n",
    "一、单选题\n\n1. a{~b}是什么？\n\nA. 甲\n\nB. 乙\n\n答案：A\n",
    "1. 集合 {} 是空集吗？\n答案：是",
    "1. 填空：{____}\n答案：甲",
)


@pytest.mark.parametrize("text", FREE)
def test_a_paper_of_free_layout_with_braces_is_no_gift(text):
    assert items(text)[0]["number"] == "1"
    assert not any(item["stem"].startswith("1.") for item in items(text))


def test_more_options_than_letters_are_kept_and_told():
    braces = "{" + "".join(f"{'=' if not place else '~'}选项{place}" for place in range(27)) + "}"
    assert findings(f"甲？{braces}") == [("unsupported-interaction", "#1")]
    assert "选项26" in items(f"甲？{braces}")[0]["stem"]


def test_words_alone_are_no_gift():
    with pytest.raises(Refusal):
        read("没有题目的一段话。")


def test_commas_and_tabs_make_no_table_of_it():
    text = "\n\n".join(f"题目,选项,答案,{number}\t甲，乙？{{=甲,乙\t#a,b\n~丁,戊\t}}" for number in range(6))
    assert {(item["type"], len(item["options"])) for item in items(text)} == {("single", 2)}


def test_a_separate_key_is_refused_and_never_passed_over():
    with pytest.raises(Refusal) as caught:
        read("甲？{T}\n\n乙？{F}", "1. 错\n2. 对")
    assert caught.value.key == "paper.key-besides"
