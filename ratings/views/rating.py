"""Rating: the list of solutions, and one solution a page."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render

from mhin.common.access import signed_in
from ratings.disclosure import release_starting_time
from ratings.forms import AnswersForm
from ratings.models import Participant, Round
from ratings.pace import minutes_left
from ratings.selectors import progress_of, swings_of
from ratings.services.answers import RoundNotOpenError, VersionConflictError, answers_by_objective, save_answers
from ratings.services.comments import CommentConflictError, save_comment
from ratings.views._kept import keeping_form, take_kept_form
from ratings.views._rate_page import RatePage
from ratings.views._saying import answers_that_stay, in_lines, say_they_stay
from ratings.views._scope import taking_part


@signed_in
@taking_part
def show_overview(request: HttpRequest, round_: Round, participant: Participant) -> HttpResponse:
    progress = progress_of(participant, round_)
    only_open = request.GET.get("show") == "open"
    left = minutes_left(participant, progress)
    context = {
        "round": round_,
        "participant": participant,
        "progress": progress,
        "items": [item for item in progress.solutions if not (only_open and item.is_complete)],
        "only_open": only_open,
        "minutes_left": left,
        "starting_time": None if left else release_starting_time(round_),
        "has_swings": bool(swings_of(participant)),
        "simulated": round_.is_simulated,
    }
    return render(request, "ratings/rate_overview.html", context)


@signed_in
@taking_part
def resume(request: HttpRequest, round_: Round, participant: Participant) -> HttpResponse:
    """Where the person stopped, on whatever device."""
    item = progress_of(participant, round_).next_open
    if item is None:
        return redirect("ratings:review", round_.slug)
    return redirect("ratings:rate-solution", round_.slug, item.round_solution.code)


@keeping_form
@signed_in
@taking_part
def rate_solution(request: HttpRequest, round_: Round, participant: Participant, code: str) -> HttpResponse:
    page = RatePage(request, round_, participant, code)
    if request.method == "POST":
        return _save(request, page)
    kept = take_kept_form(request, participant)
    if kept is not None:
        return page.show(_form_of(page, kept), was_signed_out=True)
    return page.show(page.blank_form())


def _form_of(page: RatePage, data: QueryDict) -> AnswersForm:
    """From the page of one solution, or from its row in the table."""
    if "row" in data:
        return AnswersForm.of_row(data.dict(), page.code, page.objectives)
    return AnswersForm(data, objectives=page.objectives)


def _save(request: HttpRequest, page: RatePage) -> HttpResponse:
    form = _form_of(page, request.POST)
    if not form.is_valid():
        return page.show(form, status=422)
    own = {"participant": page.participant, "round_solution": page.round_solution}
    version = form.cleaned_data["version"]
    try:
        answers = answers_by_objective(page.objectives, form.answers())
        version = save_answers(**own, answers=answers, version=version).version
        if form.has_comment:
            save_comment(**own, text=form.cleaned_data["comment"], mark=form.cleaned_data["comment_mark"])
    except RoundNotOpenError as error:
        return page.show(form, status=409, closed=True, closed_at=error.closed_at)
    except VersionConflictError as conflict:
        rows = page.rows_of(conflict, form)
        comment = page.stored()[1] if form.has_comment else form.cleaned_data["comment"]
        return page.show_conflict(form, version=conflict.version, rows=rows, comment=comment)
    except CommentConflictError as conflict:
        return page.show_conflict(form, version=version, rows=[], comment=conflict.current)
    if request.htmx:
        return page.show_saved(form, version)
    _tell(request, page, form)
    return redirect(*_after_saving(request, page, is_whole=len(answers) == len(page.objectives)))


def _tell(request: HttpRequest, page: RatePage, form: AnswersForm) -> None:
    item = page.item_now()
    count = f"{item.answered} of {len(item.answers)} questions answered."
    title = page.round_solution.title
    if form.says_something:
        messages.success(request, f"Saved: {title}. {count}")
    elif item.answered:
        messages.info(request, f"Nothing was changed: {title}. {count}")
    else:
        messages.info(request, f"You left this out: {title}. You can come back to it.")
    if stay := answers_that_stay(form, item):
        messages.warning(request, say_they_stay(in_lines(stay)))


def _after_saving(request: HttpRequest, page: RatePage, *, is_whole: bool) -> tuple[str, ...]:
    """Whoever saves before the last question stays where they are."""
    if "table" in request.POST:
        return "ratings:rate-matrix", page.round.slug
    following = page.progress.neighbour(page.code, 1) if "next" in request.POST else None
    if following:
        return "ratings:rate-solution", page.round.slug, following.code
    if not is_whole:
        return "ratings:rate-solution", page.round.slug, page.code
    return "ratings:rate", page.round.slug
