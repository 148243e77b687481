"""XHTML and HTML to authored text (docs/authored-text.md): the words of a text, its tables and its pictures.

Emphasis, colours and sizes have no notation and are left out; every word is kept. What could not be carried is told.
"""

import re
from collections.abc import Callable
from typing import Final, TypeAlias

from lxml import etree

from kaochang.domain.authored import BLANK, FENCE
from kaochang.domain.formulas import parse_formula
from kaochang.domain.items import Image
from kaochang.papers import limits, safe_xml
from kaochang.papers.lines import visible
from kaochang.papers.markup import html_tables as tables
from kaochang.papers.markup import own_html as own
from kaochang.papers.markup.authored import Authored, Made
from kaochang.papers.markup.html_scripts import script
from kaochang.papers.markup.mathml import to_latex
from kaochang.papers.markup.pictures import Pictures
from kaochang.papers.markup.xml import name_of

Special: TypeAlias = Callable[[etree._Element], str | None]
"""What an element that is no HTML says within a text; line breaks set it apart. None: its own words are read."""

_BLOCK_NAMES: Final = """
    p div h1 h2 h3 h4 h5 h6 dl dt dd blockquote section article aside header footer nav main figure figcaption address
    fieldset legend form center details summary hr br body html tr caption
    rubricblock feedbackblock templateblock modalfeedback prompt itembody contentbody stimulusbody simplechoice
"""
_BLOCKS: Final = frozenset(_BLOCK_NAMES.split())
"""Elements that stand apart from the words around them, QTI's own among them."""
_UNSEEN: Final = frozenset(
    ("script", "style", "head", "title", "template", "noscript", "rp", "param", "source", "track", "colgroup")
)
_HIDDEN: Final = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_UNDERLINED: Final = re.compile(r"text-decoration[^;]*:\s*underline", re.IGNORECASE)
_TYPED_TWICE: Final = re.compile(r"\b(?:katex-html|hidden-readable|MathJax_Preview|MathJax_SVG)\b")
"""What converters of formulas add for screens beside the formula itself."""
_SPACE: Final = re.compile(r"[ \t\r\n\f]+")
_WIDE: Final = r"[\u2e80-\u303f\u3041-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff01-\uff60]"
_BROKEN: Final = re.compile(rf"(?<={_WIDE})[ \t\r\f]*\n[ \t\r\n\f]*(?={_WIDE})")
"""Where a line of the file ends between two Chinese characters no space is meant."""
_JOINER: Final = "\u2060"
"""Nobody sees it: stands in what would be notation here, but was none in its own format."""
_EMPTY: Final = re.compile(r"[\s\u3000\u00a0]+")
_FALSE_MARK: Final = re.compile(r"\\(?=[()\[\]])")


def to_authored(
    source: str | etree._Element, images: Callable[[str], Image | None] | None = None, special: Special | None = None
) -> Authored:
    """The authored text of an HTML text or of an element with XHTML in it (the words behind the element stay out).

    `images` gives the picture that a `src` names (see `Pictures`); pictures that it does not know are told as losses.
    """
    root = _parse(source) if isinstance(source, str) else source
    if root is None:
        return Authored()
    walk = _Walk(Made(), images or Pictures(), special)
    walk.inside(root, 0)
    return walk.done()


def _parse(text: str) -> etree._Element | None:
    return safe_xml.parse_html(f"<div>{text}</div>".encode("utf-8", "replace").replace(b"\x00", b""))


