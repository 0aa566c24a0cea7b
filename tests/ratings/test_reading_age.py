"""The portal's own words in the journey can be read at about eleven.

Measured by the automated readability index, which counts letters, words and sentences: its grade plus five is an age.
Names of solutions and objectives are the round's, not the portal's; here they are a word and a number.
"""

from html.parser import HTMLParser

import pytest
import textstat
from django.urls import reverse

from ratings.services.rounds import close_round, publish_round

pytestmark = pytest.mark.django_db

OLDEST = 11.5
BLOCKS = {"p", "li", "h1", "h2", "h3", "legend", "label", "summary", "dt", "dd", "div", "caption", "th", "td", "button"}
SILENT = {"template", "script", "style", "svg", "textarea", "option"}
# Page to why it may be harder to read, and how hard it may be.
EXCEPTIONS: dict[str, tuple[str, float]] = {}


class OwnText(HTMLParser):
    """The sentences of a page's main part; a block that ends without a full stop counts as a sentence of its own."""

    def __init__(self):
        super().__init__()
        self.inside = self.silent = 0
        self.blocks = [""]

    def handle_starttag(self, tag, attributes):
        self.inside += tag == "main"
        self.silent += tag in SILENT
        if tag in BLOCKS:
            self.blocks.append("")

    def handle_endtag(self, tag):
        self.inside -= tag == "main"
        self.silent -= tag in SILENT
        if tag in BLOCKS:
            self.blocks.append("")

    def handle_data(self, data):
        if self.inside and not self.silent:
            self.blocks[-1] += data

    def sentences(self):
        texts = (" ".join(block.split()) for block in self.blocks)
        return [text if text[-1] in ".?!" else f"{text}." for text in texts if len(text.split()) > 3]


def reading_age(page):
    parser = OwnText()
    parser.feed(page.text)
    return 5 + textstat.automated_readability_index(" ".join(parser.sentences()))


@pytest.fixture
def part(client, stage, stakeholder):
    client.force_login(stakeholder)
    return stage.join(stakeholder)


def nothing(stage, part):
    pass


def partly(stage, part):
    stage.rate(part, 0, (8, None))
    stage.weigh(part, (100, 40))


def closed(stage, part):
    partly(stage, part)
    close_round(round_=stage.round, by=None)


def published(stage, part):
    for number in range(8):
        stage.rate_all(stage.join(group=number % 2), [(9, 9), (5, 5), (1, 1)])
    stage.rate_all(part, [(1, 1), (5, 5), (9, 9)])
    close_round(round_=stage.round, by=None)
    stage.recompute()
    publish_round(round_=stage.round, by=None)


def conflict(client, stage, part):
    partly(stage, part)
    return client.post(address(stage, "rate-solution"), {"version": 0, "O1": "2", "O2": "3"})


def address(stage, name):
    arguments = [stage.round.slug, stage.solutions[0].code] if name == "rate-solution" else [stage.round.slug]
    return reverse(f"ratings:{name}", args=arguments)


STATES = [nothing, partly, closed, published]
PAGES = ["rate", "rate-solution", "rate-matrix", "weights", "weights-order", "weights-questions", "review", "thank-you"]


@pytest.mark.parametrize("bring_about", STATES)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_can_be_read_at_about_eleven(client, stage, part, name, bring_about):
    bring_about(stage, part)

    age = reading_age(client.get(address(stage, name), follow=True))

    assert age <= EXCEPTIONS.get(name, ("", OLDEST))[1]


def test_the_points_can_be_understood_at_about_eleven(client, stage, part):
    assert reading_age(client.get(address(stage, "weights"), {"first": "O1"})) <= OLDEST


def test_a_conflict_can_be_understood_at_about_eleven(client, stage, part):
    assert reading_age(conflict(client, stage, part)) <= OLDEST


def test_a_choice_that_does_not_fit_can_be_understood_at_about_eleven(client, stage, part):
    stage.weigh(part, (100, 40))
    client.post(address(stage, "weights-questions"), {"question_1": "part"})

    assert reading_age(client.get(address(stage, "weights-check"))) <= OLDEST


def test_a_save_that_came_too_late_can_be_understood_at_about_eleven(client, stage, part):
    closed(stage, part)

    page = client.post(address(stage, "rate-solution"), {"version": 0, "O1": "2", "comment": "Why"})

    assert reading_age(page) <= OLDEST
