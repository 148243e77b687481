"""How much memory a Word file full of pictures takes: written here, read by a program of its own."""

import io
import os
import subprocess
import sys
import zipfile
from pathlib import Path
from random import Random
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
MIB: Final = 1024 * 1024
PICTURE: Final = 2 * MIB
_W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_A: Final = "http://schemas.openxmlformats.org/drawingml/2006/main"


def write(path: Path, pictures: int) -> None:
    """A paper of so many items with a picture of two MiB each, none like another, that cannot be packed."""
    chance = Random(0)
    with zipfile.ZipFile(path, "w") as package:
        body, relations = io.StringIO(), io.StringIO()
        for place in range(1, pictures + 1):
            package.writestr(f"word/media/image{place}.png", b"\x89PNG\r\n\x1a\n" + chance.randbytes(PICTURE))
            picture = f'<w:r><w:drawing><a:blip r:embed="p{place}"/></w:drawing></w:r>'
            body.write(f"<w:p><w:r><w:t>{place}. 如图所示，第一步应当（　　）。</w:t></w:r>{picture}</w:p>")
            for text in ("A. 断电", "B. 拆机", "C. 复位", "答案：A"):
                body.write(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")
            relations.write(f'<Relationship Id="p{place}" Type="{_R}/image" Target="media/image{place}.png"/>')
        names = f'xmlns:w="{_W}" xmlns:r="{_R}" xmlns:a="{_A}"'
        heading = f"<w:p><w:r><w:t>一、单选题（共{pictures}题，每题1分）</w:t></w:r></w:p>"
        package.writestr(
            "word/document.xml", f"<w:document {names}><w:body>{heading}{body.getvalue()}</w:body></w:document>"
        )
        package.writestr(
            "word/_rels/document.xml.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f"{relations.getvalue()}</Relationships>",
        )


def peak(path: Path) -> tuple[int, int]:
    """The largest memory, in bytes, of a program that reads a file and each of its pictures; and its items."""
    run = subprocess.run(
        [sys.executable, "-P", __file__, str(path)],
        capture_output=True,
        encoding="utf-8",
        check=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "desktop"), str(ROOT / "build")])},
    )
    memory, items = run.stdout.split()
    return int(memory), int(items)


def growth(folder: Path, pictures: int) -> float:
    """How much more memory, in MiB, a file of so many pictures takes than one of two."""
    large, small = folder / "large.docx", folder / "small.docx"
    write(small, 2)
    write(large, pictures)
    (most, items), (least, _) = peak(large), peak(small)
    assert items == pictures
    return (most - least) / MIB


def main() -> int:
    from kaochang.papers.reading import read_paper

    path = Path(sys.argv[1])
    with path.open("rb") as stream:
        read = read_paper(stream, path.name)
        total = sum(len(read.media[name]) for name in read.media)
    assert total >= len(read.paper.items) * PICTURE
    print(own_peak(), len(read.paper.items))
    return 0


def own_peak() -> int:
    """The largest memory of this process so far, in bytes. Linux counts that of the process which started this one into
    `ru_maxrss`, so there its own high-water mark is read."""
    status = Path("/proc/self/status")
    if status.exists():
        (mark,) = (line for line in status.read_text().splitlines() if line.startswith("VmHWM:"))
        return int(mark.split()[1]) * 1024
    if sys.platform == "win32":
        return _peak_on_windows()
    import resource  # POSIX only

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def _peak_on_windows() -> int:
    """PeakWorkingSetSize of PROCESS_MEMORY_COUNTERS (psapi.h)."""
    import ctypes
    from ctypes import wintypes

    class Counters(ctypes.Structure):
        _fields_ = (
            ("cb", wintypes.DWORD),
            ("PageFaultCount", wintypes.DWORD),
            ("PeakWorkingSetSize", ctypes.c_size_t),
            *((f"other{place}", ctypes.c_size_t) for place in range(7)),
        )

    kernel = ctypes.WinDLL("kernel32", use_last_error=True)
    kernel.GetCurrentProcess.restype = wintypes.HANDLE
    kernel.K32GetProcessMemoryInfo.argtypes = (wintypes.HANDLE, ctypes.POINTER(Counters), wintypes.DWORD)
    counters = Counters(ctypes.sizeof(Counters))
    if not kernel.K32GetProcessMemoryInfo(kernel.GetCurrentProcess(), counters, counters.cb):
        raise ctypes.WinError(ctypes.get_last_error())
    return int(counters.PeakWorkingSetSize)


if __name__ == "__main__":
    sys.exit(main())
