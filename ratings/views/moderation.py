"""Curators read what people wrote before anybody else does."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from ratings.models import Comment, Round
from ratings.moderation_form import ModerationForm
from ratings.selectors import comments_in, rounds_with_comments
from ratings.services.comments import CommentConflictError, comment_mark
from ratings.services.moderation import hide_comment, release_comment
from ratings.telling import telling_words
from ratings.views._kept import keeping_form, owner_mark, take_kept_form
from ratings.views._scope import permitted_off_the_boards, round_or_404

COMMENTS_PER_PAGE = 10
TABS = [(Comment.Status.PENDING, "Waiting"), (Comment.Status.RELEASED, "Released"), (Comment.Status.HIDDEN, "Hidden")]


@dataclass(frozen=True)
class Card:
    """One comment, and the form by which it is decided."""

    comment: Comment
    form: ModerationForm
    telling: list[str]

    @property
    def reason_id(self) -> str:
        return f"reason-{self.comment.pk}"

    @property
    def reasons(self) -> list[dict[str, object]]:
        chosen = self.form["reason"].value()
        choices = Comment.HiddenBecause.choices
        return [{"value": value, "text": text, "checked": value == chosen} for value, text in choices]


@permitted_off_the_boards("ratings.moderate_comment")
def list_rounds(request: HttpRequest) -> HttpResponse:
    return render(request, "ratings/comment_rounds.html", {"rounds": rounds_with_comments()})


@keeping_form
@permitted_off_the_boards("ratings.moderate_comment")
def moderate(request: HttpRequest, slug: str) -> HttpResponse:
    round_ = round_or_404(slug)
    kept = take_kept_form(request, request.user)
    sent = request.POST if request.method == "POST" else kept
    form = None if sent is None else ModerationForm(sent)
    if form and kept is None and form.is_valid():
        _decide(request, round_, form)
        return redirect(request.get_full_path())
    known = [value for value, _ in TABS]
    status = request.GET.get("status") if request.GET.get("status") in known else Comment.Status.PENDING
    page = Paginator(comments_in(round_, status), COMMENTS_PER_PAGE).get_page(request.GET.get("page"))
    cards = [_card(comment, form) for comment in page]
    is_shown = any(card.form is form for card in cards)
    context = {
        "round": round_,
        "page": page,
        "cards": cards,
        "tabs": TABS,
        "status": status,
        "errors": _error_links(form) if form and kept is None else [],
        "owner": owner_mark(request.user),
        "was_signed_out": kept is not None and is_shown,
        "sent_for_another": "" if kept is None or is_shown else kept.get("text", ""),
        "simulated": round_.is_simulated,
    }
    return render(request, "ratings/comment_list.html", context, status=422 if form and kept is None else 200)


def _decide(request: HttpRequest, round_: Round, form: ModerationForm) -> None:
    given = form.cleaned_data
    try:
        comment = Comment.objects.get(pk=given["comment"], round_solution__round=round_)
        if given["act"] == form.RELEASE:
            release_comment(comment=comment, text=given["text"], mark=given["mark"], by=request.user)
            messages.success(request, "The comment is released.")
        else:
            hide_comment(comment=comment, reason=given["reason"], mark=given["mark"], by=request.user)
            messages.success(request, "The comment is hidden.")
    except Comment.DoesNotExist:
        messages.warning(request, "Nothing was decided: the person has taken this comment back.")
    except CommentConflictError:
        messages.warning(request, "Nothing was decided: the person has just changed this comment. Read it again.")


def _card(comment: Comment, posted: ModerationForm | None) -> Card:
    """What was typed stays, as long as the comment is the one that was read."""
    mark = comment_mark(comment.text)
    form = ModerationForm(
        initial={
            "comment": comment.pk,
            "mark": mark,
            "text": comment.released_text or comment.text,
            "reason": comment.hidden_because,
        }
    )
    if posted and (posted["comment"].value(), posted["mark"].value()) == (str(comment.pk), mark):
        form = posted
    return Card(comment, form, telling_words(comment.text))


def _error_links(form: ModerationForm) -> list[dict[str, str]]:
    pk = form["comment"].value()
    ids = {"text": f"text-{pk}", "reason": f"reason-{pk}-0"}
    return [
        {"text": text, "href": f"#{ids.get(name, 'maincontent')}"}
        for name, texts in form.errors.items()
        for text in texts
    ]
