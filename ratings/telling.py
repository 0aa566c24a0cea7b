"""What in a text may show who somebody is. No Django, no rows: a hint for whoever reads it, never a verdict."""

import re
from collections.abc import Iterator

PATTERNS = [
    r"[^\s@]+@[^\s@]+\.\w+",  # e-mail
    r"(?:https?://|www\.)\S+",
    r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b",  # postcode
    r"\+?\d(?:[ /.-]?\d){4,}",  # telephone, NHS number, date
    r"\b(?:Mr|Mrs|Ms|Miss|Dr|Prof|Sister|Nurse)\.? [A-Z]\w+",
    r"\b[A-Z][a-z'’]+(?:[ -][A-Z][a-z'’]+)*",  # names of people, places, teams
]
FINDER = re.compile("|".join(PATTERNS))
SENTENCE_STARTS = re.compile(r"(?:^|[.!?:…\n])[\s\"'“‘(–-]*$")
HARMLESS = {"I", "I'm", "I’m", "I've", "I’ve", "I'd", "I’d", "I'll", "I’ll", "England", "English", "Britain", "British"}


def telling_words(text: str) -> list[str]:
    """Each once, in the order of the text. A single capitalised word that begins a sentence is not taken for a name."""
    return list(dict.fromkeys(_found(text)))


def _found(text: str) -> Iterator[str]:
    for match in FINDER.finditer(text):
        word = match.group()
        begins_sentence = word.isalpha() and SENTENCE_STARTS.search(text[: match.start()])
        if word not in HARMLESS and not begins_sentence:
            yield word
