import re
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name


@pytest.fixture
def lock(root):
    return (root / "requirements.lock").read_text(encoding="utf-8")


@pytest.fixture
def entries(lock):
    """Requirement → its hashes, in the order of the file."""
    found = {}
    for block in re.split(r"\n(?=\S)", lock):
        if not block.startswith("#"):
            requirement, *rest = block.split(" \\\n")
            found[Requirement(requirement)] = re.findall(r"--hash=sha256:[0-9a-f]{64}\b", "\n".join(rest))
    return found


def test_every_entry_is_pinned_to_one_version_and_hashed(entries):
    assert len(entries) > 30
    for requirement, hashes in entries.items():
        assert [part.operator for part in requirement.specifier] == ["=="], requirement
        assert hashes, requirement


def test_the_lock_file_names_no_host_and_no_place(lock):
    assert "://" not in lock
    assert " @ " not in lock
    for line in lock.splitlines():
        assert not re.match(r"\s*-(?!-hash=)", line), line


def test_every_dependency_of_the_project_is_pinned_within_its_range(root, entries):
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    asked = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    pinned = {canonicalize_name(entry.name): next(iter(entry.specifier)).version for entry in entries}
    for requirement in map(Requirement, asked):
        assert requirement.specifier.contains(pinned[canonicalize_name(requirement.name)]), requirement


def test_the_lock_file_serves_every_python_and_system_we_support(entries):
    for version in ("3.11", "3.12", "3.13"):
        for system in ("linux", "win32", "darwin"):
            place = {"python_version": version, "python_full_version": f"{version}.1", "sys_platform": system}
            here = [entry.name for entry in entries if entry.marker is None or entry.marker.evaluate(place)]
            assert len(here) == len(set(here))
            assert "pyside6-essentials" in here
            assert ("colorama" in here) == (system == "win32")
