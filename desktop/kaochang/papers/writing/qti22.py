"""Papers as packages of QTI 2.2."""

from typing import BinaryIO

from kaochang.domain.papers import PaperFormat
from kaochang.papers.writing.exported import Exported, Loss
from kaochang.papers.writing.qti_packages import write_package
from kaochang.papers.writing.qti_vocabulary import QTI22


def write(exported: Exported, out: BinaryIO, *, with_answers: bool) -> tuple[Loss, ...]:
    """Write a package of QTI 2.2; see `exported`."""
    return write_package(exported, out, QTI22, PaperFormat.QTI22, with_answers=with_answers)
