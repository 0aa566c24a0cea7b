import pytest
from django.db.models.functions import Now
from django.urls import reverse

from governance.models import Decision
from ratings.models import Round
from tests.factories.governance import (
    ActionFactory,
    BodyFactory,
    BodyLinkFactory,
    DecisionFactory,
    MembershipFactory,
)
from tests.factories.ratings import (
    RoundSolutionFactory,
    ScoreRunFactory,
    SolutionScoreFactory,
    StakeholderGroupFactory,
)

pytestmark = pytest.mark.django_db
OVERVIEW = reverse("governance:overview")
LIST = reverse("governance:decision-list")
RECORD = reverse("governance:decision-record")


def published(score, **fields):
    run = score.run
    Round.objects.filter(pk=run.round_id).update(
        status=Round.Status.PUBLISHED, published_at=Now(), current_run=run, **fields
    )
    run.round.refresh_from_db()
    return run.round


def text_of(client, thing):
    return client.get(thing.get_absolute_url()).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_overview_takes_five_queries_however_much_it_shows(client, count, django_assert_num_queries):
    MembershipFactory.create_batch(count)
    BodyLinkFactory.create_batch(count)
    StakeholderGroupFactory.create_batch(count)
    DecisionFactory.create_batch(count)

    with django_assert_num_queries(5):
        client.get(OVERVIEW)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_decisions_takes_two_queries_however_long(client, count, django_assert_num_queries):
    DecisionFactory.create_batch(count)

    with django_assert_num_queries(2):
        response = client.get(LIST)

    assert f"{count} decision" in response.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_a_bodys_page_takes_five_queries_however_full(client, count, django_assert_num_queries):
    body = BodyFactory()
    MembershipFactory.create_batch(count, body=body)
    BodyLinkFactory.create_batch(count, body=body)
    DecisionFactory.create_batch(count, body=body)

    with django_assert_num_queries(5):
        client.get(body.get_absolute_url())


def test_the_structure_is_drawn_and_told_in_words(client):
    BodyLinkFactory(body__name="Executive", other__name="Board", relation="is advised by")

    page = client.get(OVERVIEW).content.decode()

    assert 'role="img"' in page
    assert "Executive is advised by Board." in page
    assert "It is advised by the Board." in page


def test_the_overview_names_the_groups_that_take_part(client):
    StakeholderGroupFactory(name="Carers and families")

    assert "Carers and families" in client.get(OVERVIEW).content.decode()


def test_a_body_shows_its_members_and_its_decisions(client):
    member = MembershipFactory(name="Ann Other", role="chair", body__remit="Decides.")
    decision = DecisionFactory(body=member.body)

    page = text_of(client, member.body)

    assert "Decides." in page
    assert "Ann Other" in page
    assert decision.get_absolute_url() in page


def test_a_body_that_does_not_exist_is_not_found(client):
    assert client.get("/governance/bodies/none/").status_code == 404


def test_a_decision_shows_the_figures_of_the_run_it_names(client):
    score = SolutionScoreFactory(rank=3, score=61.25)
    published(score)
    decision = DecisionFactory(run=score.run, round_solution=score.round_solution, rationale="It is ready.")

    page = text_of(client, decision)

    assert "It is ready." in page
    assert "1st" in page  # of the solutions that may be shown
    assert ">61</dd>" in page.replace("\n", "").replace(" ", "")
    assert "12 people" in page


def later_run(round_, *scores, **fields):
    """A newer run with these scores: of each its solution, its rank and its points."""
    run = ScoreRunFactory(round=round_, **fields)
    for item, rank, points in scores:
        SolutionScoreFactory(run=run, round_solution=item, rank=rank, score=points)
    Round.objects.filter(pk=round_.pk).update(current_run=run)
    return run


def test_a_later_run_does_not_change_a_decisions_figures(client):
    score = SolutionScoreFactory(rank=3, score=61.25)
    round_ = published(score)
    decision = DecisionFactory(run=score.run, round_solution=score.round_solution)
    before = text_of(client, decision)
    run = later_run(round_, (score.round_solution, 1, 90), people=181)

    after = text_of(client, decision)

    assert "No later run of this round is there." in before
    assert f"In the newest, run {run.number}, this solution is still 1st." in after
    assert after.partition("Later runs are there.")[0] == before.partition("No later run")[0]


