"""What tests of several rooms of the house share."""

import subprocess

import pytest


@pytest.fixture
def small_disk(tmp_path):
    """A real disk of one megabyte: a tmpfs, which only root may mount."""
    folder = tmp_path / "small-disk"
    folder.mkdir()
    mount = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", folder], capture_output=True, check=False)
    if mount.returncode != 0:
        pytest.skip("no right to mount a small disk here; the same errors are injected in other tests")
    yield folder
    subprocess.run(["umount", "--lazy", folder], check=True)
