"""Random histories keep the invariants: some in each test run, a thousand in the long one."""

from __future__ import annotations

import time

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.histories.machine import Histories

SHORT = settings(
    max_examples=25,
    stateful_step_count=25,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
LONG = settings(SHORT, max_examples=1_000, stateful_step_count=25, print_blob=True, phases=set(Phase) - {Phase.explain})


def test_random_histories_with_crashes_keep_every_invariant():
    run_state_machine_as_test(Histories, settings=SHORT)


@pytest.mark.long
def test_a_thousand_random_histories_with_crashes_keep_every_invariant():
    begun = time.monotonic()
    run_state_machine_as_test(Histories, settings=LONG)
    print(f"{time.monotonic() - begun:.0f} s")
