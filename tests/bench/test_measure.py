"""The table tells what was missed, and why."""

from tests.bench.measure import Row, as_table, medians


def test_a_row_that_falls_short_gives_its_reason():
    row = Row("sorting", 2.0, peer="list", peer_seconds=8.0, times_faster=5, reason="old machine")

    assert row.missed
    assert "4.0x (>= 5x)" in as_table([row])
    assert "missed: old machine" in as_table([row])


def test_a_row_too_far_from_its_floor_falls_short():
    assert Row("sorting", 2.0, floor="sum", floor_seconds=0.1, times_floor=10).missed


def test_a_row_over_its_limit_falls_short():
    assert Row("run", 2.1, limit=2.0).missed
    assert not Row("run", 1.9, limit=2.0).missed


def test_a_row_that_keeps_its_promises_is_met():
    row = Row("sorting", 1.0, "list", 8.0, 5, "sum", 0.5, 10, note="7 times")

    assert not row.missed
    assert as_table([row]).endswith("met; 7 times")


def test_medians_call_each_function_once_more_than_asked():
    calls = []

    seconds = medians(lambda: calls.append(1), lambda: calls.append(2), repeats=3)

    assert calls == [1, 2] * 4
    assert all(second >= 0 for second in seconds)


def test_each_turn_of_a_quick_function_repeats_it():
    calls = []

    medians(lambda: calls.append(1), repeats=1, at_least=0.01)

    assert len(calls) > 3
