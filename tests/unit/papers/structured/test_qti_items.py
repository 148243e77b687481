"""Items of QTI 2.0 to 3.0: interactions, what is right, points, explanations, and what cannot be taken."""

import base64
from fractions import Fraction

import pytest
from kaochang.domain.responses import Accepted, Choice, Judgement, Order, Pairs
from kaochang.papers.reading import read_paper

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
SPACES = {
    "2.1": "http://www.imsglobal.org/xsd/imsqti_v2p1",
    "2.2": "http://www.imsglobal.org/xsd/imsqti_v2p2",
    "3.0": "http://www.imsglobal.org/xsd/imsqtiasi_v3p0",
}
MATCH, MAP = "match_correct", "map_response"


def declared(*correct, cardinality="single", base="identifier", mapping="", name="RESPONSE"):
    values = "".join(f"<value>{value}</value>" for value in correct)
    inner = f"<correctResponse>{values}</correctResponse>" if correct else ""
    return (
        f'<responseDeclaration identifier="{name}" cardinality="{cardinality}" baseType="{base}">'
        f"{inner}{mapping}</responseDeclaration>"
    )


def mapped(default="0", upper="", **values):
    entries = "".join(f'<mapEntry mapKey="{key}" mappedValue="{value}"/>' for key, value in values.items())
    bound = f' upperBound="{upper}"' if upper else ""
    return f'<mapping defaultValue="{default}"{bound}>{entries}</mapping>'


def choices(*texts, tag="simpleChoice"):
    return "".join(f'<{tag} identifier="{"ABCDEFGHIJ"[at]}">{text}</{tag}>' for at, text in enumerate(texts))


def choice(*texts, prompt="", most="1", name="RESPONSE"):
    told = f"<prompt>{prompt}</prompt>" if prompt else ""
    inner = f"{told}{choices(*texts)}"
    return f'<choiceInteraction responseIdentifier="{name}" maxChoices="{most}">{inner}</choiceInteraction>'


def scored(template):
    return f'<responseProcessing template="http://x.example/{template}"/>' if template else ""


def item(body, *declarations, processing=MATCH, outcomes="", after="", attributes=""):
    rules = processing if processing.startswith("<") else scored(processing)
    return (
        f'<assessmentItem xmlns="{SPACES["2.2"]}" identifier="i" title="t"{attributes}>'
        f"{''.join(declarations)}{outcomes}<itemBody>{body}</itemBody>{rules}{after}</assessmentItem>"
    )


def worth(name, value):
    return (
        f'<outcomeDeclaration identifier="{name}" cardinality="single" baseType="float">'
        f"<defaultValue><value>{value}</value></defaultValue></outcomeDeclaration>"
    )


def read(*given, **named):
    return read_paper(item(*given, **named).encode(), "x.xml").paper


def only(*given, **named):
    """The one item, its scheme, and the kinds of its findings but that of points."""
    paper = read(*given, **named)
    (found,) = paper.items
    return found.item, found.scheme, kinds(paper)


def kinds(paper):
    told = [finding for finding in paper.findings if finding.kind != "points-missing"]
    return [finding.kind.value + (f".{finding.variant}" if finding.variant else "") for finding in told]


def words(options):
    return {option.label: option.text for option in options}


@pytest.mark.parametrize(
    ("body", "stem"),
    [
        (f"<p>题干</p>{choice('甲', '乙')}", "题干"),
        (choice("甲", "乙", prompt="题干"), "题干"),
        (f"<p>前</p>{choice('甲', '乙', prompt='中')}<p>后</p>", "前\n中\n后"),
        (f"<div><div><p>题干</p>{choice('甲', '乙')}</div></div>", "题干"),
    ],
)
def test_the_stem_may_stand_before_in_and_after_the_interaction(body, stem):
    found, scheme, told = only(body, declared("B"))
    assert (found.type, found.stem, words(found.options)) == ("single", stem, {"A": "甲", "B": "乙"})
    assert (scheme.correct, told) == (Choice(("B",)), [])


def test_several_right_options():
    found, scheme, told = only(
        choice("甲", "乙", "丙", prompt="题", most="0"), declared("A", "C", cardinality="multiple")
    )
    assert (found.type, scheme.correct, told) == ("multiple", Choice(("A", "C")), [])


