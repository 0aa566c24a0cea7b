"""What a person is told after a save: never that something was saved which was not."""

from collections.abc import Iterable, Mapping

from ratings.forms import AnswersForm, answer_in_words
from ratings.models import Objective, Rating
from ratings.selectors import Progress, SolutionProgress

MOST_NAMED = 5
TAKING_BACK = "An answer cannot be emptied. To take one back, choose “Prefer not to say”: it then counts for nothing."


def answers_that_stay(form: AnswersForm, item: SolutionProgress) -> dict[Objective, Rating]:
    """Answers that are still there although the form was sent without them."""
    answers = zip(form.objectives, item.answers, strict=True)
    return {objective: answer for objective, answer in answers if answer and objective in form.left_blank}


def answers_that_stay_in(forms: Mapping[str, AnswersForm | None], progress: Progress) -> list[str]:
    """The same for the whole table, in words."""
    return [
        f"{item.round_solution.title}, {line}"
        for item in progress.solutions
        if (form := forms[item.round_solution.code])
        for line in in_lines(answers_that_stay(form, item))
    ]


def in_lines(answers: Mapping[Objective, Rating]) -> list[str]:
    return [f"{objective.name}: {answer_in_words(answer)}" for objective, answer in answers.items()]


def say_they_stay(lines: Iterable[str]) -> str:
    named = list(lines)
    more = [f"and {len(named) - MOST_NAMED} more"] if len(named) > MOST_NAMED else []
    return f"Still saved: {'; '.join(named[:MOST_NAMED] + more)}. {TAKING_BACK}"
