"""How much memory a process and all that it started hold, in MiB, as the kernel counts it."""

from pathlib import Path


def shared_in_parts(pid: int) -> float:
    """What they hold, and their part of what they share with others (PSS): fair between programs side by side."""
    return _sum(pid, "Pss")


def own(pid: int) -> float:
    """What they hold that stands in no file: the same, whoever maps the same files beside them."""
    return _sum(pid, "Anonymous")


def _sum(pid: int, name: str) -> float:
    return sum(_of(each, name) for each in _family(pid))


def _family(pid: int) -> list[int]:
    """A process and all that it started."""
    below = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(each for child in below for each in _family(int(child)))]


def _of(pid: int, name: str) -> float:
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith(f"{name}:"):
            return int(line.split()[1]) / 1024
    raise LookupError(name)