def test_a_decision_says_where_its_solution_stands_now(client):
    score = SolutionScoreFactory(rank=3, score=61.25)
    other = RoundSolutionFactory(round=score.run.round)
    round_ = published(score)
    decision = DecisionFactory(run=score.run, round_solution=score.round_solution)
    run = later_run(round_, (score.round_solution, 2, 50), (other, 1, 90))

    page = text_of(client, decision)

    assert f"In the newest, run {run.number}, this solution is 2nd; it was 1st when this was decided." in page


def test_a_later_run_of_few_people_tells_nothing_of_a_place(client):
    score = SolutionScoreFactory(rank=3, score=61.25)
    round_ = published(score)
    decision = DecisionFactory(run=score.run, round_solution=score.round_solution)
    later_run(round_, (score.round_solution, 1, 90), people=7)

    assert "has no rank of this solution that can be shown" in text_of(client, decision)


RANGE = {"score_low": 55, "score_high": 67, "rank_low": 1, "rank_high": 2, "top_chance": 0.9, "tier": 1}


def test_a_decision_shows_the_plausible_ranges_of_its_run(client):
    score = SolutionScoreFactory(rank=3, score=61.25)
    code = score.round_solution.code
    run = ScoreRunFactory(round=score.run.round, details={"intervals": {"options": {code: RANGE}}})
    score = SolutionScoreFactory(run=run, round_solution=score.round_solution, rank=1, score=61.25)
    published(score)

    page = text_of(client, DecisionFactory(run=run, round_solution=score.round_solution))

    assert "1st, plausible range 1st to 2nd" in page
    assert "61, plausibly 55 to 67" in page


def test_only_those_who_may_open_a_run_are_led_to_it(client, executive):
    score = SolutionScoreFactory()
    published(score)
    decision = DecisionFactory(run=score.run, round_solution=score.round_solution)
    address = reverse("governance:board-run", args=[score.run.round.slug, score.run.number])

    visitor = text_of(client, decision)
    client.force_login(executive)

    assert address not in visitor
    assert f'<a href="{address}">Run {score.run.number}</a>' in text_of(client, decision)


def test_a_decision_on_a_round_that_is_not_published_keeps_its_figures_back(client):
    score = SolutionScoreFactory(rank=3, score=61.25)
    decision = DecisionFactory(run=score.run, round_solution=score.round_solution)

    page = text_of(client, decision)

    assert "shown once the results of this round are published" in page
    assert "61.3" not in page
    assert "12 people" not in page


def test_a_decision_on_too_few_people_shows_no_figure(client):
    score = SolutionScoreFactory(rank=3, score=61.25, run__people=7)
    published(score)
    decision = DecisionFactory(run=score.run, round_solution=score.round_solution)

    page = text_of(client, decision)

    assert "too few people answered" in page
    assert "61.3" not in page
    assert "7 people" not in page


def test_a_decision_on_a_simulated_round_says_so(client):
    score = SolutionScoreFactory(run__round__is_simulated=True)
    published(score)
    decision = DecisionFactory(run=score.run, round_solution=score.round_solution)

    assert "Simulated data" in text_of(client, decision)


def test_a_replaced_decision_leads_to_the_later_one(client):
    earlier = DecisionFactory()
    later = DecisionFactory(supersedes=earlier)

    pages = text_of(client, earlier), text_of(client, later)

    assert f'<a href="{later.get_absolute_url()}">a later one</a>' in pages[0]
    assert earlier.get_absolute_url() in pages[1]


def test_a_decision_shows_what_follows(client):
    action = ActionFactory(title="Find three sites")

    assert "Find three sites" in text_of(client, action.decision)


@pytest.mark.parametrize("role", ["stakeholder", "curator", "administrator"])
def test_only_those_who_decide_can_record(client, role, request):
    client.force_login(request.getfixturevalue(role))

    assert client.get(RECORD).status_code == 403


def test_a_visitor_is_asked_to_sign_in_before_recording(client):
    assert client.get(RECORD).url.startswith(reverse("account_login"))


@pytest.fixture
def record_url(client, executive):
    """Where the executive, signed in, records a decision on a published round."""
    client.force_login(executive)
    return lambda round_: reverse("governance:decision-record-round", args=[round_.slug])