class _Walk:
    """Walks through elements in reading order and writes lines; `made` is shared with the cells of tables."""

    def __init__(self, made: Made, images: Callable[[str], Image | None], special: Special | None) -> None:
        self._made = made
        self._images = images
        self._special = special
        self._lines: list[str] = []
        self._words: list[str] = []
        self._marker = ""
        self._lists = 0
        self._coded = 0
        self._readers: dict[str, Callable[[etree._Element, int], None]] = {
            "img": self._image,
            "image": self._image,
            "object": self._object,
            "embed": self._object,
            "video": self._object,
            "audio": self._object,
            "iframe": self._object,
            "svg": self._object,
            "math": self._formula,
            "table": self._table,
            "pre": self._pre,
            "code": self._code,
            "ul": self._list,
            "ol": self._list,
            "sub": self._script,
            "sup": self._script,
            "q": self._quote,
            "rt": self._ruby,
            "input": self._input,
        }

    def done(self) -> Authored:
        """What was written."""
        self._end_line()
        return self._made.whole("\n".join(self._lines))

    def inside(self, element: etree._Element, depth: int) -> None:
        """The words and elements inside an element."""
        if depth > limits.MAX_MARKUP_DEPTH:
            self._say("".join(map(str, element.itertext())))  # in reading order, line breaks and pictures left out
            return
        self._say(element.text)
        for child in element:
            self._element(child, depth + 1)
            self._say(child.tail)

    def _element(self, element: etree._Element, depth: int) -> None:
        if not isinstance(element.tag, str):
            self._say(_entity(element))
            return
        said = self._special(element) if self._special else None
        if said is not None:
            self._insert(said)
            return
        name = name_of(element).lower()
        if name in _UNSEEN or _is_hidden(element) or (element.attrib and self._own(element, depth)):
            return
        if blank := self._drawn(element, name):
            self._say(blank)
        elif name in self._readers:
            self._readers[name](element, depth)
        elif name in _BLOCKS:
            self._end_line()
            self.inside(element, depth)
            self._end_line()
        else:
            self.inside(element, depth)

    def _own(self, element: etree._Element, depth: int) -> bool:
        """What our own writers made is read to the letter; True where that was all there is to read."""
        marks, part = own.own_marks(element), element.get(own.PART)
        if part is not None:
            inner = _Walk(Made(), self._images, self._special)
            inner._made.add_own(marks)
            inner.inside(element, depth)
            self._made.add_part(part, inner.done())
        elif own.is_own(element, own.OWN_TEXT):
            self._end_line()
            self._lines += own.own_text(element, self._special).split("\n")
        elif own.is_own(element, own.OWN_TABLE):
            self._made.add_table([[self._cell(cell, depth + 1) for cell in row] for row in own.own_rows(element)])
        else:
            self._made.add_own(marks)
            return False
        return True

    # -- words and lines

    def _say(self, words: str | None) -> None:
        if words:
            seen = visible(words)
            self._words.append(_FALSE_MARK.sub(rf"\\{_JOINER}", seen) if self._coded else seen)

    def _insert(self, words: str) -> None:
        """Words that are notation already; their line breaks stay."""
        first, *others = words.split("\n")
        self._words.append(first)
        for line in others:
            self._end_line()
            self._words.append(line)

    def _end_line(self) -> None:
        words = _tidy("".join(self._words))
        self._words = []
        if not words.strip():
            return
        if FENCE.match(words):
            words = _JOINER + words
        self._lines.append(self._marker + words)
        self._marker = ""

    # -- elements

    def _image(self, element: etree._Element, _depth: int) -> None:
        formula = element.get("data-equation-content", "")
        source = element.get("src") or element.get("href") or ""
        if formula and parse_formula(formula):
            self._insert(rf"\({formula}\)")
            return
        self._picture(source, element.get("alt", "").strip())

    def _picture(self, source: str, words: str) -> None:
        """A picture, or the words that stand for it."""
        image = self._images(source)
        if image is not None:
            self._made.add_image(image)
            return
        self._made.lose_picture(source)
        self._say(f"[{words}]" if words else None)

    def _object(self, element: etree._Element, depth: int) -> None:
        """A picture as `object`; of sounds, films and drawings only the words that stand for them can be carried."""
        image = self._images(element.get("data") or "") if name_of(element).lower() in ("object", "embed") else None
        if image is not None:
            self._made.add_image(image)
            return
        inner = next(element.iterfind("{*}img"), None)
        if inner is not None:
            self._image(inner, depth)
            return
        self._made.lose_picture(element.get("data") or element.get("src") or name_of(element))
        self.inside(element, depth)

    def _formula(self, element: etree._Element, _depth: int) -> None:
        latex = to_latex(element)
        if latex is None:
            words = _tidy(" ".join(visible(text.strip()) for text in map(str, element.itertext()) if text.strip()))
            self._made.lose_formula(words)
            self._say(words)
        elif element.get("display") == "block" or element.get("mode") == "display":
            self._insert(f"\n\\[{latex}\\]\n")
        else:
            self._insert(rf"\({latex}\)")

    def _table(self, element: etree._Element, depth: int) -> None:
        self._end_line()
        self._beside_cells(element, depth)
        self._end_line()
        grid = tables.grid_of(element)
        if tables.is_frame(grid):
            for cell in tables.cells_of(grid):
                self.inside(cell, depth + 1)
                self._end_line()
            return
        self._made.add_table([[self._cell(cell, depth + 1) for cell in row] for row in grid])

    def _cell(self, cell: etree._Element | None, depth: int) -> str:
        if cell is None:
            return ""
        inner = _Walk(Made(shared=self._made), self._images, self._special)
        inner.inside(cell, depth)
        return inner.done().flat

    def _pre(self, element: etree._Element, _depth: int) -> None:
        self._end_line()
        words = self._raw(element, 0).removeprefix("\n").rstrip()
        if not words.strip():
            return
        code = "\n".join(_JOINER + line if FENCE.match(line) else line for line in words.split("\n"))
        self._lines.append(f"{self._marker}```{_language(element)}\n{code}\n```" if not self._marker else words)
        self._marker = ""

    def _beside_cells(self, element: etree._Element, depth: int) -> None:
        """The caption of a table, and words of broken files that lie in it but in no cell: browsers show them first."""
        self._say(element.text)
        inner = tables.INNER[name_of(element).lower()]
        for child in element:
            name = name_of(child).lower()
            if name not in inner:
                self._element(child, depth + 1)
            elif name in tables.INNER:
                self._beside_cells(child, depth)
            self._say(child.tail)

    def _raw(self, element: etree._Element, depth: int) -> str:
        """The words of code with all their white space."""
        if depth > limits.MAX_MARKUP_DEPTH:
            return visible("".join(map(str, element.itertext())))
        pieces = [visible(element.text or "")]
        for child in element:
            said = self._special(child) if self._special and isinstance(child.tag, str) else None
            if said is None:
                said = "\n" if name_of(child) == "br" else self._raw(child, depth + 1)
            pieces += [said, visible(child.tail or "")]
        return "".join(pieces)

    def _code(self, element: etree._Element, depth: int) -> None:
        self._coded += 1
        self.inside(element, depth)
        self._coded -= 1

    def _list(self, element: etree._Element, depth: int) -> None:
        """The lines of a list with their marks; words and lists beside its lines are read as they stand."""
        self._end_line()
        outer, self._marker = self._marker, ""
        self._lists += 1
        self._say(element.text)
        place = 0
        for child in element:
            if name_of(child).lower() == "li" and not _is_hidden(child):
                self._end_line()
                self._marker = outer or "  " * (self._lists - 1) + tables.marker_of(element, child, place)
                self.inside(child, depth + 1)
                self._end_line()
                outer = self._marker = ""
                place += 1
            else:
                self._element(child, depth + 1)
            self._say(child.tail)
        self._end_line()
        self._lists -= 1
        self._marker = ""

    def _script(self, element: etree._Element, depth: int) -> None:
        if len(element):
            self.inside(element, depth)
            return
        self._insert(script(element.text or "", is_above=name_of(element).lower() == "sup"))

    def _drawn(self, element: etree._Element, name: str) -> str:
        """The blank that white space with a line under it is; "" for everything else that is underlined or not."""
        if name != "u" and not _UNDERLINED.search(element.get("style", "")):
            return ""
        words = "".join(map(str, element.itertext()))
        is_white = _EMPTY.fullmatch(words) is not None and len(words) > words.count(" ")
        is_bare = not any(name_of(each).lower() in self._readers for each in element.iter())
        return "_" * max(4, min(len(words), 30)) if is_white and is_bare else ""

    def _quote(self, element: etree._Element, depth: int) -> None:
        self._say("“")
        self.inside(element, depth)
        self._say("”")

    def _ruby(self, element: etree._Element, depth: int) -> None:
        self._say("(")
        self.inside(element, depth)
        self._say(")")

    def _input(self, element: etree._Element, _depth: int) -> None:
        if element.get("type", "text").lower() == "text":
            self._say(BLANK)


def _entity(element: etree._Element) -> str:
    """A named character that the file's own document type would have told; comments say nothing."""
    return element.text or "" if isinstance(element, etree._Entity) else ""


def _is_hidden(element: etree._Element) -> bool:
    style, classes = element.get("style"), element.get("class")
    return (
        element.get("hidden") is not None
        or bool(style and _HIDDEN.search(style))
        or bool(classes and _TYPED_TWICE.search(classes))
    )


def _language(pre: etree._Element) -> str:
    """The language of code, as `class="language-python"` says it, on the code or on what stands in it."""
    for element in (pre, *pre.iterfind("{*}code")):
        found = re.search(r"\blanguage-([\w+#.-]{1,20})", element.get("class", ""))
        if found:
            return found.group(1)
    return ""


def _tidy(words: str) -> str:
    """A line as HTML shows it: white space of the file is one space, that of the author (U+3000, U+00A0) stays."""
    return _SPACE.sub(" ", _BROKEN.sub("", words)).strip(" ")
