"""HTML becomes authored text: every word is kept, and what was no notation there is none here."""

import base64

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from kaochang.domain.authored import Code, Formula, Paragraph, read_authored
from kaochang.papers.markup.html import to_authored
from kaochang.papers.markup.pictures import Pictures
from kaochang.papers.markup.xml import parse_xml

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
JOINER = "\u2060"


def text(html):
    return to_authored(html).text


@pytest.mark.parametrize(
    ("html", "lines"),
    [
        ("", []),
        ("词", ["词"]),
        ("<p>甲</p>\n<p>乙</p>", ["甲", "乙"]),
        ("甲<br>乙<br/><br/>丙", ["甲", "乙", "丙"]),
        ("<p>a <b>b</b>\n   c&nbsp;d</p>", ["a b c\u00a0d"]),
        ("<p>中国\n    人民</p>", ["中国人民"]),
        ("<p>中国 人民</p>", ["中国 人民"]),
        ("<p>\u3000\u3000缩进</p><p>&nbsp;</p>", ["\u3000\u3000缩进"]),
        ("1 &lt; 2 &amp;&amp; x&gt;y &quot;z&quot; &hellip;", ['1 < 2 && x>y "z" …']),
        ("<h2>题</h2><div><div>甲</div></div>", ["题", "甲"]),
        ("<ul><li>甲</li><li>乙<ul><li>丙</li></ul></li></ul>", ["• 甲", "• 乙", "  • 丙"]),
        ("<ol><li><p>甲</p><p>乙</p></li><li>丙</li></ol>", ["1. 甲", "乙", "2. 丙"]),
        ('<ol type="A" start="3"><li>甲</li></ol><ol type="i"><li>a</li><li>b</li></ol>', ["C. 甲", "i. a", "ii. b"]),
        ('<ol style="list-style-type: none"><li>甲</li></ol>', ["甲"]),
        ("<ul>前<li>甲</li><ul><li>乙</li></ul>中<p>丙</p>后</ul>", ["前", "• 甲", "  • 乙", "中", "丙", "后"]),
        ("<ol><li>甲</li><li hidden>乙</li><li></li>丙<li>丁</li></ol>", ["1. 甲", "丙", "3. 丁"]),
        ("<table><caption>表</caption><tr><td>甲</td></tr></table>", ["表", "甲"]),
        ("他说<q>好</q>", ["他说“好”"]),
        ("<ruby>村<rp>(</rp><rt>むら</rt><rp>)</rp></ruby>", ["村(むら)"]),
        ("H<sub>2</sub>O，10<sup>−3</sup>，x<sup>k</sup>", ["H₂O，10⁻³，x\\(^{k}\\)"]),
        ("1<sup>st</sup>，a<sub>{</sub>", ["1\\(^{\\text{st}}\\)，a_({)"]),
        ("首都是<u>&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;</u>。<u>重点</u>", ["首都是_____。重点"]),
        ('<span style="text-decoration: underline">\u3000\u3000\u3000\u3000</span>', ["____"]),
        ("<script>x()</script><style>p{}</style>甲<span hidden>乙</span><i style='display:none'>丙</i>", ["甲"]),
        ('<span class="katex"><span>E</span><span class="katex-html">E</span></span>', ["E"]),
        ("<p>甲<p>乙", ["甲", "乙"]),
        ("a\x00b<?xml version='1.0' encoding='x'?>", ["ab"]),
        ("<table><tr><td>甲</td></tr><tr><td><p>乙</p></td></tr></table>", ["甲", "乙"]),
    ],
)
def test_words_and_lines(html, lines):
    assert text(html).split("\n") == (lines or [""])


def test_a_table_of_data_stands_apart_with_its_caption_as_words():
    cells = "<tr><th colspan='2'>甲</th></tr><tr><td rowspan='2'>1</td><td>2<br>3</td></tr><tr><td>4</td></tr>"
    read = to_authored(f"<p>前</p><table><caption>表</caption><tbody>{cells}</tbody></table>后")
    assert (read.text, [table.rows for table in read.tables]) == (
        "前\n表\n后",
        [(("甲", ""), ("1", "2\n3"), ("", "4"))],
    )
    assert read.flat == "前\n表\n后\n甲\t\n1\t2\n3\n\t4"


def test_a_table_wider_than_any_data_is_words():
    read = to_authored(f"<table><tr>{'<td colspan=99999>x</td>' * 9}</tr></table>")
    assert (read.tables, read.text) == ((), "\n".join("x" * 9))


def test_code_keeps_its_white_space_and_its_language():
    read = text('<p>看</p><pre><code class="language-python">\nif a:\n    b()<br>\tc\n\n</code></pre>')
    assert read == "看\n```python\nif a:\n    b()\n\tc\n```"
    assert [block.text for block in read_authored(read) if isinstance(block, Code)] == ["if a:\n    b()\n\tc"]


