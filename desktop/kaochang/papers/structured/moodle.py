"""Moodle XML: a `quiz` of entries, each with its type, its texts, and what each of its answers is worth."""

from lxml import etree

from kaochang.papers.finishing.stated import StatedPaper
from kaochang.papers.markup.pictures import Pictures
from kaochang.papers.markup.xml import name_of
from kaochang.papers.structured.gathering import Gathering
from kaochang.papers.structured.moodle_entries import read_entry
from kaochang.papers.structured.moodle_fields import Fields

ROOT = "quiz"
"""The name of the root element."""


def read_moodle(root: etree._Element) -> StatedPaper:
    """The items of a Moodle XML file."""
    gathering, pictures = Gathering(), Pictures()
    for element in root:
        if name_of(element) != "question":
            continue
        fields = Fields(element, pictures)
        match element.get("type", "").strip().lower():
            case "category":
                gathering.open_category(fields.stated("category"), fields.text("info"))
            case "description":
                gathering.open_material(fields.text("questiontext"), fields.line)
            case kind:
                gathering.add(read_entry(kind, fields), fields.name)
    paper = gathering.done()
    paper.media = pictures.media
    return paper