@pytest.mark.parametrize("pair", [("正确", "错误"), ("对", "错"), ("True", "False"), ("√", "×"), ("错误", "正确")])
def test_a_choice_between_true_and_false_is_a_judgement(pair):
    found, scheme, told = only(choice(*pair, prompt="题"), declared("A"))
    assert (found.type, found.options, scheme.correct, told) == (
        "truefalse",
        (),
        Judgement(pair[0] not in ("错误",)),
        [],
    )


@pytest.mark.parametrize("pair", [("N", "V"), ("x", "y"), ("V", "X")])
def test_two_letters_that_are_units_or_unknowns_are_options(pair):
    found, scheme, told = only(choice(*pair, prompt="题"), declared("A"))
    assert (found.type, len(found.options), scheme.correct, told) == ("single", 2, Choice(("A",)), [])


# -- what is right


def test_of_a_mapping_alone_what_scores_best_is_right():
    single = declared(mapping=mapped(A="0", B="2", C="1"))
    found, scheme, told = only(choice("甲", "乙", "丙", prompt="题"), single, processing=MAP)
    assert (scheme.correct, found.points, told) == (Choice(("B",)), Fraction(2), ["weights-not-taken"])
    several = declared(cardinality="multiple", mapping=mapped(A="1", B="1", C="-1"))
    found, scheme, told = only(choice("甲", "乙", "丙", prompt="题", most="0"), several, processing=MAP)
    assert (scheme.correct, found.points, told) == (Choice(("A", "B")), Fraction(2), [])


def test_two_values_that_score_best_of_a_single_choice_are_no_key():
    _, scheme, told = only(choice("甲", "乙", prompt="题"), declared(mapping=mapped(A="1", B="1")), processing=MAP)
    assert (scheme.correct, told) == (None, ["answer-type-mismatch.single"])


@pytest.mark.parametrize("processing", ["", MAP])
def test_a_mapping_that_contradicts_the_correct_response_leaves_no_key(processing):
    both = declared("A", mapping=mapped(B="1"))
    _, scheme, told = only(choice("甲", "乙", prompt="题"), both, processing=processing)
    assert (scheme.correct, told) == (None, ["answer-conflict"])


def test_a_mapping_that_scores_nothing_says_nothing():
    both = declared("A", mapping=mapped(B="1"))
    assert only(choice("甲", "乙", prompt="题"), both, processing=MATCH)[1].correct == Choice(("A",))


def test_a_key_beyond_the_options_is_told_and_not_taken():
    found, scheme, told = only(choice("甲", "乙", prompt="题"), declared("Z"))
    assert (found.type, len(found.options), scheme.correct, told) == ("single", 2, None, ["answer-out-of-range"])


def test_nothing_right_is_a_missing_answer():
    assert only(choice("甲", "乙", prompt="题"), declared())[2] == ["missing-answer"]


def rule(test, score="1"):
    return (
        f"<responseProcessing><responseCondition><responseIf>{test}<setOutcomeValue identifier='SCORE'>"
        f"<baseValue baseType='float'>{score}</baseValue></setOutcomeValue></responseIf></responseCondition>"
        "</responseProcessing>"
    )


VARIABLE = "<variable identifier='RESPONSE'/>"


def base(value, kind="identifier"):
    return f"<baseValue baseType='{kind}'>{value}</baseValue>"


@pytest.mark.parametrize(
    ("test", "right"),
    [
        (f"<match>{VARIABLE}{base('B')}</match>", ("B",)),
        (f"<or><match>{VARIABLE}{base('B')}</match><isNull>{VARIABLE}</isNull></or>", ("B",)),
        (
            f"<and><not><match>{VARIABLE}{base('A')}</match></not><not><match>{VARIABLE}{base('C')}</match></not></and>",
            ("B",),
        ),
        (f"<or><match>{VARIABLE}{base('B')}</match><match>{VARIABLE}{base('C')}</match></or>", None),
        (f"<customOperator>{VARIABLE}</customOperator>", None),
    ],
)
def test_rules_of_an_items_own_are_played_through_or_left(test, right):
    _, scheme, told = only(choice("甲", "乙", "丙", prompt="题"), declared(), processing=rule(test))
    assert scheme.correct == (Choice(right) if right else None)
    assert told == ([] if right else ["missing-answer"])


def test_rules_that_ask_for_a_set_of_options():
    asked = f"<match>{VARIABLE}<multiple>{base('A')}{base('C')}</multiple></match>"
    several = declared(cardinality="multiple")
    assert only(choice("甲", "乙", "丙", prompt="题", most="0"), several, processing=rule(asked))[1].correct == Choice(
        ("A", "C")
    )


