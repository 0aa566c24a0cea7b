"""Finding a solution by words and by area."""

import pytest

from tests.factories.needs import AreaFactory
from tests.factories.solutions import SolutionFactory

pytestmark = pytest.mark.django_db
LIST = "/solutions/"


def found(client, **asked):
    return [solution.title for solution in client.get(LIST, asked).context["solutions"]]


@pytest.fixture
def three():
    return [
        SolutionFactory(title="Peer support workers", summary="People who were ill help others."),
        SolutionFactory(title="Help into work", summary="A specialist finds paid jobs.", population="Carers"),
        SolutionFactory(title="Safety plans", summary="Written together.", easy_read="You make a plan with peers."),
    ]


def test_without_words_every_published_solution_is_listed(client, three):
    SolutionFactory(status="draft")

    assert len(found(client)) == 3


@pytest.mark.parametrize(
    ("words", "titles"),
    [
        ("working", ["Help into work", "Peer support workers"]),
        ("supporting peers", ["Peer support workers"]),
        ("speciali", ["Help into work"]),
        ("carer", ["Help into work"]),
        ("PLAN", ["Safety plans"]),
    ],
)
def test_words_are_found_in_any_form_and_in_every_public_text(client, three, words, titles):
    assert sorted(found(client, q=words)) == titles


def test_a_word_in_the_title_counts_most(client, three):
    assert found(client, q="peer") == ["Peer support workers", "Safety plans"]


def test_a_code_finds_its_solution(client, three):
    assert found(client, q=three[1].code.lower()) == ["Help into work"]


def test_when_no_solution_has_all_the_words_those_with_some_are_shown(client, three):
    page = client.get(LIST, {"q": "safety lion"})

    assert [solution.title for solution in page.context["solutions"]] == ["Safety plans"]
    assert "No solution has all the words “safety lion”" in page.content.decode()


def test_words_and_area_narrow_together(client, three):
    area = AreaFactory(slug="crisis")
    SolutionFactory(title="Peer support in a crisis", area=area)

    assert found(client, q="peer", area="crisis") == ["Peer support in a crisis"]


@pytest.mark.parametrize("words", ["'", "!:*&|", "%", "\\", "a' OR 1=1", "x" * 101, "\0"])
def test_no_question_breaks_the_page(client, three, words):
    assert client.get(LIST, {"q": words}).status_code == 200


@pytest.mark.parametrize("count", [1, 4])
def test_a_search_takes_as_many_queries_as_the_whole_list(client, count, django_assert_num_queries):
    SolutionFactory.create_batch(count, title="Peer support")

    for asked in ({}, {"q": "peer"}):
        with django_assert_num_queries(2):
            client.get(LIST, asked)
