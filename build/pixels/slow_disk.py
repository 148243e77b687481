"""A disk that takes its time: a library that delays every sync of the program it is loaded into."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SOURCE = Path(__file__).with_name("slow_sync.c")


@contextmanager
def slow_disk(folder: Path) -> Iterator[str]:
    """What LD_PRELOAD takes; "" where no compiler is at hand."""
    compiler = shutil.which("gcc") or shutil.which("cc")
    if compiler is None:
        yield ""
        return
    library = folder / "slow_sync.so"
    subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", str(library), str(SOURCE), "-ldl"], check=True)
    yield str(library)
