"""What people come to the boards for: to decide, to take figures away, to read what was decided."""

import pytest
from playwright.sync_api import expect

from ratings.services.rounds import close_round, publish_round
from tests.conftest import Stage
from tests.factories.governance import BodyFactory, DecisionFactory
from tests.factories.ratings import RoundFactory, StakeholderGroupFactory

pytestmark = pytest.mark.django_db(transaction=True)


def filled(**settings):
    stage = Stage(
        round_=RoundFactory(title="Which come first?", weights="declared", shortlist_size=2, **settings),
        groups=StakeholderGroupFactory.create_batch(2),
    )
    for number in range(20):
        stage.rate_all(stage.join(group=number % 2), [(9, 8), (2, 3), (5, 5)])
    stage.recompute()
    return stage


@pytest.fixture
def stage():
    return filled()


def signed_in(visit, client, user, width=1280):
    visitor = visit(width)
    visitor.sign_in(user, client)
    return visitor


def test_an_executive_records_a_decision_that_everybody_can_read(visit, client, executive, stage):
    body = BodyFactory(name="The Executive Group")
    visitor = signed_in(visit, client, executive)
    page = visitor.page
    page.goto(f"/board/{stage.round.slug}/")

    page.get_by_role("link", name="Record a decision on this run").click()
    page.get_by_role("button", name="Record the decision").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    assert visitor.axe_violations() == []
    page.get_by_label("Which solution?").select_option(label=str(stage.solutions[0]))
    page.get_by_label("Who decided?").select_option(label=str(body))
    page.locator("[name=outcome]").first.check()
    page.get_by_label("Why?").fill("It stands first under any voice.")
    page.get_by_role("button", name="Record the decision").click()
    expect(page.get_by_text("The decision is recorded.")).to_be_visible()
    address = page.url

    reader = visit(320)
    reader.page.goto(address)
    expect(reader.page.get_by_text("It stands first under any voice.")).to_be_visible()
    expect(
        reader.page.get_by_text("Rank and score are shown once the results of this round are published.")
    ).to_be_visible()
    assert reader.axe_violations() == []
    assert not reader.scrolls_sideways()


def test_a_board_member_who_rates_sees_their_own_answers_and_no_one_elses(visit, client, executive, stage):
    part = stage.join(user=executive)
    stage.rate_all(part, [(1, 1), (9, 9), (4, 4)])
    stage.recompute()
    visitor = signed_in(visit, client, executive)

    visitor.page.goto(f"/rounds/{stage.round.slug}/review/")
    expect(visitor.page.get_by_text(stage.solutions[1].title).first).to_be_visible()
    visitor.page.goto(f"/board/{stage.round.slug}/people/")

    expect(visitor.page.get_by_role("heading", name="Who took part, and who is missing?")).to_be_visible()
    assert executive.email not in visitor.page.locator("main").inner_text()


@pytest.mark.parametrize("kind", ["pdf", "xlsx", "csv", "json"])
def test_a_board_member_takes_a_run_away_as_a_file(visit, client, executive, stage, kind):
    page = signed_in(visit, client, executive).page
    page.goto(f"/board/{stage.round.slug}/")
    page.get_by_role("link", name="Take away", exact=True).click()

    with page.expect_download() as download:
        page.get_by_role("link", name=f"{kind.upper()} of run 1").click()

    assert download.value.suggested_filename == f"{stage.round.slug}-run-1.{kind}"


def test_a_round_shown_after_closing_shows_a_board_member_only_who_takes_part(visit, client, executive):
    stage = filled(visibility="after_close")
    page = signed_in(visit, client, executive).page

    page.goto(f"/board/{stage.round.slug}/")
    expect(page.get_by_text("The ranking of this round is shown after it has closed.")).to_be_visible()
    expect(page.get_by_text("20 people have joined.")).to_be_visible()
    close_round(round_=stage.round, by=None)
    stage.recompute()

    expect(page.get_by_text("Ranking, best first")).to_be_visible()


def test_a_visitor_finds_the_results_and_what_was_decided(visit, executive, stage):
    close_round(round_=stage.round, by=None)
    stage.recompute()
    publish_round(round_=stage.round, by=None)
    DecisionFactory(run=stage.round.current_run, round_solution=stage.solutions[0], rationale="Because it helps most.")
    page = visit().page

    page.goto("/rounds/")
    page.get_by_role("link", name="Which come first?").first.click()
    page.get_by_role("link", name="Results").first.click()
    page.get_by_role("link", name=stage.solutions[0].title).last.click()

    expect(page.get_by_text("Because it helps most.")).to_be_visible()
    assert [page.goto(path).status for path in ("/board/", f"/board/{stage.round.slug}/")] == [200, 200]
    expect(page.get_by_role("heading", name="Sign in", exact=True)).to_be_visible()
