"""Regions, and the files of published results, in a real browser."""

import pytest
from playwright.sync_api import expect

from mhin.accounts.models import User
from ratings.models import Participant
from ratings.services.rounds import close_round, publish_round
from tests.conftest import Stage
from tests.factories.accounts import UserFactory
from tests.factories.ratings import ParticipantFactory, RoundFactory, RoundGroupFactory
from tests.factories.regions import RoundRegionFactory

pytestmark = pytest.mark.django_db(transaction=True)
WIDTHS = (320, 1280)


@pytest.fixture
def stage():
    round_ = RoundFactory(title="Where people are", aggregation="mean", weights="declared")
    groups = [RoundGroupFactory(round=round_, target_people=20).group for _ in range(2)]
    regions = [
        RoundRegionFactory(round=round_, region__name=name, target_people=15).region for name in ("Northmark", "South")
    ]
    stage = Stage(round_=round_, groups=groups)
    ParticipantFactory.create_batch(12, round=round_, group=groups[0], region=regions[0])
    ParticipantFactory.create_batch(9, round=round_, group=groups[1], region=regions[1])
    for number in range(10):
        stage.rate_all(stage.join(group=number % 2), [(9, 9), (5, 5), (1, 3)])
    stage.recompute()
    return stage


@pytest.mark.parametrize("width", WIDTHS)
def test_administrators_pages_with_regions_have_no_fault(visit, client, administrator, stage, width):
    visitor = visit(width=width)
    visitor.sign_in(administrator, client)
    slug = stage.round.slug

    paths = [f"/board/{slug}/people/", "/board/", f"/rounds/{slug}/invitations/new/", f"/rounds/{slug}/entry/new/"]
    found = {path: seen for path in paths if (seen := visitor.faults(path))}

    assert found == {}


def test_people_page_shows_regions_against_their_targets(visit, client, executive, stage):
    visitor = visit()
    visitor.sign_in(executive, client)

    visitor.page.goto(f"/board/{stage.round.slug}/people/")

    expect(visitor.page.locator("#region-targets svg").first).to_be_visible()
    expect(visitor.page.get_by_role("row", name="Northmark 15")).to_contain_text("67%")
    expect(visitor.page.get_by_text("Representativeness of regions:")).to_be_visible()


@pytest.mark.parametrize("width", WIDTHS)
def test_somebody_invited_corrects_their_region(visit, client, administrator, stage, width):
    person = UserFactory(email="ann@example.org")
    person.emailaddress_set.create(email=person.email, verified=True, primary=True)
    admin = visit(width=width)
    admin.sign_in(administrator, client)
    admin.page.goto(f"/rounds/{stage.round.slug}/invitations/new/")
    admin.page.get_by_label("Paste the people").fill(f"ann@example.org,Ann,{stage.groups[0].name},Northmark")
    admin.page.get_by_role("button", name="Check the list").click()
    admin.page.get_by_role("button", name="Send the invitations").click()
    expect(admin.page.get_by_role("row", name="ann@example.org")).to_contain_text("Northmark")
    visitor = visit(width=width)
    visitor.sign_in(person, client)

    seen = visitor.faults(f"/rounds/{stage.round.slug}/invitation/")
    visitor.page.get_by_label("Which region are you in?").select_option("South")
    visitor.page.get_by_label("I have read").check()
    visitor.page.get_by_role("button", name="Accept and start").click()
    visitor.page.wait_for_url("**/rate/**")

    assert seen == []
    assert Participant.objects.get(link__user=User.objects.get(email=person.email)).region.name == "South"


@pytest.mark.parametrize("width", WIDTHS)
def test_a_visitor_takes_published_results_away(visit, stage, width):
    close_round(round_=stage.round, by=None)
    stage.recompute()
    publish_round(round_=stage.round, by=None)
    visitor = visit(width=width)

    seen = visitor.faults(f"/rounds/{stage.round.slug}/results/")
    with visitor.page.expect_download() as taken:
        visitor.page.get_by_role("link", name="The ranking as a table (CSV)").click()

    assert seen == []
    assert taken.value.suggested_filename.endswith(".csv")
