"""The pytest plugin that imports one module of the product without one of its checks (see build/mutations.py)."""

import json
import os
import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from pathlib import Path
from types import CodeType, ModuleType

from mutants.step import Step

VARIABLE = "KAOCHANG_MUTANT"
"""Holds the step as JSON; without it nothing is changed."""


class _Loader(SourceFileLoader):
    """Compiles the changed source, and neither reads nor writes bytecode."""

    step: Step

    def get_code(self, fullname: str) -> CodeType:
        source = Path(self.path).read_text(encoding="utf-8")
        return compile(self.step.without(source), self.path, "exec", dont_inherit=True)


class _Finder(MetaPathFinder):
    """Finds the step's module as ever, and hands it to the loader above."""

    def __init__(self, step: Step) -> None:
        self._step = step

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname != self._step.import_name:
            return None
        spec = PathFinder.find_spec(fullname, path, target)
        if spec is not None and spec.origin is not None:
            spec.loader = _Loader(fullname, spec.origin)
            spec.loader.step = self._step
        return spec


if VARIABLE in os.environ:
    told = json.loads(os.environ[VARIABLE])
    sys.meta_path.insert(0, _Finder(Step(**{**told, "tests": tuple(told["tests"])})))
