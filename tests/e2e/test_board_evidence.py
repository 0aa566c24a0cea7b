"""What stands behind a board's ranks, and the published results, in a real browser: each for those who may see it."""

import pytest
from playwright.sync_api import expect

from ratings.services.rounds import close_round, publish_round
from tests.conftest import Stage
from tests.factories.ratings import RoundFactory, RoundGroupFactory

pytestmark = pytest.mark.django_db(transaction=True)

WIDTHS = (320, 1280)
# Groups differ on the second solution, which stands at the edge of the shortlist.
VIEWS = ([(9, 9), (2, 2), (5, 5)], [(8, 7), (9, 9), (5, None)])


@pytest.fixture
def stage():
    round_ = RoundFactory(title="Where people differ", aggregation="mean", weights="declared", shortlist_size=2)
    groups = [RoundGroupFactory(round=round_, target_people=20).group for _ in range(2)]
    stage = Stage(round_=round_, groups=groups)
    for number in range(24):
        stage.rate_all(stage.join(group=number % 2), VIEWS[number % 2])
    stage.recompute()
    return stage


def board_paths(stage):
    board = f"/board/{stage.round.slug}/"
    solution = f"solutions/{stage.solutions[1].code}/"
    return ["/board/", *(board + name for name in ("", "agreement/", "agenda/", "people/", solution))]


@pytest.mark.parametrize("width", WIDTHS)
def test_pages_of_a_board_have_no_fault(visit, client, executive, stage, width):
    visitor = visit(width=width)
    visitor.sign_in(executive, client)

    found = {path: seen for path in board_paths(stage) if (seen := visitor.faults(path))}

    assert found == {}


@pytest.mark.parametrize("width", WIDTHS)
def test_results_have_no_fault_and_are_there_for_a_visitor(visit, stage, width):
    close_round(round_=stage.round, by=None)
    stage.recompute()
    publish_round(round_=stage.round, by=None)
    visitor = visit(width=width)

    seen = visitor.faults(f"/rounds/{stage.round.slug}/results/")

    assert seen == []
    expect(visitor.page.locator("#forest svg").first).to_be_visible()
    expect(visitor.page.get_by_role("heading", name="What was decided")).to_be_visible()


def test_an_executive_goes_from_the_overview_to_a_solution_and_to_the_agenda(visit, client, executive, stage):
    visitor = visit()
    visitor.sign_in(executive, client)
    visitor.page.goto("/board/")

    visitor.page.get_by_role("link", name="Where people differ", exact=True).click()
    visitor.page.get_by_role("link", name=stage.solutions[1].title).first.click()
    for chart in ("places", "spread", "group-views"):
        expect(visitor.page.locator(f"#{chart} svg").first).to_be_visible()
    visitor.page.get_by_role("link", name="Who disagrees").click()

    expect(visitor.page.get_by_role("heading", name="What a meeting could change")).to_be_visible()


def test_a_stakeholder_is_refused(visit, client, stakeholder, stage):
    visitor = visit()
    visitor.sign_in(stakeholder, client)

    assert [visitor.page.goto(path).status for path in board_paths(stage)] == [403] * 6
