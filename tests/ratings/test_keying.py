"""Codes of paper sheets, marks, and the draw for a second keying."""

import pytest

from ratings.keying import MarkError, clean_code, drawn_codes, mark_of, parse_mark, same_answer, sheet_code

ROUND = 12
CODE = sheet_code("P", 1738, ROUND)


def test_a_code_is_read_whatever_its_case_and_spaces():
    assert clean_code(f" {CODE[:1].lower()}-{CODE[1:3]} {CODE[3:].lower()} ", ROUND) == CODE


@pytest.mark.parametrize("place", [1, 2, 3, 4])
@pytest.mark.parametrize("figure", "0123456789")
def test_one_wrong_figure_is_noticed(place, figure):
    wrong = CODE[:place] + figure + CODE[place + 1 :]

    assert (clean_code(wrong, ROUND) == CODE) == (wrong == CODE)
    assert clean_code(wrong, ROUND) is None or wrong == CODE


@pytest.mark.parametrize("place", [1, 2, 3])
def test_two_swapped_figures_are_noticed(place):
    wrong = CODE[:place] + CODE[place + 1] + CODE[place] + CODE[place + 2 :]

    assert clean_code(wrong, ROUND) is None


@pytest.mark.parametrize("other", range(13, 35))
def test_a_sheet_of_another_round_is_noticed(other):
    assert clean_code(CODE, other) is None


@pytest.mark.parametrize("typed", ["", "P1738", "Q1738A", "P17380A", "P173ٳA", "<b>", "P1738" * 100])
def test_what_is_no_code_is_none(typed):
    assert clean_code(typed, ROUND) is None


@pytest.mark.parametrize(
    ("typed", "meaning"),
    [
        ("7", ("rated", 7)),
        (" c ", ("cannot_judge", None)),
        ("N", ("not_relevant", None)),
        ("p", ("prefer_not", None)),
        ("", None),
    ],
)
def test_a_mark_has_its_meaning(typed, meaning):
    assert parse_mark(typed) == meaning


@pytest.mark.parametrize("typed", ["0", "10", "x", "7 8", "٣", "½"])
def test_what_is_no_mark_is_refused(typed):
    with pytest.raises(MarkError):
        parse_mark(typed)


@pytest.mark.parametrize("mark", ["1", "9", "c", "n", "p"])
def test_a_stored_answer_is_shown_as_it_was_typed(mark):
    assert mark_of(*parse_mark(mark)) == mark


def test_nothing_marked_and_prefer_not_to_say_do_not_differ():
    assert same_answer(None, ("prefer_not", None))
    assert not same_answer(None, ("rated", 5))


@pytest.mark.parametrize(("sheets", "drawn"), [(0, 0), (1, 1), (10, 1), (11, 2), (200, 20)])
def test_one_sheet_in_ten_is_drawn_rounded_up(sheets, drawn):
    codes = [sheet_code("P", number, ROUND) for number in range(sheets)]

    assert len(drawn_codes(codes, [], seed=1)) == drawn


def test_a_later_draw_adds_only_what_is_missing():
    codes = [sheet_code("P", number, ROUND) for number in range(30)]
    first = drawn_codes(codes[:10], [], seed=1)

    later = drawn_codes(codes, first, seed=1)

    assert (len(later), set(later) & set(first)) == (2, set())


def test_the_seed_fixes_the_draw():
    codes = [sheet_code("P", number, ROUND) for number in range(100)]

    assert drawn_codes(codes, [], seed=1) == drawn_codes(reversed(codes), [], seed=1) != drawn_codes(codes, [], seed=2)
