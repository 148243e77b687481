"""Points by type, from the words before a paper or the heading of a section: 单选每题5分，判断每题2分，其余10分."""

import re
from typing import Final

from kaochang.domain.items import ItemType
from kaochang.papers.grammar import headings, kinds
from kaochang.papers.grammar.drafts import Section
from kaochang.papers.grammar.headings import Meta
from kaochang.papers.lines import Line
from kaochang.papers.numerals import to_points

_TYPE: Final = re.compile(
    r"(?:单项选择|单选|多项选择|多选|不定项选择|不定项|选择|判断|是非|填空|排序|匹配|连线|名词解释|简答|问答|论述|案例分析|案例"
    r"|情[景境]模拟|情[景境]|面试|计算|实操)题?"
)
_EACH: Final = re.compile(r"[^。;]{0,16}?每(?:小?题|道题?|个|空)[^。;\d]{0,3}\d{1,3}(?:\.\d)?\s*分")


_REST: Final = re.compile(r"其[余它他](?:各|每)?(?:小?题目?|道)?(?:每题|各|均)?\s*(\d{1,3}(?:\.\d)?)\s*分")


class Declared:
    """Collects them, and gives them to the sections whose own headings say nothing."""

    def __init__(self) -> None:
        self._metas: dict[ItemType | None, Meta] = {}

    def read(self, line: Line) -> None:
        """One line before the first section."""
        self._metas = points_by_type(line) | self._metas

    def give(self, sections: list[Section]) -> None:
        """To every section that says nothing about points; a section of several types may say them itself."""
        for section in sections:
            if section.kind is None and not section.generic:
                self._give_by_type(section)
                continue
            own = section.meta
            meta = self._metas.get(section.kind) or (self._metas.get(None) if section.kind in _CHOICES else None)
            if meta is None or own.total is not None or own.each is not None or own.per_blank is not None or own.ranges:
                continue
            own.merge(meta)

    def _give_by_type(self, section: Section) -> None:
        """What the heading of a section without a type says of each type, and of the rest; else what the paper does."""
        meta = section.meta
        for line in section.instructions:
            said, rest = points_by_type(line), _REST.search(line.fold)
            if len(said) + (rest is not None) > 1:
                section.by_type = said
                meta.each, meta.per_blank = to_points(rest[1]) if rest is not None else None, None
                return
        if meta.each is None and meta.per_blank is None and meta.total is None and not meta.ranges:
            section.by_type = self._metas


def points_by_type(line: Line) -> dict[ItemType | None, Meta]:
    """The points that a line gives to each type it names; None stands for choices of any kind."""
    found = list(_TYPE.finditer(line.fold)) if "每" in line.fold else []
    ends = [match.start() for match in found[1:]] + [len(line.fold)]
    said: dict[ItemType | None, Meta] = {}
    for match, end in zip(found, ends, strict=True) if found else ():
        each = _EACH.match(line.fold[match.end() : end])
        if each is not None:
            meta = headings.parse_meta(each.group())
            said.setdefault(kinds.type_of(match.group()), Meta(each=meta.each, per_blank=meta.per_blank))
    return said


_CHOICES: Final = frozenset({ItemType.SINGLE, ItemType.MULTIPLE, None})
