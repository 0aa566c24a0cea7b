import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.template import Context, Template

from mhin.common.markdown import TAGS, to_html, to_text
from tests.common.hostile import HOSTILE

ROOT = Path(__file__).resolve().parent.parent.parent
APPS = ["mhin", "needs", "solutions", "ratings", "governance"]


class Reader(HTMLParser):
    """What a browser would see: every tag with its attributes."""

    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.tags = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))


def faults(html):
    """Every tag or attribute that the allow-list does not name."""
    found = []
    for tag, attributes in Reader(html).tags:
        href = attributes.pop("href", None)
        rel = attributes.pop("rel", None)
        if tag not in TAGS or attributes or (rel not in (None, "noopener nofollow")):
            found.append((tag, attributes, rel))
        if href is not None and not re.match(r"(?i)(https?://|mailto:)", href):
            found.append((tag, href))
    return found


def test_there_are_150_hostile_texts_or_more():
    assert len(set(HOSTILE)) >= 150


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_text_comes_out_harmless(text):
    assert faults(to_html(text)) == []


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_text_is_plain_words_in_a_list(text):
    page = Template("{{ text|plain }}").render(Context({"text": text}))

    assert Reader(page).tags == []


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Two *kind* **words**", "<p>Two <em>kind</em> <strong>words</strong></p>"),
        ("- one\n- two", "<ul>\n<li>one</li>\n<li>two</li>\n</ul>"),
        ("[a](https://a.org)", '<p><a href="https://a.org" rel="noopener nofollow">a</a></p>'),
        ("[a](mailto:a@a.org)", '<p><a href="mailto:a@a.org" rel="noopener nofollow">a</a></p>'),
        ("one\ntwo", "<p>one<br>\ntwo</p>"),
        ("a < b & c", "<p>a &lt; b &amp; c</p>"),
    ],
)
def test_markdown_becomes_html(text, html):
    assert to_html(text).strip() == html


def test_headings_stand_below_those_of_the_page_without_a_gap():
    html = to_html("#### First\n\n# Second\n\n###### Third", 3)

    assert re.findall(r"<h(\d)>", html) == ["3", "3", "4"]


def test_a_relative_link_is_words_only():
    assert "href" not in to_html("[x](/admin/) [y](x) [z](//evil.example)")


def test_words_alone_lose_the_marks():
    assert to_text("**Two** [words](https://a.org)\n\n- and one") == "Two words and one"


def test_words_alone_keep_their_signs():
    assert Template("{{ text|plain }}").render(Context({"text": "R&D < 5"})) == "R&amp;D &lt; 5"


def test_the_filter_takes_the_level_of_the_first_heading():
    page = Template("{{ text|markdown:4 }}").render(Context({"text": "# A"}))

    assert page.strip() == "<h4>A</h4>"


SOURCES = [path for app in APPS for path in (ROOT / app).rglob("*.py") if path.name != "markdown.py"]
TEMPLATES = list((ROOT / "templates").rglob("*.html"))


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_module_but_one_calls_a_text_safe(path):
    assert not re.search(r"\bmark_safe\b|\bSafeString\(|\bSafeText\(", path.read_text())


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_template_calls_a_text_safe(path):
    assert not re.search(r"\|\s*safe(seq)?\b|{%\s*autoescape\s+off", path.read_text())
