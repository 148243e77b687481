"""How fast a bank of 50,000 items answers: a search with its first page, filters, and near-duplicates."""

import os
import random
import re
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(ROOT / "desktop"), str(ROOT / "build")]

import msgspec
from figures import Figure, best_of, conclude, is_quick
from kaochang.domain.banked import ItemFilter, Sort
from kaochang.domain.items import Item, ItemType, Option
from kaochang.domain.mark_schemes import Difficulty, MarkScheme
from kaochang.domain.papers import Paper, PaperItem
from kaochang.domain.responses import Choice
from kaochang.flow import bank_alike
from kaochang.store.bank import Bank, PaperEntry
from kaochang.store.bank_items import BankItem

OF_A_PAPER = 250
PAGE = 50
COPIES = 20
"""Items that stand in the bank a second time, with two signs changed."""
SEED = 20_261_123
SUBJECTS = re.findall("..", "客户套餐退款投诉订单发票密码账户合同工单会员物流优惠积分保修回访隐私话术质检系统")
ACTS = re.findall("..", "受理核实登记转交解释确认取消变更升级记录查询恢复提醒补偿关闭跟进授权审核预约评价")
SIGNS = [chr(code) for code in range(0x4E00, 0x4E00 + 2_500)]


def made_item(chance: random.Random, number: int) -> PaperItem:
    def words(count: int) -> str:
        return "".join("".join(chance.choices(SIGNS, k=3)) + chance.choice(ACTS) for _ in range(count))

    subject = chance.choice(SUBJECTS)
    options = tuple(Option(label, words(2)) for label in "ABCD")
    kind = chance.choice((ItemType.SINGLE, ItemType.MULTIPLE))
    keys = tuple(sorted(chance.sample("ABCD", 1 if kind is ItemType.SINGLE else 2)))
    stem = f"办理{subject}时，{words(5)}，正确的是（  ）"
    item = Item(kind, stem, str(number), "单选题" if kind is ItemType.SINGLE else "多选题", options)
    difficulty = chance.choice((None, *Difficulty))
    scheme = MarkScheme(Choice(keys), explanation=words(4), competencies=(subject,), difficulty=difficulty)
    return PaperItem(item, scheme)


def fill(bank: Bank, count: int) -> None:
    chance = random.Random(SEED)
    for first in range(0, count, OF_A_PAPER):
        items = tuple(made_item(chance, number + 1) for number in range(OF_A_PAPER))
        paper = Paper(f"试卷{first // OF_A_PAPER + 1}", items, ())
        ids = [f"{first + place:016x}" for place in range(OF_A_PAPER)]
        bank.add_paper(PaperEntry("paper.docx", first, paper, ids, {}))
    copies = [copy_of(bank.found.get(f"{each * (count // COPIES):016x}")) for each in range(COPIES)]
    ids = [f"copy-{each}" for each in range(COPIES)]
    bank.add_paper(PaperEntry("copies.docx", count, Paper("copies", tuple(copies), ()), ids, {}))


def copy_of(entry: BankItem) -> PaperItem:
    stem = entry.item.stem
    return PaperItem(msgspec.structs.replace(entry.item, stem=f"{stem[:6]}又一{stem[8:]}"), entry.scheme)


def main() -> int:
    count = 1_000 if is_quick() else 50_000
    everything, some = ItemFilter(), ItemFilter((ItemType.SINGLE,), competencies=("退款",), has_key=True, used=False)
    with tempfile.TemporaryDirectory(dir=os.environ.get("KAOCHANG_BENCH_DIR")) as folder:
        path = Path(folder) / "office.bank"
        bank = Bank(path)
        began = time.perf_counter()
        fill(bank, count)
        print(f"added {count} items in {time.perf_counter() - began:.1f} s, {path.stat().st_size / 1e6:.0f} MB")

        def page(words: str, wanted: ItemFilter = everything, sort: Sort = Sort.PAPER, start: int = 0) -> float:
            return best_of(5, lambda: bank.found.page(words, wanted, sort, start, PAGE)) * 1_000

        figures = [
            Figure("first page of all items", page(""), "ms", at_most=50),
            Figure("last page of all items", page("", start=count - PAGE), "ms", at_most=50),
            Figure("word of two signs that one item in 20 has", page("退款"), "ms", at_most=50),
            Figure("word of two signs that every item has", page("正确"), "ms", at_most=50),
            Figure("one sign", page("退"), "ms", at_most=50),
            Figure("two words and filters", page("退款 核实", some), "ms", at_most=50),
            Figure("sorted by use", page("退款", sort=Sort.LONGEST_UNUSED), "ms", at_most=50),
            Figure("filters alone", page("", some), "ms", at_most=50),
            Figure("what there is to filter by", best_of(5, bank.found.choices) * 1_000, "ms", at_most=100),
        ]
        some_item = bank.found.get(f"{count // 2:016x}").item
        one = best_of(5, lambda: bank_alike.alike_to(bank, some_item)) * 1_000
        began = time.perf_counter()
        pairs = bank_alike.alike_pairs(bank)
        every = time.perf_counter() - began
        figures += [
            Figure("items near to one item", one, "ms", at_most=100),
            Figure("every two items that are near", every, "s", at_most=30),
            Figure("pairs missed", COPIES - len(pairs), "pairs", at_most=0),
        ]
        bank.close()
    return conclude(figures)


if __name__ == "__main__":
    sys.exit(main())
