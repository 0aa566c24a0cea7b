"""A curator takes a solution out of a draft round from the solution's own page."""

import pytest
from django.urls import reverse

from tests.factories.ratings import RoundFactory, RoundSolutionFactory

pytestmark = pytest.mark.django_db


def page_of(solution, act="take-out-of-round"):
    return reverse(f"admin:solutions_solution_{act}", args=[solution.pk])


@pytest.fixture
def signed_in(client, curator):
    client.force_login(curator)
    return curator


@pytest.fixture
def item(db):
    return RoundSolutionFactory()


def test_the_page_of_the_solution_leads_there(client, signed_in, item):
    assert page_of(item.solution) in client.get(page_of(item.solution, "change")).text


def test_it_is_not_offered_once_the_round_has_opened(client, signed_in, stage):
    solution = stage.solutions[0].solution

    assert page_of(solution) not in client.get(page_of(solution, "change")).text


def test_the_only_round_is_chosen_already(client, signed_in, item):
    RoundFactory()

    form = client.get(page_of(item.solution)).context["form"]

    assert form.initial == {"round_": item.round}
    assert list(form.fields["round_"].queryset) == [item.round]


def test_a_curator_takes_the_solution_out(client, signed_in, item):
    said = client.post(page_of(item.solution), {"round_": item.round.pk}, follow=True).text

    assert "is not in the round any more" in said
    assert not item.round.round_solutions.exists()


def test_administrators_have_the_page_of_the_round_for_it(client, administrator, item):
    client.force_login(administrator)

    assert client.post(page_of(item.solution), {"round_": item.round.pk}).status_code in (302, 403)
