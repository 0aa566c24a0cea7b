"""The published decision conference comes out as printed, by the same path as a survey."""

import copy
import json
import re
from pathlib import Path

import pytest

from ratings.mcda.additive import round_half_up
from ratings.models import Round
from ratings.scoring import recompute_round
from ratings.services.conference import ConferenceError, load_conference

pytestmark = pytest.mark.django_db

DATA = json.loads(Path("ratings/data/mhin_table5.json").read_text(encoding="utf-8"))


@pytest.fixture
def run():
    round_, _ = load_conference(data=DATA, by=None)
    return recompute_round(round_.pk)


def test_conference_totals_are_those_of_the_paper(run):
    totals = {s.round_solution.code: round_half_up(s.score, 0) for s in run.scores.select_related("round_solution")}

    assert totals == DATA["published_totals"]


def test_conference_order_follows_the_unrounded_totals(run):
    order = [score.round_solution.code for score in run.scores.select_related("round_solution")]

    assert order == DATA["rank_order_unrounded"]


def test_conference_weights_are_the_declared_ones(run):
    assert run.weights == pytest.approx({"O1": 0.215, "O2": 0.167, "O3": 0.19, "O4": 0.238, "O5": 0.19})


def test_load_conference_names_only_options_it_is_sure_of(run):
    titles = dict(run.round.round_solutions.values_list("code", "title"))

    assert titles["HrmPrbsA"] == "HrmPrbsA"
    assert titles["IAPT svcs"] == "IAPT svcs"
    assert titles["CaregvrSup"] == "Caregiver support"


def test_load_conference_twice_changes_nothing(run):
    round_, is_new = load_conference(data=DATA, by=None)

    assert (round_, is_new) == (run.round, False)


def test_load_conference_names_the_cell_that_is_wrong():
    data = copy.deepcopy(DATA)
    data["scores"]["PeerSupp"]["Sustainable"] = 101

    with pytest.raises(ConferenceError, match="option 'PeerSupp', objective 'Sustainable': value 101"):
        load_conference(data=data, by=None)

    assert not Round.objects.exists()


def test_load_conference_names_a_missing_part():
    with pytest.raises(ConferenceError, match="the file has no 'scores'"):
        load_conference(data={k: v for k, v in DATA.items() if k != "scores"}, by=None)


def test_the_results_page_shows_the_published_totals(run, client):
    page = client.get(f"/rounds/{run.round.slug}/results/").text

    shown = re.findall(r'<strong class="score">(\d+)</strong>', page)
    assert shown == ["88", "68", "65", "62", "50", "40", "36", "36", "33"]