def test_rules_that_score_something_else_than_the_correct_response_leave_no_key():
    other = rule(f"<match>{VARIABLE}{base('B')}</match>")
    assert only(choice("甲", "乙", prompt="题"), declared("A"), processing=other)[1:][1] == ["answer-conflict"]
    same = rule(f"<match>{VARIABLE}<correct identifier='RESPONSE'/></match>")
    assert only(choice("甲", "乙", prompt="题"), declared("A"), processing=same)[1].correct == Choice(("A",))


# -- blanks


def entry(name="RESPONSE"):
    return f'<textEntryInteraction responseIdentifier="{name}"/>'


def test_blanks_stand_where_their_interactions_stand():
    both = [declared("北京", base="string"), declared("上海", base="string", name="R2")]
    found, scheme, told = only(f"<p>首都是{entry()}，</p><p>港口是{entry('R2')}。</p>", *both)
    assert (found.type, found.stem, found.blanks) == ("blank", "首都是____，\n港口是____。", 2)
    assert (scheme.correct, told) == (Accepted((("北京",), ("上海",))), [])


def test_a_blank_accepts_what_scores_as_much():
    one = declared("York", base="string", mapping=mapped(York="1", york="1", Yorck="0.5"))
    found, scheme, told = only(f"<p>在{entry()}</p>", one, processing=MAP)
    assert (scheme.correct, found.points) == (Accepted((("York", "york"),)), Fraction(1))
    assert told == ["weights-not-taken"]


def test_numbers_are_right_in_their_shortest_form_too():
    assert only(f"<p>{entry()}个</p>", declared("3.50", base="float"))[1].correct == Accepted((("3.50", "3.5"),))


def test_a_tolerance_is_told():
    near = rule(f"<equal toleranceMode='absolute' tolerance='0.1'>{VARIABLE}<correct identifier='RESPONSE'/></equal>")
    _, scheme, told = only(f"<p>{entry()}个</p>", declared("3", base="float"), processing=near)
    assert (scheme.correct, told) == (Accepted((("3",),)), ["rule-not-taken.tolerance"])


def test_blanks_in_a_table_are_blanks():
    table = f"<table><tr><td>甲</td><td>{entry()}</td></tr></table>"
    found, scheme, _ = only(f"<p>填表</p>{table}", declared("一", base="string"))
    assert (found.stem, found.tables[0].rows, found.blanks) == ("填表", (("甲", "____"),), 1)
    assert scheme.correct == Accepted((("一",),))


# -- choices within a text


def inline(*texts, name="RESPONSE"):
    inner = choices(*texts, tag="inlineChoice")
    return f'<inlineChoiceInteraction responseIdentifier="{name}">{inner}</inlineChoiceInteraction>'


def test_one_choice_in_a_line_is_a_choice():
    found, scheme, _ = only(f"<p>天是{inline('红', '蓝')}的</p>", declared("B"))
    assert (found.type, found.stem, words(found.options)) == ("single", "天是____的", {"A": "红", "B": "蓝"})
    assert scheme.correct == Choice(("B",))


def test_several_choices_in_lines_share_their_text():
    body = f"<p>天{inline('红', '蓝')}，地{entry('R2')}</p>"
    paper = read(body, declared("B"), declared("黄", base="string", name="R2"))
    assert [(each.item.number, each.item.type, each.item.stem) for each in paper.items] == [
        ("1.1", "single", "（1）____"),
        ("1.2", "blank", "（2）____"),
    ]
    assert {each.item.material for each in paper.items} == {"天（1）____，地（2）____"}
    assert [each.scheme.correct for each in paper.items] == [Choice(("B",)), Accepted((("黄",),))]


# -- orders and pairs


def order(*texts, shuffle="false"):
    return f'<orderInteraction responseIdentifier="RESPONSE" shuffle="{shuffle}">{choices(*texts)}</orderInteraction>'


def test_an_order():
    found, scheme, told = only(f"<p>排</p>{order('甲', '乙', '丙')}", declared("C", "A", "B", cardinality="ordered"))
    assert (found.type, scheme.correct, told) == ("ordering", Order(("C", "A", "B")), [])


def test_an_order_that_is_not_whole_is_no_key():
    _, scheme, told = only(f"<p>排</p>{order('甲', '乙', '丙')}", declared("C", "A", cardinality="ordered"))
    assert (scheme.correct, told) == (None, ["answer-type-mismatch.ordering"])


