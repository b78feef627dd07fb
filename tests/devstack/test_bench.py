"""What a bench prints."""

import os
import subprocess

from devstack import bench, bench_start


def test_a_figure_is_the_median_with_its_ends_and_its_ratio_to_the_floor():
    line = bench.figure("start", "warm_start", [3.0, 1.0, 2.5], unit="s", n=1, floor=0.5)

    assert line == {
        "bench": "start",
        "figure": "warm_start",
        "value": 2.5,
        "unit": "s",
        "n": 1,
        "runs": 3,
        "min": 1.0,
        "max": 3.0,
        "floor": 0.5,
        "ratio": 5.0,
    }


def test_what_could_not_be_measured_is_null_and_never_nought():
    line = bench.figure("start", "cold_start_uv", [], unit="s", n=1)

    assert [line[key] for key in ("value", "runs", "min", "max", "floor", "ratio")] == [
        None, 0, None, None, None, None,
    ]  # fmt: skip


def test_a_family_is_a_process_with_all_it_started_and_what_that_started():
    parent = subprocess.Popen(["sh", "-c", "sleep 60 & echo $!; wait"], stdout=subprocess.PIPE)
    child = int(parent.stdout.readline())

    members = bench_start.family(os.getpid())

    assert [number in members for number in (os.getpid(), parent.pid, child)] == [True, True, True]
    os.kill(child, 9)
    parent.communicate()


def test_a_process_weighs_something_and_one_that_is_gone_nothing():
    assert bench_start.weight(os.getpid()) > 1
    assert bench_start.proportional_kilobytes(4194305) == 0
