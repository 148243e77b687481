"""Places of findings in a file whose lines nobody sees numbered, as a Word file's: the first words there."""

from collections.abc import Iterable
from typing import Final

from msgspec.structs import replace

from kaochang.domain.papers import Finding
from kaochang.papers.lines import Line, Source

_LONGEST: Final = 14
"""Characters that are quoted: enough to search for in Word."""


def named_by_words(findings: Iterable[Finding], source: Source) -> tuple[Finding, ...]:
    """Findings that quote the words at their line, or the nearest before it: pictures and tables may have none."""
    words: dict[int, str] = {}
    for line in source.lines:
        words[line.number] = words.get(line.number) or _words(line)
    return tuple(_named(finding, words) for finding in findings)


def _named(finding: Finding, words: dict[int, str]) -> Finding:
    line = finding.line or 0
    near = next((words[number] for number in range(line, 0, -1) if words.get(number)), "") if line in words else ""
    return replace(finding, params=finding.params | {"near": near}) if near else finding


def _words(line: Line) -> str:
    cells = [] if line.table is None else [cell for row in line.table.rows for cell in row]
    text = " ".join(next(filter(None, [line.text.strip(), *map(str.strip, cells)]), "").split())
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