def test_an_order_that_is_to_be_shuffled_is_not_shown_in_the_right_one():
    right = declared("A", "B", "C", cardinality="ordered")
    found, scheme, _ = only(f"<p>排</p>{order('一', '二', '三', shuffle='true')}", right)
    texts = words(found.options)
    assert [texts[label] for label in scheme.correct.labels] == ["一", "二", "三"]
    assert list(texts.values()) != ["一", "二", "三"]


def match(left, right):
    def side(names):
        inner = "".join(
            f'<simpleAssociableChoice identifier="{n}" matchMax="1">{n}</simpleAssociableChoice>' for n in names
        )
        return f"<simpleMatchSet>{inner}</simpleMatchSet>"

    return f'<matchInteraction responseIdentifier="RESPONSE">{side(left)}{side(right)}</matchInteraction>'


def pairs(*values):
    return declared(*values, cardinality="multiple", base="directedPair")


@pytest.mark.parametrize(
    ("given", "correct"),
    [
        (("甲 二", "乙 一"), (("(1)", "B"), ("(2)", "A"))),
        (("甲 二", "乙 二"), (("(1)", "B"), ("(2)", "B"))),
    ],
)
def test_pairs(given, correct):
    found, scheme, told = only(f"<p>配</p>{match('甲乙', '一二三')}", pairs(*given))
    assert (found.type, words(found.prompts)) == ("matching", {"(1)": "甲", "(2)": "乙"})
    assert (words(found.options), scheme.correct, told) == ({"A": "一", "B": "二", "C": "三"}, Pairs(correct), [])


def test_things_sorted_into_groups_are_the_prompts():
    found, scheme, _ = only(f"<p>分类</p>{match('甲乙', '一二三')}", pairs("甲 一", "甲 三", "乙 二"))
    assert (words(found.prompts), words(found.options)) == (
        {"(1)": "一", "(2)": "二", "(3)": "三"},
        {"A": "甲", "B": "乙"},
    )
    assert scheme.correct == Pairs((("(1)", "A"), ("(2)", "B"), ("(3)", "A")))


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        (("甲 一",), "answer-type-mismatch.matching"),
        (("甲 一", "乙 丙"), "answer-out-of-range"),
        ((), "missing-answer"),
    ],
)
def test_pairs_that_do_not_come_out_are_no_key(given, kind):
    _, scheme, told = only(f"<p>配</p>{match('甲乙', '一二三')}", pairs(*given))
    assert (scheme.correct, told) == (None, [kind])


def test_pairs_out_of_one_list():
    inner = choices("甲", "乙", "丙", "丁", tag="simpleAssociableChoice")
    body = f'<p>配</p><associateInteraction responseIdentifier="RESPONSE">{inner}</associateInteraction>'
    found, scheme, _ = only(body, declared("C A", "B D", cardinality="multiple", base="pair"))
    assert (words(found.prompts), words(found.options)) == ({"(1)": "甲", "(2)": "乙"}, {"A": "丙", "B": "丁"})
    assert scheme.correct == Pairs((("(1)", "A"), ("(2)", "B")))


def test_gaps_and_the_words_for_them_are_pairs():
    inner = f"{choices('黄', '蓝', '红', tag='gapText')}<p>天<gap identifier='G1'/>地<gap identifier='G2'/></p>"
    body = f'<gapMatchInteraction responseIdentifier="RESPONSE"><prompt>选词</prompt>{inner}</gapMatchInteraction>'
    found, scheme, _ = only(body, pairs("B G1", "A G2"))
    assert (found.stem, words(found.prompts)) == ("选词\n天（1）____地（2）____", {"(1)": "____", "(2)": "____"})
    assert scheme.correct == Pairs((("(1)", "B"), ("(2)", "A")))


# -- texts at length, and what cannot be answered here


def test_a_text_at_length_with_its_rubric_and_reference():
    rubric = '<rubricBlock view="scorer"><p>态度，3分；方案，2分</p></rubricBlock>'
    body = f'<p>答</p><extendedTextInteraction responseIdentifier="RESPONSE"/>{rubric}'
    found, scheme, told = only(body, declared("参考", base="string"), outcomes=worth("MAXSCORE", "5"), processing="")
    assert (found.type, found.stem, found.points, scheme.reference) == ("essay", "答", Fraction(5), "参考")
    assert ([(each.name, each.points) for each in scheme.rubric.criteria], told) == ([("态度", 3), ("方案", 2)], [])


