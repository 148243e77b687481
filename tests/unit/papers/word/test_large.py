"""A Word file of many pictures: neither the file nor its pictures are ever held whole."""

import tracemalloc
import zipfile
from random import Random

import pytest
from kaochang.flow.read import add_to_bank, read_file
from kaochang.store.bank import Bank
from support.clocks import ManualClock
from support.seeded import seeded
from unit.papers.support import NAMES, par, run
from unit.papers.word.support import PNG, picture, relations

PICTURES = 12
SIZE = 1024 * 1024


@pytest.fixture
def paper(tmp_path):
    """A paper of so many items, each with a picture of a megabyte that cannot be packed."""
    chance, path = Random(1), tmp_path / "paper.docx"
    body = "".join(
        par(run(f"{place}. 看图，选哪一个？") + picture(f"p{place}")) + par("A. 甲") + par("B. 乙") + par("答案：A")
        for place in range(1, PICTURES + 1)
    )
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("word/document.xml", f"<w:document {NAMES}><w:body>{body}</w:body></w:document>")
        targets = [(f"p{place}", f"media/{place}.png") for place in range(1, PICTURES + 1)]
        package.writestr("word/_rels/document.xml.rels", relations(*targets))
        for _, name in targets:
            package.writestr(f"word/{name}", PNG + chance.randbytes(SIZE))
    return path


def test_a_paper_is_read_and_banked_in_the_memory_of_a_few_pictures(paper, tmp_path):
    bank = Bank(tmp_path / "bank.db")
    tracemalloc.start()
    found = read_file(paper)
    after_reading = tracemalloc.get_traced_memory()[1]
    add_to_bank(bank, found, paper.name, ManualClock(), seeded())
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    names = [each.item.images[0].name for each in bank.items(1)]
    assert [len(bank.medium(name)) for name in names] == [SIZE + len(PNG)] * PICTURES
    bank.close()
    assert len(found.paper.items) == PICTURES
    assert after_reading < 6 * SIZE
    assert peak < 8 * SIZE
