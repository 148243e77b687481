#!/usr/bin/env python3
"""The developer script: sets itself up from nothing but Python 3.11 or later, then runs one verb.

Standard library only. Everything it makes lies under .dev/ and out/, which git ignores; nothing is written to build/.
"""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if sys.version_info < (3, 11):  # noqa: UP036 - said before anything newer is imported
    sys.exit(f"Kaochang needs Python 3.11 or later; this is {sys.version.split()[0]}. Try: python3.11 build/dev.py")

sys.dont_write_bytecode = True  # before the first import from this folder, which must stay clean

import environment
import system_libraries
from steps import Layout, SetupError

if TYPE_CHECKING:
    from collections.abc import Callable

LAYOUT = Layout(Path(__file__).resolve().parent.parent, windows=os.name == "nt")

LINT_IMPORTS = "from importlinter.cli import lint_imports_command as lint; lint()"
CHECKS = {
    "ruff check": ("-m", "ruff", "check"),
    "ruff format": ("-m", "ruff", "format", "--check"),
    "mypy": ("-m", "mypy"),
    "mypy of this script": ("-m", "mypy", "build/dev.py"),
    "import-linter": ("-c", LINT_IMPORTS, "--no-logo", "--cache-dir", str(LAYOUT.dev / "cache/imports")),
}
PYTEST = ("-m", "pytest", "-o", f"cache_dir={LAYOUT.dev / 'cache/pytest'}")

Arguments = list[str]


def main(arguments: Arguments) -> int:
    """Runs one verb and returns its exit status; 2 for a wrong call or a set-up that cannot go on."""
    name, *rest = arguments or ["--help"]
    if name in ("-h", "--help", "help"):
        print(help_text())
        return 0
    verb = VERBS.get(name)
    if verb is None:
        return refuse(f"no verb {name!r}; the verbs are: {', '.join(VERBS)}")
    if rest in (["-h"], ["--help"]):
        print(f"python3 build/dev.py {name} {verb.usage}".rstrip() + f"\n    {verb.promise}")
        if verb.action is bench:
            print(f"    NAME: {', '.join(benchmarks())}")
        return 0
    try:
        if verb.needs_setup:
            environment.ensure(LAYOUT)
        return verb.action(rest)
    except SetupError as problem:
        return refuse(str(problem))
    except KeyboardInterrupt:
        return 130


def refuse(reason: str) -> int:
    print(f"dev.py: {reason}", file=sys.stderr)
    return 2


def python(*arguments: str, offscreen: bool = True, cwd: Path | None = LAYOUT.root) -> int:
    """Runs the environment's Python and returns its exit status.

    What works on the project itself runs in its folder; what takes paths from the caller stays in the caller's (None).
    """
    sys.stdout.flush()
    env = environment.child_environment(LAYOUT, os.environ, offscreen=offscreen)
    return subprocess.run([LAYOUT.python, *arguments], cwd=cwd, env=env, check=False).returncode


def script(path: str, *arguments: str, offscreen: bool = True) -> int:
    """Runs one of the scripts beside this one; they come and go with the program, so a missing one is said."""
    file = LAYOUT.root / path
    if not file.is_file():
        return refuse(f"{path} is not there")
    return python(str(file), *arguments, offscreen=offscreen, cwd=None)


def set_up(_rest: Arguments) -> int:
    print(f"{LAYOUT.env} is ready")
    return 0


def failed_checks() -> list[str]:
    failed = []
    for name, command in CHECKS.items():
        print(f"== {name}")
        if python(*command) != 0:
            failed.append(name)
    return failed


def check(_rest: Arguments) -> int:
    failed = failed_checks()
    print(f"checks failed: {', '.join(failed)}" if failed else "all checks passed")
    return 1 if failed else 0


def test(rest: Arguments) -> int:
    failed = failed_checks()
    print("== pytest")
    workers = min((os.cpu_count() or 1) + 1, 4)  # one more than processors: windows and journeys mostly wait
    status = python(*PYTEST, "-m", "not heavy", "-n", str(workers), "--dist", "worksteal", *rest)
    if failed:
        print(f"checks failed: {', '.join(failed)}")
    return status or (1 if failed else 0)


def heavy(rest: Arguments) -> int:
    """With arguments only the suites they choose; without, the fuzzer and the mutation check as well."""
    status = python(*PYTEST, "-m", "heavy", *rest)
    if rest:
        return status
    print("== fuzz")
    add_fuzzer()
    fuzzed = script("build/fuzz/run.py")
    print("== mutations")
    return max(status, fuzzed, script("build/mutations.py"))


