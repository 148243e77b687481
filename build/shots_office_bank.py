"""Pictures of the page 题库: a bank of real papers, searched, edited and checked with a clerk's hands."""

from __future__ import annotations

from collections.abc import Callable

from kaochang.domain.items import ItemType
from kaochang.presenters.office.bank_state import Chip, Side
from support.office_bank import AtTheBank

Shot = Callable[[AtTheBank], None]

_EDITED = "客户寄修的设备到库后，首先应当做什么？"


def _empty(stage: AtTheBank) -> None:
    stage.to_bank()


def _list(stage: AtTheBank) -> None:
    stage.filled().to_bank()


def _found(stage: AtTheBank) -> None:
    page = stage.filled().to_bank()
    page.listing.search("客户")
    stage.timer.ring()
    page.listing.toggle(Chip.UNUSED)


def _nothing(stage: AtTheBank) -> None:
    page = stage.filled().to_bank()
    page.listing.search("没有这样的词")
    stage.timer.ring()


def _editing(stage: AtTheBank) -> None:
    page = stage.filled().to_bank()
    stage.open_type(ItemType.SINGLE)
    page.saving.sign("李文")
    page.editor.write("stem", _EDITED)
    page.editor.add_option()
    page.editor.write_option(len(page.editor.form.options) - 1, "先向上级报告")
    page.editor.move_option(1, -1)
    stage.timer.ring()


def _wrong(stage: AtTheBank) -> None:
    page = stage.filled().to_bank()
    stage.open_type(ItemType.SINGLE)
    page.editor.write("points", "二")
    page.editor.write("key", "Z")
    stage.timer.ring()
    page.saving.save()
    page.saving.sign("李文")
    page.saving.save()


def _rubric(stage: AtTheBank) -> None:
    page = stage.filled().to_bank()
    stage.open_type(ItemType.SCENARIO, ItemType.CASE, ItemType.ESSAY)
    page.editor.show_side(Side.RUBRIC)
    if not page.editor.form.criteria:
        page.rubric.add()
        page.rubric.write(0, "name", "安抚情绪")
        page.rubric.write(0, "points", "3")
    page.rubric.write(0, "good", "先致歉并复述客户的感受，再说明下一步和时限。")
    page.rubric.add_level(0)
    level = len(page.editor.form.criteria[0].levels) - 1
    for field, text in (("name", "好"), ("points", "3"), ("text", "主动致歉，复述感受")):
        page.rubric.write_level(0, level, field, text)
    stage.timer.ring()


def _material(stage: AtTheBank) -> None:
    stage.filled().to_bank()
    stage.open_where(lambda item: bool(item.material))


def _history(stage: AtTheBank) -> None:
    page = stage.filled().to_bank()
    stage.open_type(ItemType.SINGLE)
    page.saving.sign("李文")
    page.editor.write("stem", _EDITED)
    page.saving.save()
    page.editor.write("points", "3")
    page.editor.write("competencies", "寄修、到库")
    page.saving.save()
    page.editor.show_side(Side.HISTORY)


def _lost(stage: AtTheBank) -> None:
    page = stage.filled().to_bank()
    stage.open_type(ItemType.SINGLE)
    page.saving.sign("李文")
    page.editor.write("stem", _EDITED)
    stage.another_saves(page.editor.known.entry.id)
    page.saving.save()


def _alike(stage: AtTheBank) -> None:
    page = stage.filled().twice().to_bank()
    stage.open_type(ItemType.SINGLE)
    page.editor.show_side(Side.ALIKE)


def _checks(stage: AtTheBank) -> None:
    page = stage.filled().to_bank()
    page.checks.start()
    page.checks.open(1)


def _new(stage: AtTheBank) -> None:
    page = stage.filled().to_bank()
    page.editor.new(ItemType.MULTIPLE)
    page.editor.write("stem", "处理重复投诉应当（　）")
    for text in ("合并工单", "查找根因", "忽略"):
        page.editor.add_option()
        page.editor.write_option(len(page.editor.form.options) - 1, text)
    page.editor.press("A")
    page.editor.press("B")
    stage.timer.ring()


def _matching(stage: AtTheBank) -> None:
    page = stage.filled().to_bank()
    page.editor.new(ItemType.MATCHING)
    page.editor.write("stem", "把客户的情形与应答时限配对。")
    page.editor.write("prompts", "首次响应\n投诉升级处理\n回访")
    for text in ("2 小时内", "24 小时内", "结案后 3 天内", "当月"):
        page.editor.add_option()
        page.editor.write_option(len(page.editor.form.options) - 1, text)
    page.editor.write("key", "1-A，2-B，3-C")
    stage.timer.ring()


def _scenario(stage: AtTheBank) -> None:
    page = stage.filled().to_bank()
    page.editor.new(ItemType.SCENARIO)
    page.editor.write("stem", "客户来电催件，请逐轮回复。")
    page.editor.write("stages", "客户：我的快递怎么还没到？（60秒）\n客户：那你们打算怎么赔？（90秒）")
    stage.timer.ring()


def _newer(stage: AtTheBank) -> None:
    stage.newer().to_bank()


SHOTS: dict[str, Shot] = {
    "office-60-bank-empty": _empty,
    "office-61-bank": _list,
    "office-62-bank-found": _found,
    "office-63-bank-nothing": _nothing,
    "office-64-bank-editing": _editing,
    "office-65-bank-wrong": _wrong,
    "office-66-bank-rubric": _rubric,
    "office-67-bank-material": _material,
    "office-68-bank-history": _history,
    "office-69-bank-lost": _lost,
    "office-70-bank-alike": _alike,
    "office-71-bank-checks": _checks,
    "office-72-bank-new": _new,
    "office-73-bank-newer": _newer,
    "office-74-bank-matching": _matching,
    "office-75-bank-scenario": _scenario,
}
WIDE = frozenset({"office-61-bank", "office-64-bank-editing", "office-66-bank-rubric", "office-68-bank-history"})