@pytest.mark.parametrize("name", ["hotspot", "slider", "upload", "drawing", "hottext", "custom", "portableCustom"])
def test_an_interaction_without_its_like_here_is_kept_and_told(name):
    body = f'<p>题</p><{name}Interaction responseIdentifier="RESPONSE"><p>内</p></{name}Interaction>'
    found, scheme, told = only(body, declared("A"))
    assert (found.type, found.stem, scheme.correct, told) == ("essay", "题\n内", None, ["unsupported-interaction"])


def test_an_item_without_any_interaction_is_kept_and_told():
    assert only("<p>读</p>")[2] == ["unsupported-interaction.none"]


def test_more_options_than_letters_are_kept_as_words():
    many = "".join(f'<simpleChoice identifier="c{at}">第{at}</simpleChoice>' for at in range(30))
    body = f'<choiceInteraction responseIdentifier="RESPONSE"><prompt>题</prompt>{many}</choiceInteraction>'
    found, _, told = only(body, declared("c1"))
    assert (found.options, "第29" in found.stem, told) == ((), True, ["unsupported-interaction"])


def test_an_item_made_anew_for_each_candidate_has_no_key():
    body = f'<p><printedVariable identifier="N"/>的两倍？{entry()}</p>'
    after = "<templateProcessing/>"
    found, scheme, told = only(body, declared("8", base="integer"), after=after)
    assert (found.stem, scheme.correct, told) == ("[N]的两倍？____", None, ["unsupported-interaction.parameters"])


def test_an_adaptive_item_is_told():
    assert only(choice("甲", "乙", prompt="题"), declared("A"), attributes=' adaptive="true"')[2] == [
        "rule-not-taken.other"
    ]


# -- several interactions, points, explanations


def test_several_interactions_are_sub_questions_with_shared_material():
    body = f"<p>材料</p><p>问一</p>{choice('甲', '乙')}<p>问二</p>{choice('丙', '丁', name='R2')}<p>注</p>"
    paper = read(body, declared("A"), declared("B", name="R2"))
    assert [(e.item.number, e.item.material, e.item.stem) for e in paper.items] == [
        ("1.1", "材料", "问一"),
        ("1.2", "材料", "问二\n注"),
    ]
    assert [each.scheme.correct for each in paper.items] == [Choice(("A",)), Choice(("B",))]


def test_before_a_prompt_all_is_material():
    body = (
        f"<p>材料一</p><p>材料二</p>{choice('甲', '乙', prompt='问一')}{choice('丙', '丁', prompt='问二', name='R2')}"
    )
    paper = read(body, declared("A"), declared("B", name="R2"))
    assert [(e.item.material, e.item.stem) for e in paper.items] == [
        ("材料一\n材料二", "问一"),
        ("材料一\n材料二", "问二"),
    ]


@pytest.mark.parametrize(
    ("outcomes", "points"),
    [
        (worth("MAXSCORE", "2.5"), Fraction(5, 2)),
        ('<outcomeDeclaration identifier="SCORE" normalMaximum="4"/>', Fraction(4)),
        (worth("SCORE", "0"), None),
        (worth("MAXSCORE", "nonsense"), None),
    ],
)
def test_points_as_the_file_states_them(outcomes, points):
    assert only(choice("甲", "乙", prompt="题"), declared("A"), outcomes=outcomes)[0].points == points


def test_feedback_is_explanation_and_never_stem():
    block = '<feedbackBlock identifier="x" outcomeIdentifier="F"><p>看第三章</p></feedbackBlock>'
    first = '甲<feedbackInline identifier="A" outcomeIdentifier="F">对</feedbackInline>'
    body = f"<p>题</p>{block}{choice(first, '乙')}"
    after = '<modalFeedback identifier="B" outcomeIdentifier="F">再想想</modalFeedback>'
    found, scheme, _ = only(body, declared("A"), after=after)
    assert (found.stem, words(found.options)) == ("题", {"A": "甲", "B": "乙"})
    assert scheme.explanation == "看第三章\nA：对\nB：再想想"


def test_pictures_of_options_and_stems():
    source = f"data:image/png;base64,{base64.b64encode(PIXEL).decode()}"
    body = f'<p>图<img src="{source}" alt=""/></p>{choice(f"<img src={chr(34)}{source}{chr(34)}/>", "乙")}'
    paper = read_paper(item(body, declared("A")).encode(), "x.xml")
    found = paper.paper.items[0].item
    assert (len(found.images), found.options[0].text, found.options[0].image) == (1, "", found.images[0])
    assert paper.media[found.images[0].name] == PIXEL


