"""The health of the catalogue, and solutions beside the rounds that have them."""

import pytest
from django.urls import reverse

from governance.selectors.catalogue import catalogue_health
from governance.selectors.wording import older_wording
from ratings.services.rounds import add_objectives, add_solutions, open_round
from tests.factories.needs import AreaFactory, NeedFactory, SourceFactory
from tests.factories.ratings import RoundFactory
from tests.factories.solutions import EvidenceFactory, SolutionFactory

pytestmark = pytest.mark.django_db
OBJECTIVE = {"code": "O1", "name": "Good", "question": "How good?", "low_anchor": "Bad", "high_anchor": "Good"}


def round_of(*solutions, opened=True):
    round_ = RoundFactory(aggregation="mean")
    add_objectives(round_=round_, objectives=[OBJECTIVE], by=None)
    add_solutions(round_=round_, solutions=solutions, by=None)
    return open_round(round_=round_, by=None) if opened else round_


def reword(solution, **words):
    for name, text in words.items():
        setattr(solution, name, text)
    solution.save()


@pytest.mark.parametrize("field", ["title", "summary", "easy_read", "population"])
def test_a_round_is_older_when_any_of_its_words_differ(field):
    first, second = SolutionFactory.create_batch(2)
    round_of(first, second)

    reword(first, **{field: "Something new"})

    assert [row.solution for row in older_wording()] == [first]


def test_a_round_with_the_published_words_is_not_older():
    round_of(*SolutionFactory.create_batch(2))

    assert not older_wording().exists()


def test_health_tells_frozen_rounds_from_drafts():
    first, second = SolutionFactory.create_batch(2)
    opened, drafted = round_of(first, second), round_of(first, opened=False)
    reword(first, summary="New")

    health = catalogue_health()

    assert [row.round for row in health.frozen_older] == [opened]
    assert [row.round for row in health.draft_older] == [drafted]


def test_a_need_without_a_solution_is_named():
    met, unmet = NeedFactory.create_batch(2)
    SolutionFactory().needs.add(met)
    SolutionFactory(status="archived").needs.add(unmet)

    assert catalogue_health().needs_without_solution == [unmet]


def test_a_solution_of_one_need_is_named():
    thin, broad = SolutionFactory.create_batch(2)
    thin.needs.add(NeedFactory())
    broad.needs.add(NeedFactory(), NeedFactory())

    assert catalogue_health().thin_solutions == [thin]


def test_an_area_is_unrated_until_a_solution_of_it_has_a_score(make_stage):
    stage = make_stage(aggregation="mean")
    area = AreaFactory()
    rated = stage.solutions[0].solution.area
    participants = [stage.join(group=number % 2) for number in range(8)]
    for participant in participants:
        stage.rate_all(participant, [(8, 8), (5, 5), (2, 2)])
    stage.recompute()

    unrated = catalogue_health().unrated_areas

    assert area in unrated
    assert rated not in unrated


@pytest.mark.parametrize(
    ("code", "url", "problem"),
    [
        ("NG225", "https://www.nice.org.uk/guidance/ng105", "leads to NG105, not to NG225"),
        ("NG225", "https://example.org/x", "leads to a place-holder"),
        ("NG225", "https://nice", "is not a full web address"),
    ],
)
def test_a_link_that_cannot_be_right_is_named(code, url, problem):
    SourceFactory(code=code, url=url)

    assert [fault.problem for fault in catalogue_health().link_faults] == [problem]


def test_a_link_inside_a_text_is_looked_at_too():
    NeedFactory(detail="See [this](http://nowhere) for more.")

    assert [fault.url for fault in catalogue_health().link_faults] == ["http://nowhere"]


def test_hard_texts_come_with_the_hardest_first():
    hard = "Multidisciplinary organisational transformation necessitates interoperability of psychological services."
    NeedFactory(detail="A warm room. A kind word. A place to sit. That is all we ask for.")
    SolutionFactory(summary=hard)
    SolutionFactory(summary="It is a room.", easy_read="Everybody remembers information about services differently.")

    texts = catalogue_health().hard_texts

    assert [text.where for text in texts] == ["summary"]


def test_the_page_takes_as_many_queries_however_long_the_catalogue(client, curator, django_assert_num_queries):
    client.force_login(curator)
    address = reverse("governance:catalogue-health")

    def fill():
        EvidenceFactory().solution.needs.add(NeedFactory())
        solutions = SolutionFactory.create_batch(2)
        round_of(*solutions)
        reword(solutions[0], summary="New")

    fill()
    client.get(address)
    with django_assert_num_queries(14) as counted:
        client.get(address)
    fill()
    fill()
    with django_assert_num_queries(len(counted)):
        client.get(address)


def test_the_page_leads_to_what_must_be_mended(client, curator):
    client.force_login(curator)
    need = NeedFactory()

    page = client.get(reverse("governance:catalogue-health")).content.decode()

    assert reverse("admin:needs_need_change", args=[need.pk]) in page


def test_a_curator_puts_a_solution_into_the_round_that_is_being_drafted(client, curator):
    client.force_login(curator)
    round_, solution = round_of(SolutionFactory(), opened=False), SolutionFactory()
    address = reverse("admin:solutions_solution_add-to-round", args=[solution.pk])

    asking = client.get(address)
    client.post(address, {"round_": round_.pk})

    assert asking.context["form"].initial == {"round_": round_}
    assert round_.round_solutions.filter(solution=solution).exists()


def test_without_a_draft_round_the_page_says_whom_to_ask(client, curator):
    client.force_login(curator)
    solution = SolutionFactory()

    page = client.get(reverse("admin:solutions_solution_add-to-round", args=[solution.pk])).content.decode()

    assert "ask an administrator to start one" in page


def test_the_page_of_a_solution_warns_of_a_frozen_round_with_older_words(client, curator):
    client.force_login(curator)
    first, second = SolutionFactory.create_batch(2)
    opened = round_of(first, second)
    reword(first, summary="New")

    page = client.get(reverse("admin:solutions_solution_change", args=[first.pk])).content.decode()

    assert f"People read older words in a round that is frozen: {opened.title}." in page