def add_fuzzer() -> None:
    """atheris, beside the environment: it exists for some systems and Pythons only, and nothing else needs it."""
    folder = LAYOUT.dev / "fuzz" / f"{sys.version_info.major}.{sys.version_info.minor}"
    if folder.is_dir():
        return
    try:
        environment.pip_install(LAYOUT, "--target", str(folder), "--no-deps", "--only-binary", ":all:", "atheris>=3,<4")
    except SetupError:
        print("atheris is not to be had for this system and Python; inputs are varied by chance instead")


def run(rest: Arguments) -> int:
    # -P: a file of the caller's that has the name of a library must not be taken for it.
    return python("-P", "-m", "kaochang", *(rest[1:] if rest[:1] == ["--"] else rest), offscreen=False, cwd=None)


def demo(rest: Arguments) -> int:
    show = "--show" in rest
    if show and sys.platform.startswith("linux") and not {"DISPLAY", "WAYLAND_DISPLAY"} & os.environ.keys():
        return refuse("--show needs a screen: set DISPLAY or WAYLAND_DISPLAY, or leave --show out")
    return script("build/demo.py", "--out", str(LAYOUT.root / "out/demo"), *rest, offscreen=not show)


def benchmarks() -> list[str]:
    """The names that bench takes."""
    return sorted(file.stem for file in (LAYOUT.root / "build/bench").glob("*.py"))


def bench(rest: Arguments) -> int:
    names = benchmarks()
    if not rest or rest[0] not in names:
        return refuse(f"bench takes one of: {', '.join(names) or '(there are none yet)'}")
    return script(f"build/bench/{rest[0]}.py", *rest[1:])


def verify(rest: Arguments) -> int:
    return script("build/verifier/verify.py", *rest)


def shots(rest: Arguments) -> int:
    return script("build/shots.py", "--out", str(LAYOUT.root / "out/shots"), *rest)


def lock(rest: Arguments) -> int:
    system_libraries.ensure(LAYOUT)
    environment.create(LAYOUT)
    environment.pip_install(LAYOUT, "uv")
    return python(
        *("-m", "uv", "pip", "compile", "pyproject.toml", "--group", "dev", "--output-file", LAYOUT.lock.name),
        *("--universal", "--python-version", "3.11", "--generate-hashes"),
        *("--no-config", "--no-emit-index-url", "--no-emit-find-links", "--quiet"),
        *("--custom-compile-command", "python3 build/dev.py lock", *rest),
    )


@dataclass(frozen=True)
class Verb:
    """One word of the command line: what may follow it, what it does, and the function that does it."""

    action: Callable[[Arguments], int]
    usage: str
    promise: str
    needs_setup: bool = True


VERBS = {
    "demo": Verb(
        demo,
        "[--out DIR] [--show] [--lang en]",
        "one whole exam day, files in out/demo or DIR; --show opens the windows",
    ),
    "test": Verb(test, "[PYTEST ARGS]", "the checks, then every test but the heavy ones"),
    "run": Verb(run, "-- ARGS", "runs `kaochang ARGS`"),
    "check": Verb(check, "", "ruff, formatting, mypy and the import rules"),
    "heavy": Verb(heavy, "[PYTEST ARGS]", "the long test suites; without arguments fuzzer and mutation check too"),
    "bench": Verb(bench, "NAME [--quick]", "prints each figure beside its target; exit status 1 when one is missed"),
    "verify": Verb(
        verify, "FILE... [OPTIONS]", "an independent reader of our files: outcome, and hash of each plaintext"
    ),
    "shots": Verb(
        shots, "[--out DIR] [--only WORD] [--theme NAME]", "a picture of every screen and state, in out/shots or DIR"
    ),
    "setup": Verb(set_up, "", "only the set-up that every other verb does by itself"),
    "lock": Verb(lock, "[--upgrade]", "rebuilds requirements.lock from pyproject.toml", needs_setup=False),
}


def help_text() -> str:
    rows = [(f"{name} {verb.usage}".rstrip(), verb.promise) for name, verb in VERBS.items()]
    width = max(len(call) for call, _ in rows)
    lines = [f"  {call:<{width}}  {promise}" for call, promise in rows]
    about = (
        "The first call sets up: an environment in .dev/env from requirements.lock and, on Debian or Ubuntu, the\n"
        "system libraries that Qt needs (installed as root, else unpacked into .dev/). Later calls need no network."
    )
    return "\n".join(["usage: python3 build/dev.py VERB ...", "", *lines, "", about])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
