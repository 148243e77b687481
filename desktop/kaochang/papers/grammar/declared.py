"""Points that the words before a paper give to each type: 单选每题5分，判断每题5分，填空每空2分."""

import re
from typing import Final

from kaochang.domain.items import ItemType
from kaochang.papers.grammar import headings, kinds
from kaochang.papers.grammar.drafts import Section
from kaochang.papers.grammar.headings import Meta
from kaochang.papers.lines import Line

_TYPE: Final = re.compile(
    r"(?:单项选择|单选|多项选择|多选|不定项选择|不定项|选择|判断|是非|填空|排序|匹配|连线|名词解释|简答|问答|论述|案例分析|案例"
    r"|情[景境]模拟|情[景境]|面试|计算|实操)题?"
)
_EACH: Final = re.compile(r"[^。;]{0,16}?每(?:小?题|道题?|个|空)[^。;\d]{0,3}\d{1,3}(?:\.\d)?\s*分")


class Declared:
    """Collects them, and gives them to the sections whose own headings say nothing."""

    def __init__(self) -> None:
        self._metas: dict[ItemType | None, Meta] = {}

    def read(self, line: Line) -> None:
        """One line before the first section."""
        found = list(_TYPE.finditer(line.fold)) if "每" in line.fold else []
        ends = [match.start() for match in found[1:]] + [len(line.fold)]
        for match, end in zip(found, ends, strict=True) if found else ():
            said = _EACH.match(line.fold[match.end() : end])
            if said is not None:
                meta = headings.parse_meta(said.group())
                kind = kinds.type_of(match.group())
                self._metas.setdefault(kind, Meta(each=meta.each, per_blank=meta.per_blank))

    def give(self, sections: list[Section]) -> None:
        """To every section that says nothing about points."""
        for section in sections:
            own = section.meta
            meta = self._metas.get(section.kind) or (self._metas.get(None) if section.kind in _CHOICES else None)
            if meta is None or own.total is not None or own.each is not None or own.per_blank is not None or own.ranges:
                continue
            own.merge(meta)


_CHOICES: Final = frozenset({ItemType.SINGLE, ItemType.MULTIPLE, None})
