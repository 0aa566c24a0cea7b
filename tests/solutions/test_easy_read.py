"""The easy-read texts that come with the catalogue, and what pages say of them."""

import json
from pathlib import Path

import pytest
import textstat

from mhin.common.reading import EASY_AGE, read
from solutions.models import Solution
from solutions.services.catalogue import load_catalogue
from tests.factories.needs import NeedEasyReadCheckFactory, NeedFactory
from tests.factories.solutions import SolutionEasyReadCheckFactory, SolutionFactory

CATALOGUE = json.loads((Path(__file__).parents[2] / "solutions/data/catalogue.json").read_text())
TEXTS = {solution["id"]: solution["easy_read"] for solution in CATALOGUE["solutions"]}
OLDEST = 11.5  # by letters, which count a name such as "mental health" for more than its syllables do
NOT_CHECKED = "People with lived experience have not checked it yet."


def test_every_solution_of_the_catalogue_has_an_easy_read_text():
    assert len(TEXTS) == 22
    assert all(TEXTS.values())


@pytest.mark.parametrize("code", TEXTS)
def test_a_child_of_nine_could_read_it(code):
    reading = read(TEXTS[code])

    assert reading.age <= EASY_AGE
    assert textstat.automated_readability_index(TEXTS[code]) + 5 <= OLDEST


@pytest.mark.parametrize("code", TEXTS)
def test_it_has_a_few_short_sentences(code):
    reading = read(TEXTS[code])

    assert 3 <= reading.sentences <= 5
    assert reading.longest <= 20


@pytest.mark.django_db
def test_a_file_without_an_easy_read_text_takes_none_away():
    load_catalogue(data=CATALOGUE, by=None)
    older = CATALOGUE | {"solutions": [{**row, "easy_read": None} for row in CATALOGUE["solutions"]]}

    counts = load_catalogue(data=older, by=None)

    assert counts.solutions.changed == 0
    assert Solution.objects.get(code="S01").easy_read == TEXTS["S01"]


@pytest.mark.django_db
@pytest.mark.parametrize("make", [NeedFactory, SolutionFactory])
def test_a_page_says_that_nobody_has_checked_the_text(client, make):
    row = make(easy_read="Short words.")

    assert NOT_CHECKED in client.get(row.get_absolute_url()).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("make", "name"), [(NeedEasyReadCheckFactory, "need"), (SolutionEasyReadCheckFactory, "solution")]
)
@pytest.mark.parametrize(("text", "says"), [("Short words.", "who understood it"), ("Other words.", NOT_CHECKED)])
def test_a_check_by_people_is_told_of_while_the_text_stays(client, make, name, text, says):
    check = make(text="Short words.", checked_with_people=True, **{f"{name}__easy_read": text})

    assert says in client.get(getattr(check, name).get_absolute_url()).content.decode()
