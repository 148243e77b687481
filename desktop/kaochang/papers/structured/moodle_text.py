"""Texts in the formats that Moodle XML and GIFT know: HTML, plain text, Markdown, and text with some HTML in it."""

import re
from collections.abc import Callable
from typing import Final

from kaochang.domain.items import Image
from kaochang.papers.lines import visible
from kaochang.papers.markup.authored import Authored, Made
from kaochang.papers.markup.html import to_authored

HTML: Final = "html"
PLAIN: Final = "plain_text"
MARKDOWN: Final = "markdown"
AUTO: Final = "moodle_auto_format"
"""A text whose line breaks count and in which HTML may stand: what Moodle calls its own format."""

Images = Callable[[str], Image | None]

_TAGS: Final = (
    "p|b|i|u|em|strong|sub|sup|span|div|ul|ol|li|table|tr|td|th|tbody|thead|pre|code|tt|small|big|center|font|a|h[1-6]"
)
_OPENED: Final = re.compile(rf"<({_TAGS})(?=[\s>])[^<>]*>", re.IGNORECASE)
_CLOSED: Final = re.compile(rf"</({_TAGS})\s*>", re.IGNORECASE)
_ALONE: Final = re.compile(r"<img\s[^<>]*src\s*=[^<>]*>|<br\s*/>", re.IGNORECASE)
_WORDS: Final = re.compile(r"\s*(?:<p>((?:[^<&\\\s`_]|(?<! ) )+)</p>|((?:[^<&\\\s`_]|(?<! ) )+))\s*")
_PARAGRAPH: Final = re.compile(r"\s*<p(?:\s[^<>]*)?>(?:(?!<p[\s>]).)*</p>\s*", re.DOTALL | re.IGNORECASE)
_PICTURE: Final = re.compile(
    r"!\[([^\[\]\n]{0,200})\]\(\s{0,9}<?([^()\[\]<>\s]{1,500})>?(?:\s{1,9}\"[^\"\n]{0,200}\")?\s{0,9}\)"
)
_STRONG: Final = re.compile(r"\*\*(?=[^\s*])([^\n*]{1,2000})(?<=\S)\*\*")
_ESCAPED: Final = re.compile(r"(\\\((?:[^\\]|\\(?![()\[\]]))*\\\)|\\\[(?:[^\\]|\\(?![()\[\]]))*\\\])|\\([*_#`~!+|<>-])")
"""A sign that Markdown takes for itself, and formulas, where a backslash means something else."""
_HEADING: Final = re.compile(r"^#{1,6}[ \t]+", re.MULTILINE)


def _no_image(_source: str) -> Image | None:
    return None


def authored(text: str, form: str, images: Images = _no_image) -> Authored:
    """The authored text of a text in one of the formats; an unknown format is plain text."""
    if form == HTML and not text.isspace():
        return _of_html(text, images)
    if form == MARKDOWN:
        return _of_markdown(text, images)
    if form == AUTO and "<" in text and _is_marked_up(text):
        return to_authored(re.sub(r"\r?\n", "<br>", text.strip()), images)
    return Authored(plain(text))


def _is_marked_up(text: str) -> bool:
    """Whether HTML stands in a text: an element that is opened and closed. A tag alone may be what is asked about."""
    opened = {found.group(1).lower() for found in _OPENED.finditer(text)}
    return any(found.group(1).lower() in opened for found in _CLOSED.finditer(text)) or bool(_ALONE.search(text))


def plain(text: str) -> str:
    """A text as it stands, less what nobody sees."""
    return visible(text.replace("\r\n", "\n").replace("\r", "\n")).strip(" \t\n")


def typed(text: str, form: str = "") -> str:
    """A text that responses are compared with, or that is chosen from a list: Moodle takes it sign by sign.

    So `a<b` stays, and so does `<b>`; only the paragraph that editors put around a text in HTML is no part of it.
    """
    around = form.strip().lower() in (HTML, "1") and _PARAGRAPH.fullmatch(text)
    return to_authored(text).flat if around else plain(text)


def _of_html(text: str, images: Images) -> Authored:
    """Most texts are a few words, in one paragraph or in none: for them no parser is needed."""
    words = _WORDS.fullmatch(text)
    return Authored(plain(words.group(1) or words.group(2))) if words else to_authored(text, images)


def _of_markdown(text: str, images: Images) -> Authored:
    """Paragraphs, lists and code stay as they stand, for they read as what they are; emphasis loses its marks."""
    made = Made()

    def picture(found: re.Match[str]) -> str:
        image = images(found.group(2))
        if image is not None:
            made.add_image(image)
            return ""
        made.lose_picture(found.group(2))
        return f"[{found.group(1)}]" if found.group(1) else ""

    pieces = plain(text).split("```")
    for place in range(0, len(pieces), 2):  # what stands between two fences is code
        words = _STRONG.sub(r"\1", _PICTURE.sub(picture, pieces[place]))
        pieces[place] = _ESCAPED.sub(r"\1\2", _HEADING.sub("", words))
    return made.whole("```".join(pieces).strip())