def form_for(score, **changes):
    facts = {
        "round_solution": score.round_solution_id,
        "run": score.run_id,
        "body": BodyFactory().pk,
        "outcome": "defer",
        "rationale": "The evidence is thin.",
        "decided_on": "2026-03-02",
    }
    return facts | changes


def test_the_executive_records_a_decision(client, record_url, executive):
    score = SolutionScoreFactory()
    round_ = published(score)

    response = client.post(record_url(round_), form_for(score))

    decision = Decision.objects.get()
    assert response.url == decision.get_absolute_url()
    assert (decision.outcome, decision.run, decision.recorded_by) == ("defer", score.run, executive)


def test_a_decision_without_a_reason_is_asked_for_again(client, record_url):
    score = SolutionScoreFactory()
    round_ = published(score)

    page = client.post(record_url(round_), form_for(score, rationale=" ")).content.decode()

    assert "Give the reason for the decision" in page
    assert not Decision.objects.exists()


def test_a_decision_of_tomorrow_is_refused_with_a_reason(client, record_url):
    score = SolutionScoreFactory()
    round_ = published(score)

    page = client.post(record_url(round_), form_for(score, decided_on="2999-01-01")).content.decode()

    assert "must not be in the future" in page


def test_a_decision_names_the_run_that_was_on_the_page(client, record_url):
    score = SolutionScoreFactory()
    round_ = published(score)
    newer = ScoreRunFactory(round=round_)
    Round.objects.filter(pk=round_.pk).update(current_run=newer)

    client.post(record_url(round_), form_for(score))

    assert Decision.objects.get().run == score.run


def test_a_form_that_comes_back_shows_the_run_that_it_records(client, record_url):
    score = SolutionScoreFactory(run__people=12, run__answers=24)
    round_ = published(score)
    newer = SolutionScoreFactory(run__round=round_, run__people=181, round_solution=score.round_solution, score=3).run
    Round.objects.filter(pk=round_.pk).update(current_run=newer)

    page = " ".join(client.post(record_url(round_), form_for(score, rationale="")).text.split())

    assert f"You decide on run {score.run.number} of" in page
    assert "12 people gave 24 ratings" in page
    assert "181 people" not in page
    assert ", 3 points" not in page
    assert f"The newest run is {newer.number}." in page
    assert f'name="run" value="{score.run_id}"' in page


def test_a_decision_is_recorded_on_an_older_run_that_is_chosen(client, record_url, executive):
    score = SolutionScoreFactory(run__people=12)
    round_ = published(score)
    newer = ScoreRunFactory(round=round_, people=181)
    Round.objects.filter(pk=round_.pk).update(current_run=newer)
    board = client.get(reverse("governance:board-run", args=[round_.slug, score.run.number]))
    address = reverse("governance:decision-record-run", args=[round_.slug, score.run.number])

    page = client.get(address)

    assert f'<a href="{address}">Record a decision on this run</a>' in board.text
    assert "12 people gave" in page.text
    assert f'name="run" value="{score.run_id}"' in page.text


def test_nobody_decides_on_a_run_there_is_not(client, record_url):
    round_ = published(SolutionScoreFactory())

    assert client.get(f"{record_url(round_)}runs/99999/").status_code == 404


def test_the_solution_that_a_board_names_is_chosen_already(client, record_url):
    score = SolutionScoreFactory()
    round_ = published(score)

    page = client.get(record_url(round_), {"solution": score.round_solution.code}).content.decode()

    assert f'<option value="{score.round_solution_id}" selected>' in page


def test_a_round_without_a_ranking_leads_back_to_the_choice(client, record_url):
    assert client.get("/governance/decisions/record/none/").url == RECORD


def test_rounds_are_offered_to_decide_on(client, record_url):
    round_ = published(SolutionScoreFactory(run__round__title="Priorities 2026"))

    page = client.get(RECORD).content.decode()

    assert record_url(round_) in page
    assert "Priorities 2026" in page


def test_a_link_that_names_its_round_skips_the_choice(client, record_url):
    round_ = published(SolutionScoreFactory())

    response = client.get(RECORD, {"round": round_.slug})

    assert response.url == record_url(round_)
