"""From every figure of a board opens what it says and how it was worked out."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.urls import reverse

from ratings.scoring import recompute_round
from ratings.services.conference import load_conference
from ratings.services.rounds import close_round, publish_round
from tests.conftest import Stage
from tests.factories.governance import DecisionFactory
from tests.factories.ratings import RoundFactory, RoundGroupFactory, StakeholderGroupFactory

TEMPLATES = Path("templates")
CONFERENCE = Path("ratings/data/mhin_table5.json")
BOARD_PAGES = ["", "changes/", "changes/?O1=80&O2=20", "agreement/", "agenda/", "people/", "projector/"]


class Figures(HTMLParser):
    """The tables and charts of a page that no explanation follows before the next heading."""

    def __init__(self) -> None:
        super().__init__()
        self.waiting: list[str] = []
        self.unexplained: list[str] = []
        self.explained = 0
        self.inside = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        classes = dict(attrs).get("class") or ""
        if tag == "details" and "how" in classes.split():
            self.inside = 1
            self.explained += len(self.waiting)
            self.waiting = []
        elif tag == "h2":
            self._give_up()
        elif not self.inside and (tag == "table" or "chart" in classes.split()):
            self.waiting.append(f"{tag} at line {self.getpos()[0]}")

    def handle_endtag(self, tag: str) -> None:
        if tag == "details":
            self.inside = 0

    def close(self) -> None:
        super().close()
        self._give_up()

    def _give_up(self) -> None:
        self.unexplained += self.waiting
        self.waiting = []


def figures(page: str) -> Figures:
    found = Figures()
    found.feed(page)
    found.close()
    return found


@pytest.fixture
def stage(db):
    groups = StakeholderGroupFactory.create_batch(2)
    round_ = RoundFactory(weights="declared", shortlist_size=1)
    for group in groups:
        RoundGroupFactory(round=round_, group=group, target_people=20)
    stage = Stage(round_=round_, groups=groups)
    for number in range(20):
        rows = [(9, 2), (2, 8), (2, 3)] if number % 3 else [(8, 3), (4, 9), (1, 1)]
        stage.rate_all(stage.join(group=number % 2), rows)
    stage.recompute()
    return stage


def unexplained(client, path):
    found = figures(client.get(path).text)
    return found.unexplained, found.explained > 0


@pytest.mark.parametrize("page", BOARD_PAGES)
def test_a_figure_of_the_board_is_followed_by_how_it_was_made(client, executive, stage, page):
    client.force_login(executive)

    assert figures(client.get(f"/board/{stage.round.slug}/{page}").text).unexplained == []


@pytest.mark.parametrize("page", ["projector/", "agenda/", "agreement/", ""])
def test_a_list_of_figures_comes_with_how_they_were_made(client, executive, stage, page):
    client.force_login(executive)

    assert 'class="nhsuk-details how"' in client.get(f"/board/{stage.round.slug}/{page}").text


def test_the_figures_of_one_solution_are_followed_by_how_they_were_made(client, executive, stage):
    client.force_login(executive)
    page = reverse("governance:board-solution", args=[stage.round.slug, stage.solutions[0].code])

    assert unexplained(client, page) == ([], True)


def test_what_moved_is_followed_by_how_it_was_made(client, executive, stage):
    client.force_login(executive)
    close_round(round_=stage.round, by=None)
    stage.recompute()
    page = reverse("governance:board-compare", args=[stage.round.slug])

    assert unexplained(client, f"{page}?with=1") == ([], True)


def test_the_overview_explains_its_figures(client, executive, stage):
    client.force_login(executive)

    assert unexplained(client, "/board/") == ([], True)


def test_published_results_explain_their_figures(client, stage):
    close_round(round_=stage.round, by=None)
    stage.recompute()
    publish_round(round_=stage.round, by=None)

    assert unexplained(client, reverse("governance:round-results", args=[stage.round.slug])) == ([], True)


def test_the_conference_explains_what_its_panel_agreed(client, db):
    round_, _ = load_conference(data=json.loads(CONFERENCE.read_text(encoding="utf-8")), by=None)
    recompute_round(round_.pk)

    assert unexplained(client, reverse("governance:round-results", args=[round_.slug])) == ([], True)


def test_a_decision_explains_the_rank_it_was_taken_on(client, executive, stage):
    client.force_login(executive)
    decision = DecisionFactory(run=stage.round.current_run, round_solution=stage.solutions[0])

    assert 'class="nhsuk-details how"' in client.get(decision.get_absolute_url()).text


def test_every_explanation_is_used_somewhere_and_every_name_has_one():
    written = {path.stem for path in (TEMPLATES / "_how").glob("*.html")}
    used = {
        name
        for path in TEMPLATES.rglob("*.html")
        for rows in re.findall(r'how.html" with of="[^"]+" rows="([^"]+)"', path.read_text(encoding="utf-8"))
        for name in rows.split()
    }

    assert used == written
