"""Lint: what is likely to be wrong with the items of papers in the bank (`domain/linting`)."""

from kaochang.domain.linting import Remark, lint
from kaochang.store.bank import Bank


def lint_paper(bank: Bank, paper: int) -> list[Remark]:
    """Every remark on the items of a paper that are in use; MISSING for a paper that is not there."""
    every = bank.items(paper)
    items = [each for each in every if not each.is_retired]
    total = bank.paper_total(paper)
    return lint(items, total if len(items) == len(every) else None)
