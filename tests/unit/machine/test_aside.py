"""Jobs aside: in order, in one thread, and nobody waits longer than they choose to."""

import threading

from kaochang.machine.aside import Aside


def test_jobs_are_done_in_the_order_in_which_they_were_given():
    aside, done = Aside(), []
    for number in range(500):
        aside.do(lambda number=number: done.append(number))
    assert aside.wait(10)
    assert done == [*range(500)]


def test_a_job_that_hangs_holds_up_those_behind_it_and_nobody_else():
    aside, done, goes_on = Aside(), [], threading.Event()
    aside.do(lambda: done.append(goes_on.wait(10)))
    aside.do(lambda: done.append("next"))
    assert (aside.wait(0), aside.wait(0.05), done) == (False, False, [])
    goes_on.set()
    assert aside.wait(10)
    assert done == [True, "next"]


def test_its_thread_ends_with_its_jobs_and_never_keeps_the_program():
    aside, threads = Aside(), []
    for _ in range(2):
        aside.do(lambda: threads.append(threading.current_thread()))
        assert aside.wait(10)
    for thread in threads:
        thread.join(10)
    assert [(thread.is_alive(), thread.daemon) for thread in threads] == [(False, True)] * 2
