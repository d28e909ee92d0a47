"""The axis of a plot: round steps, zero among them, none finer than a major unit."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from billdesk.services.plot_scale import stacked, ticks


def test_steps_are_round():
    assert ticks([123_456], 2) == (0, 50_000, 100_000, 150_000)
    assert ticks([999_999_999_999], 0) == (0, 500_000_000_000, 1_000_000_000_000)


def test_credits_reach_below_zero():
    assert ticks([-1_900, 10_000], 2) == (-5_000, 0, 5_000, 10_000)
    assert ticks([-300], 2) == (-300, -200, -100, 0)


def test_nothing_has_an_axis_too():
    assert ticks([], 2) == (0, 100)
    assert ticks([0, 0], 0) == (0, 1)


def test_bars_above_and_below_zero_pile_up_apart():
    assert stacked([[5, -1], [3, 4], [-2, -2]]) == [8, 4, -2, -3]


@given(st.lists(st.integers(-(10**16), 10**16), max_size=30), st.sampled_from([0, 2, 3]))
def test_marks_enclose_all_values_in_few_even_steps(values, digits):
    marks = ticks(values, digits)
    assert marks[0] <= min([0, *values])
    assert marks[-1] >= max([0, *values])
    steps = {b - a for a, b in pairwise(marks)}
    assert len(steps) == 1
    assert 0 in marks
    assert len(marks) <= 7
    assert steps.pop() % 10**digits == 0
