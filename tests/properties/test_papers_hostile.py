"""Any bytes, any text, any Word XML: a paper is read, or one refusal says why not. Nothing else ever comes out."""

from hypothesis import given, settings
from hypothesis import strategies as st
from kaochang.domain.items import ItemType
from kaochang.domain.refusals import Refusal
from kaochang.papers.lines import fold, make_line
from kaochang.papers.reading import read_paper
from support.paper_promises import check
from unit.papers.support import docx, zipped

SCRAPS = (
    "1.", "2、", "（3）", "⑴", "①", "一、", "（一）", "第一部分",
    "第1题", "单选题", "多选题", "判断题", "填空题", "简答题", "案例分析题", "情景模拟题",
    "排序题", "匹配题", "选择题", "（共2题，每题3分，共6分）", "（每空2分）", "满分：100分", "A.", "B.",
    "C、", "（D）", "A", "A.甲B.乙", "答案：", "【答案】", "参考答案", "答案及解析",
    "解析：", "评分标准：", "考察甲、乙和丙", "（5分）", "√", "×", "（√）", "（",
    "）", "（", "B", "）", "____", "ABD", "1-5", "1-3ABC",
    "题号", "材料：", "案例一：", "问题：", "题干：", "第1页共2页", "密封线", "注意事项：",
    "文档评论(0)", "2026年", "3.14", "1.5倍", "甲", "乙？", "请说明。", "正确",
    "错误", "→", "\n```\n", "\n```py\n", "\\[", "\\]", "\\(", "\\)",
    "第1轮", "第2轮", "①客户：", "客户：", "（60秒）", "限时2分钟",
)  # fmt: skip
PAPERS = st.lists(st.sampled_from(SCRAPS) | st.sampled_from(["\n", "\n", " ", "　", "\t"]), max_size=60).map("".join)


@given(st.binary(max_size=300))
@settings(max_examples=300, deadline=None)
def test_any_bytes(data):
    check(data)


@given(st.text(max_size=200))
@settings(max_examples=300, deadline=None)
def test_any_text(text):
    check(text.encode("utf-8", "surrogatepass"))


@given(PAPERS, st.none() | PAPERS)
@settings(max_examples=700, deadline=None)
def test_any_heap_of_paper_scraps(text, key):
    check(text.encode(), key.encode() if key is not None else None)


TAGS = (
    "p", "r", "t", "pPr", "rPr", "numPr", "ilvl", "numId", "tbl",
    "tr", "tc", "ins", "del", "sdt", "sdtContent", "br", "sym", "fldChar",
    "instrText", "hyperlink", "drawing", "pict", "txbxContent", "u", "color", "pStyle",
)  # fmt: skip
VALUES = st.sampled_from(["0", "1", "-5", "99999999999", "", "begin", "end", "single", "FF0000", "一", "x"])


def element(tag: str, value: str, children: list[str]) -> str:
    names = "".join(f' w:{name}="{value}"' for name in ("val", "type", "fldCharType", "char"))
    return f"<w:{tag}{names}>{''.join(children)}</w:{tag}>"


XML = st.recursive(
    st.sampled_from([scrap for scrap in SCRAPS if "<" not in scrap]),
    lambda inner: st.builds(element, st.sampled_from(TAGS), VALUES, st.lists(inner, max_size=4)),
    max_leaves=25,
)
NUMBERING = st.builds(
    lambda form, text, start: (
        '<w:numbering xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        '<w:abstractNum w:abstractNumId="0">'
        f'<w:lvl w:ilvl="0"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    ),
    st.sampled_from(
        [
            "decimal",
            "upperRoman",
            "upperLetter",
            "chineseCounting",
            "ideographTraditional",
            "decimalEnclosedCircle",
            "x",
        ]
    ),
    st.sampled_from(["%1.", "%9", "%1%2%3", "", "%"]),
    st.integers(-3, 999999),
)


@given(st.lists(XML, max_size=8).map("".join), NUMBERING)
@settings(max_examples=300, deadline=None)
def test_any_word_xml(body, numbering):
    listed = '<w:p><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>甲</w:t></w:r></w:p>'
    check(docx(body + listed, numbering_dot_xml=numbering))


@given(st.data())
@settings(max_examples=200, deadline=None)
def test_a_word_file_with_any_bytes_changed(data):
    whole = bytearray(zipped({"word/document.xml": docx("x")[:50] + b"<a/>", "word/styles.xml": b"<b/>"}))
    for _ in range(data.draw(st.integers(1, 6))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    check(bytes(whole[: data.draw(st.integers(1, len(whole)))]))


@given(st.text(max_size=80))
def test_the_fold_is_as_long_as_the_text(text):
    line = make_line(text, 1)
    assert len(fold(text)) == len(text)
    assert line.fold == fold(line.text)


@given(st.sampled_from(ItemType), PAPERS)
@settings(max_examples=100, deadline=None)
def test_reading_is_the_same_twice(kind, text):
    data = f"一、{kind.value}\n{text}".encode()
    try:
        first = read_paper(data, "x").paper
    except Refusal:
        return
    assert read_paper(data, "x").paper == first
