"""One verification step of the product and how it is turned into nothing: found by its text, so a stale one shows."""

import ast
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "desktop" / "kaochang"


class StaleError(Exception):
    """A step whose text is no longer in its function, or is there more than once."""


@dataclass(frozen=True)
class Step:
    """In `function` of `module` the text `old` is a check, and `new` is no check; `tests` must notice."""

    module: str
    function: str
    old: str
    new: str
    tests: tuple[str, ...]

    @property
    def name(self) -> str:
        """How the step is told."""
        return f"{self.module}:{self.function}: {self.old.splitlines()[0]}"

    @property
    def import_name(self) -> str:
        """The module as it is imported."""
        return "kaochang." + self.module.removesuffix(".py").replace("/", ".")

    def place(self, source: str) -> tuple[int, int]:
        """Where the text begins and ends in the module's source; refuses (StaleError) one that is not there once."""
        start, end = _span(source, self.function)
        found = source.count(self.old, start, end)
        if found != 1:
            raise StaleError(f"{self.name}: {found} times in {self.function}")
        at = source.index(self.old, start, end)
        return at, at + len(self.old)

    def without(self, source: str) -> str:
        """The module's source without the check."""
        start, end = self.place(source)
        return source[:start] + self.new + source[end:]


@cache
def _tree(source: str) -> ast.Module:
    return ast.parse(source)


@cache
def _span(source: str, function: str) -> tuple[int, int]:
    """Where a function (`Class.method`, `outer.inner`) begins and ends in the source."""
    node: ast.AST = _tree(source)
    for name in function.split("."):
        node = _named(node, name, function)
    assert isinstance(node, ast.FunctionDef | ast.ClassDef)
    lines = source.splitlines(keepends=True)
    start = sum(map(len, lines[: node.lineno - 1]))
    return start, start + sum(map(len, lines[node.lineno - 1 : node.end_lineno]))


def _named(node: ast.AST, name: str, function: str) -> ast.AST:
    for each in ast.walk(node):
        if isinstance(each, ast.FunctionDef | ast.ClassDef) and each.name == name and each is not node:
            return each
    raise StaleError(f"no function {function}")


def checks(module: str, tests: str, *steps: tuple[str, str, str]) -> tuple[Step, ...]:
    """The steps of one module as (function, old, new); `tests` are files below tests/, divided by spaces."""
    files = tuple(f"tests/{name}" for name in tests.split())
    return tuple(Step(module, function, old, new, files) for function, old, new in steps)
