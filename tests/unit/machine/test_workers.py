"""Work in several processes comes back in its order, little of it is taken ahead, and a lost process is said."""

import os

import pytest
from kaochang.domain.refusals import Outcome
from kaochang.machine import workers
from support.refusals import refuses
from support.working import adding


@pytest.mark.parametrize("processes", [1, 2])
def test_results_come_in_the_order_of_the_work_from_so_many_processes(processes):
    found = list(workers.in_order(adding, 10, range(40), processes))
    assert [number for number, _ in found] == list(range(10, 50))
    assert (os.getpid() in {process for _, process in found}) is (processes == 1)


def test_only_little_work_is_taken_ahead():
    taken = []
    work = (taken.append(piece) or piece for piece in range(1000))
    found = workers.in_order(adding, 0, work, 2)
    for _ in range(3):
        next(found)
    assert len(taken) < 10
    found.close()


def test_what_one_piece_of_work_is_refused_for_ends_all_of_it():
    with refuses(Outcome.LIMIT, "io.too-large"):
        list(workers.in_order(adding, 0, [1, -2, 3], 2))


def test_a_process_that_is_lost_is_said():
    with refuses(Outcome.IO, "workers.lost"):
        list(workers.in_order(adding, 0, [1, -1, 3], 2))
