"""The documents say what the code does: formats, architecture, links, and the words of the field."""

import ast
import re
from pathlib import Path

import pytest
from kaochang.domain.refusals import Outcome
from kaochang.sealing.contexts import Context
from kaochang.sealing.frame import FileType

ROOT = Path(__file__).resolve().parents[2]
FORMATS = (ROOT / "docs/formats.md").read_text("utf-8")
ARCHITECTURE = (ROOT / "docs/architecture.md").read_text("utf-8")
PAGES = [ROOT / "README.md", ROOT / "README.zh.md", *sorted((ROOT / "docs").rglob("*.md"))]
SOURCES = sorted((ROOT / "desktop").rglob("*.py"))


@pytest.mark.parametrize("file_type", FileType)
def test_formats_describes_every_file_type(file_type: FileType) -> None:
    row = f"| `{file_type.letter.decode()}` |"
    assert row in FORMATS
    assert f"`{file_type.value}` | `.{file_type.extension}`" in FORMATS
    assert re.search(rf"^## .*\.{file_type.extension}\b", FORMATS, re.MULTILINE)


@pytest.mark.parametrize("context", Context)
def test_formats_lists_every_context_string(context: Context) -> None:
    assert f"`{context.value.decode().removeprefix('kaochang/v1/')}`" in FORMATS


@pytest.mark.parametrize("outcome", Outcome)
def test_formats_lists_every_outcome_with_its_exit_code(outcome: Outcome) -> None:
    assert f"| {outcome.value} | {outcome.name} |" in FORMATS


def test_architecture_has_a_room_for_every_package() -> None:
    packages = {path.parent.name for path in (ROOT / "desktop/kaochang").glob("*/__init__.py")} | {"app"}
    rows = set(re.findall(r"^\| `(\w+)` \|", ARCHITECTURE, re.MULTILINE))
    assert rows == packages


def test_architecture_names_only_files_that_exist() -> None:
    named = set(
        re.findall(
            r"`((?:domain|papers|sealing|custody|flow|presenters|views|lockdown|reports|cli)/[\w/.]+)`", ARCHITECTURE
        )
    )
    missing = [name for name in named if not (ROOT / "desktop/kaochang" / name).exists()]
    assert not missing


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text("utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


ALIASES = {
    "question": "item",
    "quiz": "assessment",
    "student": "candidate",
    "invigilator": "proctor",
    "examinee": "candidate",
    "grader": "scorer",
    "grade": "score or mark",
    "supervisor": "centre",
    "username": "person",
}


def _names(tree: ast.AST) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(tree):
        match node:
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name) | ast.arg(arg=name):
                found.add(name)
            case ast.Name(id=name) | ast.Attribute(attr=name):
                found.add(name)
    return found


def test_identifiers_use_the_words_of_the_field() -> None:
    strangers = []
    for path in SOURCES:
        for name in _names(ast.parse(path.read_text("utf-8"))):
            words = re.findall(r"[A-Z]?[a-z]+", name)
            strangers += [
                f"{path.name}: {name} (say {ALIASES[word.lower().removesuffix('s')]})"
                for word in words
                if word.lower().removesuffix("s") in ALIASES
            ]
    assert strangers == []


def test_no_path_of_one_machine_stands_in_the_project() -> None:
    machine_path = re.compile(r"/ro{1,2}t/|/ho{1}me/[a-z]|/wor[k]/|[A-Z]:\\\\Users")
    found = [
        path.relative_to(ROOT)
        for folder in ("desktop", "build", "docs", "resources", "tests")
        for path in (ROOT / folder).rglob("*")
        if path.suffix in {".py", ".md", ".json", ".txt"}
        and path != Path(__file__)
        and machine_path.search(path.read_text("utf-8", "replace"))
    ]
    assert found == []


def test_only_the_safe_helpers_write_files() -> None:
    """Raw writing, making folders and unpacking archives stay in machine/safe_files.py."""
    forbidden = {"write_text", "write_bytes", "mkdir", "extractall", "copyfile", "copytree", "mkdtemp"}
    found = []
    for path in SOURCES:
        if path.name != "safe_files.py":
            tree = ast.parse(path.read_text("utf-8"))
            found += [
                f"{path.name}:{node.lineno} {node.func.attr}"
                for node in ast.walk(tree)
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in forbidden
            ]
    assert found == []
