"""Administrators draft a round in the admin, and open, close and publish it on pages that ask first."""

import pytest
from django.urls import reverse

from mhin.audit.models import AuditEvent
from ratings.models import Round
from ratings.services.rounds import RoundError, close_round, open_round
from tests.factories.ratings import ObjectiveFactory, RoundFactory, RoundSolutionFactory
from tests.factories.solutions import SolutionFactory

pytestmark = pytest.mark.django_db


def page_of(round_, act="change"):
    return reverse(f"admin:ratings_round_{act}", args=[round_.pk])


@pytest.fixture
def signed_in(client, administrator):
    client.force_login(administrator)
    return administrator


@pytest.fixture
def draft(db):
    """Two objectives and three solutions: it could open."""
    round_ = RoundFactory(title="Priorities 2027")
    ObjectiveFactory.create_batch(2, round=round_)
    RoundSolutionFactory.create_batch(3, round=round_)
    return round_


def status_of(round_):
    return Round.objects.get(pk=round_.pk).status


def test_chosen_solutions_come_with_their_published_words(client, signed_in, draft):
    first = SolutionFactory(title="Quiet rooms", summary="A room.", easy_read="Quiet.", population="Adults")
    second = SolutionFactory()

    client.post(page_of(draft, "add-solutions"), {"solutions": [first.pk, second.pk]})

    row = draft.round_solutions.get(solution=first)
    assert (row.code, row.title, row.summary, row.easy_read, row.population) == (
        first.code,
        "Quiet rooms",
        "A room.",
        "Quiet.",
        "Adults",
    )
    assert [item.solution for item in draft.round_solutions.all()][-2:] == [first, second]
    assert AuditEvent.objects.filter(action="solutions_added", actor_id=str(signed_in.pk)).count() == 2


def test_only_published_solutions_that_are_not_there_yet_are_offered(client, signed_in, draft):
    new = SolutionFactory()
    SolutionFactory(status="draft")

    offered = client.get(page_of(draft, "add-solutions")).context["form"].fields["solutions"].queryset

    assert list(offered) == [new]


def test_a_round_that_has_every_solution_says_so(client, signed_in, draft):
    assert "every published solution is in this round already" in client.get(page_of(draft, "add-solutions")).text


def test_no_bare_row_can_be_written_in_the_page_of_a_round(client, signed_in, draft):
    inlines = {each.opts.model.__name__: each for each in client.get(page_of(draft)).context["inline_admin_formsets"]}

    assert not inlines["RoundSolution"].has_add_permission
    assert set(inlines["RoundSolution"].formset.forms[0].fields) == {"position", "id", "round", "DELETE"}


@pytest.mark.parametrize("missing", [{"title": ""}, {"summary": ""}, {"summary": " \n"}])
def test_a_survey_does_not_open_with_a_solution_that_people_could_not_read(draft, missing):
    bare = RoundSolutionFactory(round=draft, **missing)

    with pytest.raises(RoundError, match=f"nothing to read about {bare.code}:"):
        open_round(round_=draft, by=None)


def test_a_conference_needs_no_summaries(draft):
    Round.objects.filter(pk=draft.pk).update(kind=Round.Kind.CONFERENCE)
    RoundSolutionFactory(round=draft, summary="")

    assert open_round(round_=draft, by=None).status == Round.Status.OPEN


def test_why_a_draft_cannot_open_is_on_its_page_and_on_the_page_of_the_act(client, signed_in, draft):
    bare = RoundSolutionFactory(round=draft, summary="")

    pages = [client.get(page_of(draft)).text, client.get(page_of(draft, "open")).text]
    tried = client.post(page_of(draft, "open"))

    assert all(f"nothing to read about {bare.code}" in text for text in [*pages, tried.text])
    assert tried.status_code == 200
    assert status_of(draft) == Round.Status.DRAFT


def test_opening_asks_first_and_says_what_happens(client, signed_in, draft):
    page = client.get(page_of(draft, "open")).text
    before = status_of(draft)

    done = client.post(page_of(draft, "open"), follow=True).text

    assert "It cannot be undone" in page
    assert "3 solutions, 2 objectives" in page
    assert (before, status_of(draft)) == (Round.Status.DRAFT, Round.Status.OPEN)
    assert "Priorities 2027 is open." in done


def test_closing_says_how_many_people_are_in_the_round(client, signed_in, stage):
    stage.join()

    page = client.get(page_of(stage.round, "close")).text
    done = client.post(page_of(stage.round, "close"), follow=True).text

    assert "1 person has joined, of whom 0 said that they have finished" in page
    assert "is closed" in done
    assert status_of(stage.round) == Round.Status.CLOSED


def test_publishing_asks_first(client, signed_in, stage):
    close_round(round_=stage.round, by=None)

    page = client.get(page_of(stage.round, "publish")).text
    done = client.post(page_of(stage.round, "publish"), follow=True).text

    assert "Everybody can read the results" in page
    assert "are published" in done
    assert status_of(stage.round) == Round.Status.PUBLISHED


def test_an_act_out_of_turn_is_refused_on_its_page(client, signed_in, stage):
    tried = client.post(page_of(stage.round, "publish"))

    assert "Close the round before publishing its results." in tried.text
    assert status_of(stage.round) == Round.Status.OPEN


@pytest.mark.parametrize(
    ("status", "acts"), [("draft", ["Put solutions into the round", "Open the round"]), ("open", ["Close the round"])]
)
def test_the_page_of_a_round_offers_what_is_next(client, signed_in, draft, status, acts):
    if status == "open":
        open_round(round_=draft, by=None)

    panel = client.get(page_of(draft)).context["panel"]

    assert [act.title for act in panel.acts] == acts


def test_the_list_does_nothing_at_once(client, signed_in, draft):
    choices = client.get(reverse("admin:ratings_round_changelist")).context["action_form"]

    assert choices is None


@pytest.mark.parametrize("act", ["open", "close", "publish", "add-solutions"])
def test_curators_neither_open_nor_close_rounds(client, curator, draft, act):
    client.force_login(curator)

    assert client.post(page_of(draft, act)).status_code == 403
    assert status_of(draft) == Round.Status.DRAFT


def test_a_draft_has_no_link_to_the_site(client, signed_in, draft):
    shown = client.get(page_of(draft)).context

    assert not shown["has_absolute_url"] or shown["absolute_url"] is None
