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


_WORTH: Final = re.compile(rf"(?:{_TYPE.pattern})\s*(?::\s*)?(\d{{1,2}}(?:\.\d)?)\s*分\s*(/\s*空)?(?=[,、;。\s)]|$)")
"""`单选2分，填空2分/空` under a name that says that these are what one item is worth."""
_WORTHS: Final = re.compile(r"分值|每题|赋分|计分")
_OF_PARTS: Final = re.compile(
    r"(?P<names>[^\s,;。:\d每各]{2,30})(?:每(?:小?题|道题?|个)|各)\s*(?P<points>\d{1,3}(?:\.\d)?)\s*分"
)
_JOINTS: Final = re.compile(r"[、和与及/]")
_REST: Final = re.compile(r"其[余它他](?:各|每)?(?:小?题目?|道)?(?:每题|各|均)?\s*(\d{1,3}(?:\.\d)?)\s*分")


class Declared:
    """Collects them, and gives them to the sections whose own headings say nothing."""

    def __init__(self) -> None:
        self._metas: dict[ItemType | None, Meta] = {}
        self._parts: dict[str, Meta] = {}

    def read(self, line: Line) -> None:
        """One line before the first section."""
        self._metas = points_by_type(line) | self._metas
        for match in _OF_PARTS.finditer(line.fold):
            for name in _JOINTS.split(match["names"]):
                self._parts.setdefault(name, Meta(each=to_points(match["points"])))

    def give(self, sections: list[Section]) -> None:
        """To every section that says nothing about points; a section of several types may say them itself."""
        self._give_by_name(sections)
        for section in sections:
            if section.kind is None and not section.generic:
                self._give_by_type(section)
                continue
            own = section.meta
            meta = self._metas.get(section.kind) or (self._metas.get(None) if section.kind in _CHOICES else None)
            if meta is not None and _is_silent(own):
                own.merge(meta)

    def _give_by_name(self, sections: list[Section]) -> None:
        """What a rule says of a part by its name (青铜每题3分), to the only section whose title has that name."""
        for name, meta in self._parts.items():
            named = [section for section in sections if len(name) > 1 and name in (section.title or "")]
            if len(named) == 1 and _is_silent(named[0].meta):
                named[0].meta.merge(meta)

    def _give_by_type(self, section: Section) -> None:
        """What the heading of a section without a type says of each type, and of the rest; else what the paper does."""
        meta = section.meta
        for line in section.instructions:
            said, rest = points_by_type(line), _REST.search(line.fold)
            if len(said) + (rest is not None) > 1:
                section.by_type = said
                meta.each, meta.per_blank = to_points(rest[1]) if rest is not None else None, None
                return
        if _is_silent(meta):
            section.by_type = self._metas


def _is_silent(meta: Meta) -> bool:
    """Whether a heading says nothing about points."""
    return meta.total is None and meta.each is None and meta.per_blank is None and not meta.ranges


def points_by_type(line: Line) -> dict[ItemType | None, Meta]:
    """The points that a line gives to each type it names; None stands for choices of any kind."""
    said: dict[ItemType | None, Meta] = {}
    if _WORTHS.search(line.fold):
        for match in _WORTH.finditer(line.fold):
            points = to_points(match[1])
            worth = Meta(per_blank=points) if match[2] else Meta(each=points)
            said.setdefault(kinds.type_of(match.group()), worth)
    found = list(_TYPE.finditer(line.fold)) if "每" in line.fold else []
    ends = [match.start() for match in found[1:]] + [len(line.fold)]
    for match, end in zip(found, ends, strict=True) if found else ():
        each = _EACH.match(line.fold[match.end() : end])
        if each is not None:
            meta = headings.parse_meta(each.group())
            said.setdefault(kinds.type_of(match.group()), Meta(each=meta.each, per_blank=meta.per_blank))
    return said


_CHOICES: Final = frozenset({ItemType.SINGLE, ItemType.MULTIPLE, None})
