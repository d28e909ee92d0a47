"""The benchmark itself works, at the smallest size; and, with `-m bench`, the targets are met at the full one."""

from math import isfinite

import pytest

from tests.bench.__main__ import main, measure
from tests.bench.cases import CASES
from tests.bench.table import Row, shown
from tests.bench.trials import Trial, in_turns, whole_process
from tests.bench.workshop import FULL, Scale

TINY = Scale(50_000, 1)


@pytest.mark.parametrize("name", CASES)
def test_a_case_measures_ways_that_do_their_work(name, tmp_path):
    rows = measure([name], TINY, tmp_path)
    assert rows
    assert all(row.ratio is None or isfinite(row.ratio) for row in rows)
    assert len({row.what for row in rows}) == len(rows)


@pytest.mark.bench
@pytest.mark.parametrize("name", CASES)
def test_targets_are_met(name, tmp_path):
    missed = [shown(row) for row in measure([name], FULL, tmp_path) if not row.meets_its_target]
    assert not missed


def test_a_row_shows_its_ratio_and_target():
    row = Row("run", 3.0, 1.5, at_most=3, peak_mb=120.4, most_mb=150, remarks="flat")
    assert shown(row) == "| run | 3.000 | 1.500 | 2.00 | ≤ 3, 150 MB | 120 | flat |"


@pytest.mark.parametrize(
    "row",
    [
        Row("slow", 3.1, 1.0, at_most=3),
        Row("no gain", 1.7, 1.0, at_least=1.8),
        Row("large", 1.0, 1.0, at_most=3, peak_mb=151, most_mb=150),
        Row("unmeasured", 1.0, 1.0, most_mb=150),
    ],
    ids=lambda row: row.what,
)
def test_a_missed_target_is_said(row):
    assert not row.meets_its_target
    assert "(missed)" in shown(row)


def test_the_fastest_try_of_each_way_counts_with_the_most_memory():
    first = iter([Trial(3.0, 1, 50), Trial(2.0, 1, 40)])
    second = iter([Trial(1.0, 1, 10), Trial(4.0, 1, 20)])
    assert in_turns(2, lambda: next(first), lambda: next(second)) == [Trial(2.0, 1, 50), Trial(1.0, 1, 20)]


def test_the_memory_of_a_process_and_its_child_is_added_up():
    child = "import time; held = bytearray(40_000_000); time.sleep(0.2)"
    parent = f"import subprocess, sys; held = bytearray(60_000_000); subprocess.run([sys.executable, '-c', {child!r}])"
    assert 100 < whole_process("-c", parent).peak_mb < 180


def test_a_process_that_fails_is_not_timed():
    with pytest.raises(RuntimeError, match="ended with 3: so it is"):
        whole_process("-c", "import sys; sys.stderr.write('so it is'); sys.exit(3)")


def test_an_unknown_case_is_refused(capsys):
    with pytest.raises(SystemExit):
        main(["flight"])
    assert "no such case: flight" in capsys.readouterr().err
