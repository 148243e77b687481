"""A separate answer key: its lines are told apart from those of the paper, and something of it must be of use."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from msgspec import structs

from kaochang.domain.papers import Finding
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.papers.finishing.made import Made
from kaochang.papers.grammar.drafts import Block, Draft, Entry
from kaochang.papers.grammar.marks import FOR_SCORERS
from kaochang.papers.lines import KEY_LINES, Line

_BARE: Final = re.compile(r"[A-H√×TF对错正确误、,;\s]+")


@dataclass(frozen=True)
class SeparateKey:
    """The answers of a key file, and what the file is called."""

    name: str = ""
    blocks: list[Block] = field(default_factory=list)

    @classmethod
    def of(cls, name: str, blocks: Iterable[Block]) -> "SeparateKey":
        """A key whose lines count from `KEY_LINES` on."""
        return cls(name, [_behind(block) for block in blocks])

    def check_used(self, drafts: Sequence[Draft], findings: Iterable[Finding]) -> None:
        """Refuse (PAPER) a key that gave no item anything, where no finding says why: it is no key of this paper."""
        told = any((finding.line or 0) > KEY_LINES for finding in findings)
        if self.blocks and not told and not any(map(_is_keyed, drafts)):
            raise Refusal(Outcome.PAPER, "paper.no-key", self.name, key_file=self.name)

    @property
    def bare(self) -> int:
        """How many of its numbers have nothing behind them but letters or a judgement."""
        answers = [" ".join(line.fold for line in entry.answer()) for block in self.blocks for entry in block.entries]
        return sum(bool(_BARE.fullmatch(answer)) for answer in answers)

    def of_use(self) -> "SeparateKey":
        """This key; refuses (PAPER) a file that holds no answers."""
        if not self.blocks:
            raise Refusal(Outcome.PAPER, "paper.no-key", self.name, key_file=self.name)
        return self

    def take(self, made: list[Made]) -> list[Finding]:
        """Give finished items what the key says of them: nothing, as a list of answers is linked before."""
        return []

    def told(self, findings: Iterable[Finding]) -> list[Finding]:
        """Findings with the name of this file at those that are about its lines."""
        return [self._told(finding) for finding in findings]

    def _told(self, finding: Finding) -> Finding:
        line = finding.line or 0
        if line <= KEY_LINES:
            return finding
        return structs.replace(finding, line=line - KEY_LINES, params=finding.params | {"key_file": self.name})


def _is_keyed(draft: Draft) -> bool:
    lines = [line for mark in FOR_SCORERS for line in draft.fields.get(mark, [])]
    lines += [line for given in draft.answers for line in given.lines]
    return any(line.number > KEY_LINES for line in lines)


def _behind(block: Block) -> Block:
    block.entries = [_entry_behind(entry) for entry in block.entries]
    block.unread = [(label, line + KEY_LINES) for label, line in block.unread]
    block.loose = _moved(block.loose)
    return block


def _entry_behind(entry: Entry) -> Entry:
    return Entry(
        entry.value,
        entry.line + KEY_LINES,
        _moved(entry.plain),
        {mark: _moved(lines) for mark, lines in entry.fields.items()},
        [_entry_behind(part) for part in entry.parts],
    )


def _moved(lines: Iterable[Line]) -> list[Line]:
    return [replace(line, number=line.number + KEY_LINES) for line in lines]
