"""kill -9 for real: a run of thousands of invoices is killed at random moments and started again until it ends.

    start --- imports, plan --- | batch 1 | batch 2 | batch 3 | --- closing ---
          ^ some kills here       ^  ^    ^  ^ some here         ^

Then each account is billed exactly once, numbers have no hole, and `verify` finds nothing. Between two kills whole batches
stand, or none.
"""

from __future__ import annotations

import signal
import time
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import pytest

from tests.crash.crowd import BATCH, assert_all_billed_once, await_write, copied, crowd, posted_numbers, run

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no SIGKILL here")
SEED = 20261124


@dataclass
class Torture:
    """Rounds of runs that are killed, each round from the same company to its end."""

    pristine: Path
    folder: Path
    count: int
    dice: Random
    kills: int = 0
    in_batches: int = 0
    moments: list[str] = field(default_factory=list)

    def round(self, wanted: int) -> Path:
        """Kill and start again until `wanted` kills are reached, then let it end; or until a run has ended before its kill."""
        path = copied(self.pristine, self.folder / f"round-{self.kills}")
        while self.kills < wanted and self._survived(path):
            numbers = posted_numbers(path)
            assert numbers == list(range(1, len(numbers) + 1))
            assert len(numbers) % BATCH == 0, "half a batch was left"
            self.in_batches += 0 < len(numbers) < self.count
        answer = run(path, "--all-due").end()
        assert (answer.code, answer.err) == (0, "")
        assert_all_billed_once(path, self.count)
        assert run(path, "--all-due").end().json["invoices"] == 0
        return path

    def _survived(self, path: Path) -> bool:
        """Start a run and kill it. Whether it was killed: False where it had ended by itself."""
        process = run(path, "--all-due")
        if self.dice.random() < 0.25:
            delay = self.dice.uniform(0, 1)
            self.moments.append(f"{delay:.3f} s after its start")
        else:
            await_write(path, process)
            delay = self.dice.uniform(0, 0.4)
            self.moments.append(f"{delay:.3f} s after its first write")
        time.sleep(delay)
        process.signal(signal.SIGKILL)
        ended = process.end()
        if ended.code == 0:
            return False
        assert (ended.code, ended.err) == (-signal.SIGKILL, "")
        self.kills += 1
        return True


def tortured(folder: Path, count: int, kills: int) -> Torture:
    """Rounds of killed runs of `count` invoices until there were `kills` kills."""
    print(f"seed {SEED}")
    torture = Torture(crowd(folder / "pristine.billdesk", count), folder, count, Random(SEED))
    while torture.kills < kills:
        torture.round(kills)
    print(f"{torture.kills} kills, {torture.in_batches} of them with part of the invoices posted: {torture.moments}")
    return torture


def test_a_run_that_is_killed_again_and_again_bills_each_account_once(tmp_path: Path):
    # 7,000 are enough for a run to plan ahead in a second process, which must not outlive it.
    assert tortured(tmp_path, 7_000, 6).kills == 6


@pytest.mark.long
def test_a_hundred_kills_of_a_run_of_20000_invoices_lose_and_double_nothing(tmp_path: Path):
    begun = time.monotonic()
    torture = tortured(tmp_path, 20_000, 100)
    print(f"{time.monotonic() - begun:.0f} s")
    assert torture.kills == 100
    assert torture.in_batches >= 20
