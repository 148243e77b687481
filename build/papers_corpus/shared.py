"""Items that share what stands above them: material for several, or options for several."""

from dataclasses import replace
from typing import Final

from papers_corpus.entries import Entry, Section
from papers_corpus.pages import Block, line

MATERIAL: Final = (
    "某客户上午9:10来电，称办公室的四台打印机同时无法联网，电脑上网正常。值班人员登记后得知，前一晚网络设备刚刚更换过。"
)
ABOUT_MATERIAL: Final = (
    Entry("single", "首先应当查看的是（　　）。", ("墨粉余量", "新网络设备的设置", "打印机外壳", "电脑型号"), "B"),
    Entry("single", "四台同时发生，说明故障最可能在（　　）。", ("公共的网络", "某一台打印机", "墨盒", "纸张"), "A"),
    Entry("single", "恢复之后，工单中最应当写明的是（　　）。", ("来电人的情绪", "天气", "更换设备有关", "面积"), "C"),
)
OPTIONS: Final = ("一级工单", "二级工单", "三级工单", "咨询类工单")
ABOUT_OPTIONS: Final = (
    Entry("single", "全部生产线停机，应当登记为（　　）。", OPTIONS, "A"),
    Entry("single", "询问发票何时寄出，应当登记为（　　）。", OPTIONS, "D"),
    Entry("single", "一台备用设备偶有异响，应当登记为（　　）。", OPTIONS, "C"),
)
OPENINGS: Final = {
    "stem": ("（{}～{}题共用题干）", "{}-{}题共用以下材料："),
    "material": ("根据以下材料，回答第{}～{}题。", "阅读下列材料，回答第{}-{}题："),
    "options": ("（{}～{}题共用备选答案）", "（{}～{}题共用备选答案）"),
}
"""How the lines above such items begin."""


def group(shared: str) -> tuple[Entry, ...]:
    """The items of a group."""
    return ABOUT_OPTIONS if shared == "options" else ABOUT_MATERIAL


def joined(section: Section, shared: str) -> Section:
    """A section that begins with the items of a group."""
    found = tuple(replace(entry, explanation="") for entry in group(shared))
    return replace(section, entries=(*found, *section.entries))


def told(shared: str, first: str, *, second: bool) -> str:
    """The material of the items; a sentence that asks for it to be read is part of it."""
    asked = OPENINGS[shared][second].format(first, int(first) + 2)
    return f"{asked}\n{MATERIAL}" if shared == "material" else MATERIAL


def opening(shared: str, first: int, *, second: bool) -> list[Block]:
    """The lines above the group; its options stand there and not under each item."""
    found: list[Block] = [line(OPENINGS[shared][second].format(first, first + 2))]
    if shared == "options":
        return [*found, *(line(f"{label}. {text}", "option") for label, text in zip("ABCD", OPTIONS, strict=True))]
    return [*found, line(MATERIAL, "material")]
