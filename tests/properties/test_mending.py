"""Whatever is mended in whatever order: a mend is refused whole or stands whole, is undone whole, and is replayed."""

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st
from kaochang.domain import mends
from kaochang.domain.items import ItemType
from kaochang.domain.refusals import Outcome
from kaochang.domain.responses import Choice
from kaochang.domain.values import from_plain, to_plain
from kaochang.flow.mending import FindingState, Mending
from kaochang.papers.reading import read_paper
from support.refusals import outcome_of

TEXT = """
2026 年度考核
一、单选题（共 3 题，每题 2 分，共 6 分）
1. 设备到库后先做什么（ B ）
A. 报废  B. 核对
C. 等待  D. 转交
2. 下列哪项体现同理心
A. 这很常见 B. 先复述
C. 催促 D. 说明条款 3. 服务日志必须有（ ）
A. 结果 B. 语气
答案：E
二、多选题
1. 处理重复投诉应当
A. 合并 B. 查根因 C. 忽略
答案：AB
三、判断题（每题 1 分）
1. 可以不报姓名。（ ）
1. 地球是圆的。（√）
四、填空题
1. 中国的首都是____，最长的河是____。
答案：北京；长江
五、简答题（10 分）
1. 请说明处理投诉的步骤。
2. 甲是（ ）
六、匹配题
1. 把左边和右边连起来
(1) 甲 A. 一
(2) 乙 B. 二
答案：1-A 2-B
参考答案
三、判断题
1. 对
2. 错
""".encode()
SHEET = (
    "题型,题干,选项A,选项B,选项C,答案,分值\n单选,先做什么,报废,核对,等待,B,2\n多选,应当做什么,合并,查找,忽略,D,\n"
    "判断,地球是圆的,,,,对,1\n填空,首都是____,,,,北京,2\n问答,谈谈服务,,,,认真,10\n"
).encode()
AIKEN = "先做什么\nA. 报废\nB. 核对\nANSWER: B\n\n再做什么\nA. 等待\nB. 转交\nC. 转交\nANSWER: C\n".encode()
PAPERS = {name: read_paper(data, name) for name, data in (("text", TEXT), ("sheet", SHEET), ("aiken", AIKEN))}

places = st.integers(0, 12)
words = st.sampled_from(
    ["", "A", "b", "AB", "A、C", "Z", "对", "√", "0", "北京；长江", "北京", "1-A 2-B", "ABC", "很长的一段话"]
)
texts = st.sampled_from(["", "题干", "填____空", "判断（√）", "答案是（ B ）", "4. 下一题\nA. 甲", "```\n代码\n```"])
steps = st.one_of(
    st.builds(mends.SetKey, places, words),
    st.builds(mends.LeaveKey, places),
    st.builds(mends.SetPoints, places, st.sampled_from([Fraction(0), Fraction(2), Fraction(5, 2)])),
    st.builds(mends.SetSectionPoints, places, st.just(Fraction(3))),
    st.builds(mends.SetType, places, st.sampled_from(list(ItemType))),
    st.builds(mends.SetStem, places, texts),
    st.builds(mends.SetOptions, places, st.lists(texts, max_size=4).map(tuple)),
    st.builds(mends.Split, places, st.integers(0, 30), st.integers(0, 8)),
    st.builds(mends.Join, places),
    st.builds(mends.Drop, places),
    st.builds(mends.Keep, places),
)


def tried(mending, mend):
    """Makes a mend, or sees that its refusal left everything as it was."""
    before = mending.paper
    outcome = outcome_of(lambda: mending.apply(mend))
    assert outcome in (Outcome.OK, Outcome.POLICY)
    assert outcome is Outcome.OK or mending.paper == before


@settings(max_examples=120, deadline=None)
@given(st.sampled_from(sorted(PAPERS)), st.lists(steps, max_size=8))
def test_mends_are_whole_undone_and_replayed(name, made):
    mending = Mending(PAPERS[name])
    first = mending.paper
    for mend in made:
        tried(mending, mend)
    last, kept = mending.paper, mending.mends
    assert Mending(PAPERS[name], from_plain(tuple[mends.Mend, ...], to_plain(kept))).paper == last
    while mending.can_undo:
        mending.undo()
    assert mending.paper == first
    while mending.can_redo:
        mending.redo()
    assert (mending.paper, mending.mends) == (last, kept)


@settings(max_examples=120, deadline=None)
@given(st.sampled_from(sorted(PAPERS)), st.lists(steps, max_size=8))
def test_no_mend_leaves_an_item_without_a_key_and_says_nothing_of_it(name, made):
    mending = Mending(PAPERS[name])
    for mend in made:
        tried(mending, mend)
    paper = mending.paper
    told = {each.at for each in paper.findings if each.state is FindingState.OPEN}
    for at, each in enumerate(paper.items):
        correct = each.scheme.correct
        assert each.is_dropped or each.item.is_open or correct is not None or at in told
        if isinstance(correct, Choice):
            assert {*correct.labels} <= {option.label for option in each.item.options}


@settings(max_examples=120, deadline=None)
@given(st.sampled_from(sorted(PAPERS)), st.lists(steps, max_size=8))
def test_what_goes_into_the_bank_is_what_stands(name, made):
    mending = Mending(PAPERS[name])
    for mend in made:
        tried(mending, mend)
    standing = [each.finding for each in mending.paper.findings if each.state is FindingState.OPEN]
    tried(mending, mends.Pass(tuple(standing), "张三", "已核对"))
    assert not any(each.state is FindingState.OPEN for each in mending.paper.findings)
    read = mending.read()
    assert [each.item for each in read.paper.items] == [
        each.item for each in mending.paper.items if not each.is_dropped
    ]
    assert len(read.places) == len(read.paper.items)
    assert set(read.passed) == set(range(len(read.paper.findings)))
    assert all(finding.index is None or finding.index < len(read.paper.items) for finding in read.paper.findings)
