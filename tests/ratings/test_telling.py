"""Words that may show who somebody is are pointed out to whoever reads a comment."""

import pytest

from ratings.telling import telling_words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("My nurse Sam Okoro at the Elm Street clinic was kind.", ["Sam Okoro", "Elm Street"]),
        ("Ask Dr Patel.", ["Ask Dr Patel"]),
        ("Call me on 07700 900123 or write to sam@example.org.", ["07700 900123", "sam@example.org"]),
        ("I live at LS1 4AP. It is far.", ["LS1 4AP"]),
        ("Born 01/02/1980, number 943 476 5919", ["01/02/1980", "943 476 5919"]),
        ("See https://example.org/me for more", ["https://example.org/me"]),
        ("Sam helped me. Then it was Sam who left.", ["Sam"]),
    ],
)
def test_what_may_show_who_somebody_is_is_pointed_out(text, words):
    assert telling_words(text) == words


@pytest.mark.parametrize(
    "text",
    [
        "Waiting lists are long. This would help!",
        "My GP and the NHS are busy, and I'm sure that CBT helps 9 of 10.",
        "“People” need it:\nMore of it – please",
        "",
    ],
)
def test_plain_words_are_left_alone(text):
    assert telling_words(text) == []
