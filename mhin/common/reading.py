"""How hard a text is to read: the Flesch-Kincaid grade of English text, told as an age."""

import re
from dataclasses import dataclass

PLAIN_AGE = 14  # what a plain summary should not ask for; health words alone add some years
EASY_AGE = 9  # what an easy-read text should not ask for

_SENTENCE_END = re.compile(r"[.!?]+[\s\"')\]]+|\n\s*\n|\n\s*[-*•]\s+|[.!?]+$")
_WORD = re.compile(r"[A-Za-z][A-Za-z'’]*")
_VOWELS = re.compile(r"[aeiouy]+")
_SILENT = re.compile(r"(?<![aeiouyl])e$|(?<=[aeiouy])le$|(?<![aeiouy])(?<!s|c|x|z)(?<!sh|ch|.g)es$|(?<![aeioutd])ed$")
_APART = re.compile(r"(?<![tcsg])i(?=a|o|um)|(?<=[dqru])ie(?=t)|(?<=[aeouy])ing$")


@dataclass(frozen=True)
class Reading:
    words: int
    sentences: int
    syllables: int
    longest: int

    @property
    def words_a_sentence(self) -> int:
        return round(self.words / self.sentences) if self.sentences else 0

    @property
    def grade(self) -> float:
        """The American school year in which the text is read with ease (Kincaid and others 1975)."""
        if not self.words:
            return 0.0
        return 0.39 * self.words / self.sentences + 11.8 * self.syllables / self.words - 15.59

    @property
    def age(self) -> int:
        """Children start the first year at six; nobody reads before five."""
        return max(5, round(self.grade + 5))


def read(text: str) -> Reading:
    sentences = [_WORD.findall(part) for part in _SENTENCE_END.split(text)]
    lengths = [len(words) for words in sentences if words]
    words = [word for part in sentences for word in part]
    return Reading(len(words), len(lengths), sum(map(syllables, words)), max(lengths, default=0))


def syllables(word: str) -> int:
    """By groups of vowels, less the e that is written but not spoken, and more where two vowels are spoken apart."""
    letters = re.sub(r"[^a-z]", "", word.lower())
    count = len(_VOWELS.findall(letters)) - len(_SILENT.findall(letters)) + len(_APART.findall(letters))
    return max(1, count)
