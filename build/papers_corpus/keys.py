"""The key at the end of a paper, or in a file of its own."""

from random import Random

from papers_corpus.answers import is_lettered, is_open, spelled
from papers_corpus.entries import Entry, Section, Sheet
from papers_corpus.headings import CHINESE
from papers_corpus.layouts import Layout
from papers_corpus.pages import Block, Grid, line

WIDE = 5
"""Answers in a row."""


def typed(layout: Layout, sheet: Sheet, _: Random) -> list[Block]:
    """All of it, section by section."""
    found: list[Block] = [line(layout.key_title, "heading")]
    for ordinal, (section, numbered) in enumerate(sheet.numbered()):
        found += _heading(layout, section, ordinal)
        found += _section(layout, section, numbered)
    return found


def _heading(layout: Layout, section: Section, ordinal: int) -> list[Block]:
    texts = {
        "title": f"{CHINESE[ordinal]}、{section.title}",
        "name": f"{section.title}：",
        "ordinal": f"{CHINESE[ordinal]}、",
        "none": "",
    }
    return [line(texts[layout.key], "heading")] if texts[layout.key] else []


def _section(layout: Layout, section: Section, numbered: list[tuple[int, Entry]]) -> list[Block]:
    answers = [(number, _answer(layout, entry)) for number, entry in numbered]
    short = all(is_lettered(entry) or entry.kind == "truefalse" for _, entry in numbered)
    if section.kind == "case":
        return _cases(layout, numbered)
    if layout.place == "key explained":
        return _explained(layout, numbered)
    if not short or layout.place == "key rows":
        return [line(f"{number}. {words}", "answer") for number, words in answers if words]
    if layout.place == "key table":
        return _table(answers)
    if layout.place == "key ranges":
        return _ranges(answers)
    if layout.place == "key letters":
        return [line(words, "answer", list="letters", first=place == 0) for place, (_, words) in enumerate(answers)]
    rows = [answers[at : at + WIDE] for at in range(0, len(answers), WIDE)]
    return [line("　".join(f"{number}.{words}" for number, words in row if words), "answer") for row in rows]


def _answer(layout: Layout, entry: Entry) -> str:
    if entry.printed.key is not None:
        return entry.printed.key
    return spelled(entry, layout.judged, layout.joined, layout.blanks)


def _ranges(answers: list[tuple[int, str]]) -> list[Block]:
    found: list[Block] = []
    for at in range(0, len(answers), WIDE):
        row = answers[at : at + WIDE]
        words = [answer for _, answer in row]
        gap = "" if all(len(word) == 1 for word in words) else " "
        span = f"{row[0][0]}-{row[-1][0]}" if len(row) > 1 else f"{row[0][0]}"
        found.append(line(f"{span}  {gap.join(words)}", "answer"))
    return found


def _table(answers: list[tuple[int, str]]) -> list[Block]:
    bands = [answers[at : at + WIDE] for at in range(0, len(answers), WIDE)]
    wide = len(bands[0])
    rows: list[tuple[str, ...]] = []
    for band in bands:
        pad = ("",) * (wide - len(band))
        rows.append(("题号", *(str(number) for number, _ in band), *pad))
        rows.append(("答案", *(words for _, words in band), *pad))
    return [Grid(tuple(rows), "answer")]


def _explained(layout: Layout, numbered: list[tuple[int, Entry]]) -> list[Block]:
    found: list[Block] = []
    for number, entry in numbered:
        mark = "【参考答案】" if is_open(entry) else "【答案】"
        found.append(line(f"{number}.{mark}{_answer(layout, entry)}", "answer"))
        if entry.explanation:
            found.append(line(f"【解析】{entry.explanation}", "answer"))
    return found


def _cases(layout: Layout, numbered: list[tuple[int, Entry]]) -> list[Block]:
    found: list[Block] = []
    for number, entry in numbered:
        first, *more = [f"（{place}）{part.answer}" for place, part in enumerate(entry.parts, start=1)]
        found += [line(f"{number}. {first}", "answer"), *(line(text, "answer") for text in more)]
    return found