def test_a_fence_in_code_does_not_end_it():
    blocks = read_authored(text("<pre>a\n```\nb</pre>"))
    assert [type(block) for block in blocks] == [Code]


@pytest.mark.parametrize("html", ["<p>```</p><p>x</p><p>```</p>", "<code>\\(a\\)</code>", "<code>\\[b\\]</code>"])
def test_what_only_looks_like_notation_stays_words(html):
    read = text(html)
    pieces = [piece for block in read_authored(read) for piece in block.pieces]
    assert all(isinstance(block, Paragraph) for block in read_authored(read))
    assert not any(isinstance(piece, Formula) for piece in pieces)
    assert read.replace(JOINER, "") in ("```\nx\n```", "\\(a\\)", "\\[b\\]")


def test_formulas_that_the_text_itself_writes_in_latex_are_formulas():
    (block,) = read_authored(text("<p>若 \\(x^2=4\\) 则</p>"))
    assert [type(piece) for piece in block.pieces][1] is Formula
    assert text('<img class="equation_image" data-equation-content="\\frac{1}{2}" src="/e.png">') == r"\(\frac{1}{2}\)"


def test_pictures_come_from_the_file_alone():
    data = base64.b64encode(PIXEL).decode()
    pictures = Pictures()
    read = to_authored(
        f'<img src="data:image/png;base64,{data}"/><img src="https://x.example/c.png" alt="远"/>'
        f'<img src="b.svg"/><object data="data:;base64,{data}"/><img src="data:image/svg+xml,&lt;svg/&gt;"/>',
        pictures,
    )
    assert [image.media_type for image in read.images] == ["image/png"]
    assert pictures.media == {read.images[0].name: PIXEL}
    assert (read.text, [loss.params["source"] for loss in read.losses]) == (
        "[远]",
        ["https://x.example/c.png", "b.svg", "data:image/svg+xml,<svg/>"],
    )


def test_what_is_underlined_keeps_its_shape():
    data = base64.b64encode(PIXEL).decode()
    under = 'style="text-decoration: underline"'
    read = to_authored(
        f"<ol {under}><li>甲</li><li>乙</li></ol><p>x<sup {under}>2</sup></p>"
        f'<table {under}><tr><td>丙</td><td>丁</td></tr></table><u>\u3000<img src="data:;base64,{data}"></u>'
    )
    assert (read.text, read.tables[0].rows, len(read.images)) == ("1. 甲\n2. 乙\nx²", (("丙", "丁"),), 1)


def test_sounds_and_films_are_told_and_their_words_kept():
    read = to_authored('<p>听<audio src="a.mp3">录音</audio></p><iframe src="https://x.example"></iframe>')
    assert (read.text, [loss.params["source"] for loss in read.losses]) == ("听录音", ["a.mp3", "https://x.example"])


def test_pictures_in_cells_are_pictures_of_the_text():
    data = base64.b64encode(PIXEL).decode()
    read = to_authored(f'<table><tr><td><img src="data:;base64,{data}"></td><td>甲</td></tr></table>')
    assert (len(read.images), read.tables[0].rows) == (1, (("", "甲"),))


def test_elements_of_another_language_say_what_stands_for_them():
    root = parse_xml("<p>甲<gap/>乙<box/>丙<other>丁</other></p>".encode())
    said = {"gap": "____", "box": "\n[框]\n"}
    assert to_authored(root, special=lambda each: said.get(each.tag)).text == "甲____乙\n[框]\n丙丁"


TAGS = ("p", "div", "ul", "ol", "li", "table", "tr", "td", "b", "span", "code", "dl", "dd", "blockquote", "u", "q")


@settings(max_examples=200, deadline=None)
@given(st.recursive(st.just(""), lambda inner: st.tuples(st.sampled_from(TAGS), st.lists(inner, max_size=4))))
def test_no_word_is_lost_however_elements_lie_in_each_other(tree):
    """Text before, in and behind elements that editors put where none belongs, as lists in lists without a line."""
    words = []

    def made(node):
        if not node:
            return ""
        tag, inner = node
        names = [f"w{len(words) + place}w" for place in range(2)]
        words.extend(names)
        return f"<{tag}>{names[0]}{''.join(map(made, inner))}</{tag}>{names[1]}"

    source = made(tree)
    told = to_authored(source).flat
    lost = [word for word in words if word not in told]
    assert lost == []


def test_a_text_longer_than_ten_megabytes_is_whole():
    assert len(text(f"<b>{'甲' * 4_000_000}</b>")) == 4_000_000


def test_what_lies_too_deep_is_kept_as_words():
    assert text("<b>" * 90 + "甲" + "</b>" * 90) == "甲"


def test_many_losses_are_told_up_to_a_bound():
    read = to_authored("".join(f'<img src="{place}.png">' for place in range(999)))
    assert len(read.losses) == 50