def test_a_picture_that_is_not_there_is_told_and_nothing_fetched():
    _, _, told = only(f'<p>图<img src="https://x.example/a.png"/></p>{choice("甲", "乙")}', declared("A"))
    assert told == ["media-missing"]


def test_instructions_for_tutors_are_no_part_of_the_stem():
    rubrics = '<rubricBlock view="candidate">须知</rubricBlock><rubricBlock view="tutor">只给老师</rubricBlock>'
    body = f"{rubrics}{choice('甲', '乙', prompt='题')}"
    found, scheme, _ = only(body, declared("A"))
    assert (found.stem, scheme.explanation) == ("须知\n题", "只给老师")


# -- versions


THREE = f"""<?xml version="1.0"?>
<qti-assessment-item xmlns="{SPACES["3.0"]}" identifier="i" title="t">
  <qti-response-declaration identifier="RESPONSE" cardinality="multiple" base-type="identifier">
    <qti-mapping default-value="0" upper-bound="2">
      <qti-map-entry map-key="A" mapped-value="1"/><qti-map-entry map-key="C" mapped-value="1"/>
    </qti-mapping>
  </qti-response-declaration>
  <qti-item-body><qti-choice-interaction response-identifier="RESPONSE" max-choices="0">
    <qti-prompt>哪些？<qti-catalog-info><qti-catalog id="x"/></qti-catalog-info></qti-prompt>
    <qti-simple-choice identifier="A">甲</qti-simple-choice><qti-simple-choice identifier="B">乙</qti-simple-choice>
    <qti-simple-choice identifier="C">丙</qti-simple-choice>
  </qti-choice-interaction></qti-item-body>
  <qti-response-processing template="https://x.example/rptemplates/map_response.xml"/>
  <qti-modal-feedback identifier="y" outcome-identifier="F">
    <qti-content-body>因为</qti-content-body></qti-modal-feedback>
</qti-assessment-item>"""


def test_version_3_says_the_same_in_its_own_names():
    (found,) = read_paper(THREE.encode(), "x.xml").paper.items
    assert (found.item.type, found.item.stem, found.item.points) == ("multiple", "哪些？", Fraction(2))
    assert (found.scheme.correct, found.scheme.explanation) == (Choice(("A", "C")), "因为")


@pytest.mark.parametrize("prefix", ["", "q:"])
@pytest.mark.parametrize("space", [*SPACES.values(), "http://www.imsglobal.org/xsd/imsqti_v2p0"])
def test_namespaces_and_prefixes_make_no_difference(space, prefix):
    text = item(choice("甲", "乙", prompt="题"), declared("A")).replace(SPACES["2.2"], space)
    if prefix:
        text = text.replace("xmlns=", "xmlns:q=").replace("</", "</q:").replace("<", "<q:").replace("<q:/q:", "</q:")
    data = f'<?xml version="1.0" encoding="UTF-8"?>\n<!-- x -->\n{text}'
    assert read_paper(data.encode(), "x.xml").paper.items[0].scheme.correct == Choice(("A",))


def test_lines_are_told_where_a_file_stands_alone():
    paper = read_paper(
        f"<?xml version='1.0'?>\n\n{item(choice('甲', '乙', prompt='题'), declared())}".encode(), "x.xml"
    ).paper
    assert [finding.line for finding in paper.findings if finding.kind == "missing-answer"] == [3]


def test_a_picture_in_feedback_is_told():
    picture = f'<img src="data:;base64,{base64.b64encode(PIXEL).decode()}" alt=""/>'
    after = f'<modalFeedback identifier="x" outcomeIdentifier="F">看图{picture}</modalFeedback>'
    assert "media-missing.notes" in kinds(read(choice("甲", "乙", prompt="题"), declared("A"), after=after))


@pytest.mark.parametrize(
    ("how", "told"), [("", False), (' caseSensitive="false"', False), (' caseSensitive="true"', True)]
)
def test_letters_that_must_be_large_or_small_are_told_where_the_file_says_so(how, told):
    mapping = f'<mapping defaultValue="0"><mapEntry mapKey="York" mappedValue="1"{how}/></mapping>'
    field = '<p>城市：<textEntryInteraction responseIdentifier="RESPONSE"/></p>'
    paper = read(field, declared("York", base="string", mapping=mapping), processing=MAP)
    assert ("rule-not-taken.case" in kinds(paper)) is told
