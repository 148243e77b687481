"""A disk that takes its time: a library that delays every sync of the program it is loaded into."""

import shutil
import subprocess
from pathlib import Path

SOURCE = Path(__file__).with_name("slow_sync.c")


def make_slow_disk(folder: Path) -> str:
    """What LD_PRELOAD takes, made in this folder; "" where no compiler is at hand."""
    compiler = shutil.which("gcc") or shutil.which("cc")
    if compiler is None:
        return ""
    library = folder / "slow_sync.so"
    subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", str(library), str(SOURCE), "-ldl"], check=True)
    return str(library)
