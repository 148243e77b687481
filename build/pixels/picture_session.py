"""A session of items with a picture each, sealed: what the window is measured with."""

import random
import struct
import zlib
from pathlib import Path

from kaochang.sealing import kdf
from samples import png
from sealed_sample import Sample, Size

ITEMS = 200
ESSAY = ITEMS + 1
"""The number of the one item that is written."""


def paint(path: Path, seed: int) -> None:
    """A picture of some 100 KiB: noise, which no format makes smaller.

    Without Qt: what else holds its libraries takes a part of them off the memory of each program that is measured.
    """
    width, height = 240, 140
    noise = random.Random(seed)
    rows = b"".join(b"\x00" + noise.randbytes(3 * width) for _ in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    path.write_bytes(png((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b"")))


class PictureSession(Sample):
    """Two hundred items with real pictures, and one to write; `pictures` is the folder they lie in."""

    def __init__(self, folder: Path) -> None:
        self.pictures = folder.with_name("pictures")
        self.pictures.mkdir()
        for number in range(ITEMS):
            paint(self.pictures / f"{number:03}.png", number)
        super().__init__(folder, Size(items=ITEMS, pictures=ITEMS, essays=1), kdf.MINIMUM)
        self.seal()
        self.lay_out()

    def _write_noise(self) -> None:
        every = sorted(self.pictures.iterdir())
        self.sizes = {name: path.stat().st_size for name, path in zip(self.sizes, every, strict=True)}
        at = 0
        with self.noise.open("wb") as stream:
            for name, path in zip(self.sizes, every, strict=True):
                self._starts[name] = at
                at += stream.write(path.read_bytes())

    @property
    def code(self) -> str:
        """The start code."""
        return self._code
