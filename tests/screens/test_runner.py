"""Background work: in order, off the UI thread, and back on it."""

import threading

from kaochang.views.runner import BackgroundRunner, OneShotTimer
from PySide6.QtCore import QObject


def _fail(error):
    raise error


def test_tasks_run_in_order_on_one_thread_and_what_follows_runs_on_the_ui_thread(qtbot):
    runner = BackgroundRunner()
    workers, followers, results = [], [], []

    def done(result):
        followers.append(threading.get_ident())
        results.append(result)

    for number in range(20):
        runner.run(lambda number=number: (workers.append(threading.get_ident()), number)[1], done, _fail)
    qtbot.waitUntil(lambda: len(results) == 20)
    assert results == list(range(20))
    assert set(followers) == {threading.get_ident()}
    assert len(set(workers)) == 1
    assert threading.get_ident() not in workers
    runner.drain()


def test_a_task_that_fails_gives_its_exception_and_the_next_one_runs(qtbot):
    runner = BackgroundRunner()
    failures, results = [], []
    runner.run(lambda: 1 // 0, results.append, failures.append)
    runner.run(lambda: "next", results.append, failures.append)
    qtbot.waitUntil(lambda: bool(results))
    assert isinstance(failures[0], ZeroDivisionError)
    assert results == ["next"]
    runner.drain()


def test_draining_finishes_what_is_queued_and_what_that_queues(qtbot):
    runner = BackgroundRunner()
    results = []

    def again(result):
        results.append(result)
        if result < 3:
            runner.run(lambda: result + 1, again, _fail)

    runner.run(lambda: 1, again, _fail)
    runner.drain()
    assert results == [1, 2, 3]


def test_a_timer_rings_once_and_not_after_stop(qtbot):
    owner = QObject()
    timer, rings = OneShotTimer(owner), []
    timer.start(0, lambda: rings.append("stopped"))
    timer.stop()
    timer.start(0, lambda: rings.append("rung"))
    qtbot.waitUntil(lambda: bool(rings))
    assert rings == ["rung"]


def test_a_task_that_comes_after_the_end_is_dropped(qtbot):
    runner, done = BackgroundRunner(), []
    runner.drain()
    runner.run(lambda: 1, done.append, _fail)
    runner.drain()
    assert done == []
