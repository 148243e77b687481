"""A session of items with a picture each, sealed: what the window is measured with."""

import random
from pathlib import Path

from kaochang.sealing import kdf
from PySide6.QtGui import QImage
from sealed_sample import Sample, Size

ITEMS = 200
ESSAY = ITEMS + 1
"""The number of the one item that is written."""


def paint(path: Path, seed: int) -> None:
    """A picture of some 100 KiB: noise, which no format makes smaller."""
    width, height = 240, 140
    noise = random.Random(seed).randbytes(3 * width * height)
    if not QImage(noise, width, height, 3 * width, QImage.Format.Format_RGB888).save(str(path), "PNG"):
        raise OSError(f"cannot write {path}")


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
