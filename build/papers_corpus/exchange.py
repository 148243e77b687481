"""A paper in the exchange formats of other programs, written as those programs write them."""

import re
from collections.abc import Callable
from typing import Final
from xml.sax.saxutils import escape

from papers_corpus.entries import Entry, Section, Sheet
from papers_corpus.exchanged import HEAD, choices, items, points_of
from papers_corpus.qti_files import qti3, qti12, qti21


def exchange_file(container: str, sheet: Sheet) -> bytes:
    """The bytes of a file in "qti12", "qti21", "qti3", "moodle", "gift" or "aiken"."""
    kind, _, way = container.partition(" ")
    return _WRITERS[kind](sheet, way)


# -- Moodle


def _moodle(sheet: Sheet, _: str) -> bytes:
    parts = [
        '<question type="category"><category><text>$course$/top/'
        + escape(sheet.title)
        + "</text></category></question>"
    ]
    parts += [_moodle_item(*each) for each in items(sheet)]
    return f"{HEAD}<quiz>{''.join(parts)}</quiz>".encode()


def _html(element: str, text: str) -> str:
    return f'<{element} format="html"><text><![CDATA[<p>{escape(text)}</p>]]></text></{element}>'


def _moodle_item(name: str, section: Section, entry: Entry) -> str:
    kind, inner = _MOODLE[entry.kind](entry)
    return (
        f'<question type="{kind}"><name><text>{name}</text></name>{_html("questiontext", entry.stem)}'
        f"{_html('generalfeedback', entry.explanation)}<defaultgrade>{points_of(section, entry)}</defaultgrade>"
        f"<penalty>0.3333333</penalty><hidden>0</hidden>{inner}</question>"
    )


def _moodle_choice(entry: Entry) -> tuple[str, str]:
    found = choices(entry)
    many = entry.kind == "multiple"
    right = sum(is_right for _, _, is_right in found)
    share = f"{100 / right:.5f}".rstrip("0").rstrip(".")
    answers = "".join(
        f'<answer fraction="{share if is_right else 0}" format="html"><text><![CDATA[<p>{escape(text)}</p>]]></text>'
        "<feedback><text></text></feedback></answer>"
        for _, text, is_right in found
    )
    return (
        "multichoice",
        f"<single>{'false' if many else 'true'}</single><shuffleanswers>true</shuffleanswers>{answers}",
    )


def _moodle_judgement(entry: Entry) -> tuple[str, str]:
    answers = "".join(
        f'<answer fraction="{100 if entry.answer is value else 0}"><text>{str(value).lower()}</text></answer>'
        for value in (True, False)
    )
    return "truefalse", answers


def _moodle_short(entry: Entry) -> tuple[str, str]:
    (texts,) = entry.answer if isinstance(entry.answer, tuple) else ((),)
    answers = "".join(f'<answer fraction="100"><text>{escape(text)}</text></answer>' for text in texts)
    return "shortanswer", f"<usecase>0</usecase>{answers}"


def _moodle_match(entry: Entry) -> tuple[str, str]:
    pairs = dict(re.findall(r"\((\d)\)-([A-H])", str(entry.answer)))
    words = dict(zip(entry.labels, entry.options, strict=True))
    asked = [(text, words[pairs[str(place)]]) for place, text in enumerate(entry.prompts, start=1)]
    asked += [("", text) for label, text in words.items() if label not in pairs.values()]
    inner = "".join(
        f'<subquestion format="html"><text><![CDATA[{escape(left)}]]></text>'
        f"<answer><text>{escape(right)}</text></answer></subquestion>"
        for left, right in asked
    )
    return "matching", f"<shuffleanswers>true</shuffleanswers>{inner}"


_MOODLE: Final[dict[str, Callable[[Entry], tuple[str, str]]]] = {
    "single": _moodle_choice,
    "multiple": _moodle_choice,
    "truefalse": _moodle_judgement,
    "blank": _moodle_short,
    "matching": _moodle_match,
}


# -- GIFT and Aiken


def _escaped(text: str) -> str:
    return re.sub(r"([~=#{}:\\])", r"\\\1", text)


def _gift(sheet: Sheet, _: str) -> bytes:
    parts = [f"// {sheet.title}\n$CATEGORY: {sheet.title}\n"]
    for name, _section, entry in items(sheet):
        feedback = f"####{_escaped(entry.explanation)}" if entry.explanation else ""
        parts.append(f"::{name}::{_gift_item(entry, feedback)}\n")
    return "\n".join(parts).encode()


def _gift_item(entry: Entry, feedback: str) -> str:
    stem = _escaped(entry.stem)
    if isinstance(entry.answer, bool):
        return f"{stem} {{{'TRUE' if entry.answer else 'FALSE'}{feedback}}}"
    if isinstance(entry.answer, tuple):
        inner = " ".join(f"={_escaped(text)}" for text in entry.answer[0])
        return stem.replace("____", f"{{{inner}{feedback}}}", 1)
    found = choices(entry)
    right = sum(is_right for _, _, is_right in found)
    lines = []
    for _, text, is_right in found:
        mark = ("=" if is_right else "~") if entry.kind == "single" else f"~%{100 / right if is_right else -50:g}%"
        lines.append(f"\t{mark}{_escaped(text)}")
    return f"{stem} {{\n" + "\n".join(lines) + f"\n{feedback}}}"


def _aiken(sheet: Sheet, way: str) -> bytes:
    form = "{}) {}" if way == "brackets" else "{}. {}"
    parts = []
    for _, _, entry in items(sheet):
        lines = [form.format(label, text) for label, text in zip(entry.labels, entry.options, strict=True)]
        parts.append("\n".join([entry.stem, *lines, f"ANSWER: {entry.answer}"]))
    return ("\n\n".join(parts) + "\n").encode()


_WRITERS: Final[dict[str, Callable[[Sheet, str], bytes]]] = {
    "qti12": qti12,
    "qti21": qti21,
    "qti3": qti3,
    "moodle": _moodle,
    "gift": _gift,
    "aiken": _aiken,
}
