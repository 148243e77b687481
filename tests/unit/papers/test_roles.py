"""The papers of banks/roles: five roles, ready to use, each item keyed and explained or with its rubric."""

import pytest
from kaochang.domain.items import ItemType
from kaochang.papers.reading import read_paper
from unit.papers.support import ROOT

ROLES = sorted((ROOT / "banks" / "roles").glob("*.txt"))


def read(path):
    return read_paper(path.read_bytes(), path.name).paper


@pytest.mark.parametrize("path", ROLES, ids=lambda path: path.stem)
def test_a_paper_reads_without_a_finding_and_is_worth_a_hundred_points(path):
    paper = read(path)
    assert paper.findings == ()
    assert sum(each.item.points for each in paper.items) == paper.total_points == 100


@pytest.mark.parametrize("path", ROLES, ids=lambda path: path.stem)
def test_every_item_names_its_competencies_and_how_it_is_marked(path):
    for each in read(path).items:
        assert each.scheme.competencies, each.item.stem
        if each.item.is_open:
            assert each.scheme.reference, each.item.stem
            assert each.scheme.rubric.text, each.item.stem
        else:
            assert each.scheme.correct is not None, each.item.stem
            assert each.scheme.explanation, each.item.stem


def test_they_hold_two_hundred_items_of_five_roles_and_every_type():
    items = [each.item for path in ROLES for each in read(path).items]
    assert len(ROLES) == 5
    assert len(items) >= 200
    assert {item.type for item in items} == set(ItemType)
