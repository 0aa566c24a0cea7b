"""All solutions in one table: row by row, or all rows by one button."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ratings.models import Comment, Rating, RecomputeRequest
from ratings.services.answers import Answer, save_table
from ratings.services.rounds import close_round
from tests.factories.ratings import CommentFactory

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


@pytest.fixture
def part(client, stage, stakeholder):
    client.force_login(stakeholder)
    return stage.join(stakeholder)


def address(stage):
    return reverse("ratings:rate-matrix", args=[stage.round.slug])


def row_address(stage, solution=0):
    return reverse("ratings:rate-solution", args=[stage.round.slug, stage.solutions[solution].code])


def row(stage, solution=0, version=0, **answers):
    """The fields of one row."""
    code = stage.solutions[solution].code
    return {f"{code}-{name}": value for name, value in ({"version": version} | answers).items()}


def table(stage, *rows):
    """The fields of the whole table: the rows given, and the others empty."""
    fields = {}
    for solution in range(len(stage.solutions)):
        fields |= row(stage, solution)
    for given in rows:
        fields |= given
    return fields


def live(participant):
    rows = Rating.objects.filter(participant=participant).order_by("round_solution__position", "objective__position")
    return list(rows.values_list("state", "value", "version"))


def shown(page, stage, solution=0):
    return next(row for row in page.context["rows"] if row.round_solution == stage.solutions[solution])


def chosen(page, stage, solution=0):
    return [cell.chosen for cell in shown(page, stage, solution).cells]


def test_the_table_shows_what_was_answered(client, stage, part):
    stage.rate(part, 0, (8, None))

    page = client.get(address(stage))

    assert (shown(page, stage).version, chosen(page, stage)) == (1, ["8", "cannot_judge"])


@pytest.mark.parametrize("rated", [0, 3])
def test_the_table_costs_the_same_however_much_was_answered(client, stage, part, rated, django_assert_num_queries):
    for solution in range(rated):
        stage.rate(part, solution, (5, 5))

    with django_assert_num_queries(9):
        client.get(address(stage))


# Row by row


def test_a_row_is_saved_by_itself(client, stage, part):
    fields = row(stage, O1="8") | row(stage, 1, O1="2") | {"row": "1", "table": "1"}

    page = client.post(row_address(stage), fields, headers=HTMX)

    assert live(part) == [("rated", 8, 1)]
    assert f'name="{stage.solutions[0].code}-version" value="1"' in page.text


def test_a_row_leaves_the_reason_alone(client, stage, part):
    CommentFactory(participant=part, round_solution=stage.solutions[0], text="Stays")

    client.post(row_address(stage), row(stage, O1="8") | {"row": "1", "table": "1"}, headers=HTMX)

    assert Comment.objects.get().text == "Stays"


def test_a_row_in_conflict_shows_both_and_goes_back_to_the_table(client, stage, part):
    stage.rate(part, 0, (8, 5))

    page = client.post(row_address(stage), row(stage, O1="2") | {"row": "1", "table": "1"}, headers=HTMX)
    settled = client.post(row_address(stage), {"version": page.context["version"], "O1": "2", "table": "1"})

    assert [(item.saved, item.typed) for item in page.context["choices"]] == [("8", "2")]
    assert settled.url == address(stage)
    assert live(part) == [("rated", 2, 2), ("rated", 5, 1)]


def test_a_row_sent_while_signed_out_comes_back_on_its_own_page(client, stage, part, stakeholder):
    owner = client.get(address(stage)).context["owner"]
    client.logout()
    client.post(row_address(stage), row(stage, O1="8") | {"row": "1", "table": "1", "owner": owner}, headers=HTMX)
    client.force_login(stakeholder)

    page = client.get(row_address(stage))

    assert 'name="O1" type="radio" value="8" checked' in page.text


# All rows at once


def test_one_button_saves_every_row(client, stage, part):
    response = client.post(
        address(stage), table(stage, row(stage, 0, O1="8", O2="cannot_judge"), row(stage, 2, O2="3"))
    )

    assert response.url == address(stage)
    assert live(part) == [("rated", 8, 1), ("cannot_judge", None, 1), ("rated", 3, 1)]


def test_the_rows_go_into_the_sheet_and_ask_for_one_run(client, stage, part):
    RecomputeRequest.objects.all().delete()

    client.post(address(stage), table(stage, row(stage, 0, O1="8"), row(stage, 2, O2="3")))

    part.refresh_from_db()
    assert list(part.sheet) == [8, 255, 255, 255, 255, 3]
    assert RecomputeRequest.objects.count() == 1


def test_an_emptied_cell_leaves_the_answer_as_it_is(client, stage, part):
    stage.rate(part, 0, (8, 5))

    client.post(address(stage), table(stage, row(stage, version=1, O1="", O2="6")))

    assert live(part) == [("rated", 8, 1), ("rated", 6, 2)]


def told(page):
    return [str(message) for message in page.context["messages"]]


def test_an_emptied_cell_is_never_said_to_be_saved(client, stage, part):
    stage.rate(part, 0, (8, 5))

    page = client.post(address(stage), table(stage, row(stage, version=1, O1="", O2="5")), follow=True)

    [said] = told(page)
    assert said.startswith(f"Still saved: {stage.solutions[0].title}, Objective 1: 8. An answer cannot be emptied.")
    assert "choose “Prefer not to say”: it then counts for nothing" in said


def test_what_was_saved_beside_an_emptied_cell_is_said_apart(client, stage, part):
    stage.rate(part, 0, (8, 5))

    page = client.post(address(stage), table(stage, row(stage, version=1, O1="", O2="6")), follow=True)

    saved, still = told(page)
    assert saved == "Saved: what you chose. 2 of 6 questions answered."
    assert still.startswith("Still saved: ")


def test_an_empty_table_is_not_said_to_be_saved(client, stage, part):
    page = client.post(address(stage), table(stage), follow=True)

    assert told(page) == ["There was nothing to save: no question is answered yet."]


def test_an_emptied_cell_of_a_row_is_told_what_is_still_saved(client, stage, part):
    stage.rate(part, 0, (8, 5))
    code = stage.solutions[0].code

    fields = row(stage, version=1, O1="", O2="5") | {"row": "1", "table": "1"}
    page = client.post(row_address(stage), fields, headers=HTMX)

    assert "Still saved: Objective 1: 8. An answer cannot be emptied." in page.text
    assert ">Saved<" not in page.text
    assert json.loads(page.headers["HX-Trigger"]) == {"answers-stay": {"cells": {f"{code}-O1": "8"}}}


def test_a_row_without_any_answer_is_not_said_to_be_saved(client, stage, part):
    page = client.post(row_address(stage), row(stage, O1="", O2="") | {"row": "1", "table": "1"}, headers=HTMX)

    assert "Nothing to save yet" in page.text


def test_only_a_cell_without_an_answer_can_be_left_empty(client, stage, part):
    stage.rate(part, 0, (8, None))

    page = client.get(address(stage))

    assert page.text.count('<option value="">–</option>') == 4


def test_an_answered_cell_that_was_sent_empty_shows_its_answer_beside_an_error(client, stage, part):
    stage.rate(part, 0, (8, 5))

    page = client.post(address(stage), table(stage, row(stage, 0, 1, O1="", O2="5"), row(stage, 1, O1="12")))

    assert [cell.shown for cell in shown(page, stage).cells] == ["8", "5"]


def test_the_table_says_how_to_take_an_answer_back(client, stage, part):
    assert "choose “Prefer not to say”: it then counts for nothing" in client.get(address(stage)).text


def test_saving_again_after_a_lost_answer_changes_nothing(client, stage, part):
    fields = table(stage, row(stage, 0, O1="8", O2="5"), row(stage, 2, O1="3"))
    RecomputeRequest.objects.all().delete()

    responses = [client.post(address(stage), fields) for _ in range(2)]

    assert [response.status_code for response in responses] == [302, 302]
    assert [version for _, _, version in live(part)] == [1, 1, 1]
    assert RecomputeRequest.objects.count() == 1


def test_all_errors_are_shown_at_once_and_what_was_typed_stays(client, stage, part):
    fields = table(stage, row(stage, 0, O1="12"), row(stage, 1, O1="7"), row(stage, 2, O2="often"))

    page = client.post(address(stage), fields)

    first, _, last = stage.solutions
    assert (page.status_code, live(part)) == (422, [])
    assert {error["href"] for error in page.context["errors"]} == {f"#{first.code}-O1", f"#{last.code}-O2"}
    assert chosen(page, stage, 1) == ["7", ""]


def test_a_row_without_its_version_is_an_error(client, stage, part):
    fields = table(stage, row(stage, 0, O1="8"))
    del fields[f"{stage.solutions[1].code}-version"]

    assert (client.post(address(stage), fields).status_code, live(part)) == (422, [])


def test_a_row_changed_elsewhere_is_left_alone_and_the_others_count(client, stage, part):
    stage.rate(part, 0, (8, 5))

    page = client.post(address(stage), table(stage, row(stage, 0, O1="2"), row(stage, 1, O1="7")))

    assert page.status_code == 409
    assert live(part) == [("rated", 8, 1), ("rated", 5, 1), ("rated", 7, 1)]
    assert shown(page, stage, 0).saved_meanwhile == ["Objective 1: 8", "Objective 2: 5"]
    assert shown(page, stage, 1).saved_meanwhile == []


def test_a_row_in_conflict_keeps_what_was_typed_and_takes_what_was_not(client, stage, part):
    stage.rate(part, 0, (8, 5))

    page = client.post(address(stage), table(stage, row(stage, 0, O1="2")))

    assert (chosen(page, stage, 0), shown(page, stage, 0).version) == (["2", "5"], 1)


def test_a_row_in_conflict_that_lacks_an_answer_there_says_so(client, stage, part):
    client.post(row_address(stage), {"version": 0, "O1": "8"})

    page = client.post(address(stage), table(stage, row(stage, 0, O1="8", O2="3")))

    assert shown(page, stage, 0).saved_meanwhile == ["Objective 2: no answer"]


def test_saved_again_the_table_takes_what_the_person_chose(client, stage, part):
    stage.rate(part, 0, (8, 5))
    page = client.post(address(stage), table(stage, row(stage, 0, O1="2"), row(stage, 1, O1="7")))

    client.post(address(stage), table(stage, *(form_row(page, stage, solution) for solution in range(3))))

    assert live(part) == [("rated", 2, 2), ("rated", 5, 1), ("rated", 7, 1)]


def form_row(page, stage, solution):
    answers = dict(zip(("O1", "O2"), chosen(page, stage, solution), strict=True))
    return row(stage, solution, shown(page, stage, solution).version, **answers)


def test_after_closing_the_table_comes_back_with_what_was_typed(client, stage, part):
    close_round(round_=stage.round, by=None)

    page = client.post(address(stage), table(stage, row(stage, 0, O1="8")))

    assert (page.status_code, live(part)) == (409, [])
    assert chosen(page, stage, 0) == ["8", ""]
    assert "Your last change was not saved" in page.text


def test_the_table_sent_while_signed_out_comes_back_unsaved(client, stage, part, stakeholder):
    owner = client.get(address(stage)).context["owner"]
    client.logout()
    client.post(address(stage), table(stage, row(stage, 0, O1="8")) | {"owner": owner})
    client.force_login(stakeholder)

    page = client.get(address(stage))

    assert (chosen(page, stage, 0), live(part)) == (["8", ""], [])
    assert "You had been signed out" in page.text


def test_saving_the_table_costs_three_queries_a_changed_row_and_four_in_all(stage, part):
    answers = {item: {stage.objectives[0].pk: Answer("rated", 8)} for item in stage.solutions}

    with CaptureQueriesContext(connection) as queries:
        save_table(participant=part, answers=answers, versions={})

    assert len([query for query in queries if "SAVEPOINT" not in query["sql"]]) == 3 * 3 + 4


# The round before


def test_a_second_round_shows_in_each_cell_what_the_person_said_before(client, stakeholder, make_stage, stage, part):
    stage.rate(part, 0, (8, None))
    close_round(round_=stage.round, by=None)
    second = make_stage(previous_round=stage.round, copy_of=stage)
    second.join(stakeholder)

    page = client.get(address(second))

    assert [cell.previous for cell in shown(page, second, 0).cells] == ["8", "I can't judge this"]
    assert [cell.previous for cell in shown(page, second, 1).cells] == ["", ""]
    assert page.text.count("Last time you said:") == 2


def test_a_second_round_shows_nobody_elses_answers(client, stakeholder, make_stage, stage):
    stage.rate(stage.join(), 0, (8, 8))
    second = make_stage(previous_round=stage.round, copy_of=stage)
    second.join(stakeholder)
    client.force_login(stakeholder)

    assert "Last time" not in client.get(address(second)).text
