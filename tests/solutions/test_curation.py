import pytest
from django.db import IntegrityError, transaction

from mhin.audit.models import AuditEvent
from needs.services.history import CurationError
from solutions.models import Solution, SolutionDraft
from solutions.selectors.curation import completeness, overlaps, with_counts
from solutions.services.curation import (
    add_solution,
    archive_solution,
    cover_needs,
    edit_solution,
    publish_solution,
    reopen_solution,
)
from solutions.services.wording import (
    check_solution_easy_read,
    discard_solution_draft,
    publish_solution_draft,
    save_solution_draft,
)
from tests.factories.needs import AreaFactory, NeedFactory
from tests.factories.solutions import EvidenceFactory, SolutionFactory, SolutionStatusChangeFactory

pytestmark = pytest.mark.django_db


def draft_of(solution, curator, **changes):
    words = {name: getattr(solution, name) for name in ("title", "summary", "easy_read", "population")}
    return save_solution_draft(solution=solution, by=curator, **({**words, "note": "Plainer words"} | changes))


def test_a_new_solution_is_a_draft_with_the_next_code(curator):
    SolutionFactory(code="S22")

    solution = add_solution(
        fields={"title": "Quiet rooms", "summary": "A room.", "area": AreaFactory(), "provenance": "mhin"}, by=curator
    )

    assert (solution.code, solution.status, solution.status_changes.get().act) == ("S23", "draft", "drafted")


def test_publishing_a_draft_is_audited_with_before_and_after(curator):
    solution = SolutionFactory(status="draft")

    publish_solution(solution=solution, by=curator)

    event = AuditEvent.objects.get(action="solution_published")
    assert (event.before, event.after) == ({"status": "draft"}, {"status": "published"})


def test_a_draft_without_a_summary_is_not_published(curator):
    with pytest.raises(CurationError, match="plain summary"):
        publish_solution(solution=SolutionFactory(status="draft", summary=""), by=curator)


def test_a_solution_is_archived_for_a_reason(curator):
    solution = SolutionFactory()

    archive_solution(solution=solution, reason="Withdrawn by its makers", by=curator)

    step = solution.status_changes.get()
    assert (step.to_status, step.note) == ("archived", "Withdrawn by its makers")


def test_an_archived_solution_can_become_a_draft_again(curator):
    solution = SolutionFactory(status="archived")

    reopen_solution(solution=solution, note="Back", by=curator)

    solution.refresh_from_db()
    assert solution.status == Solution.Status.DRAFT


def test_the_wording_of_a_published_solution_is_not_edited_in_place(curator):
    with pytest.raises(CurationError, match="draft"):
        edit_solution(solution=SolutionFactory(), fields={"summary": "New"}, by=curator)


def test_readiness_of_a_published_solution_is_edited_and_audited(curator):
    solution = SolutionFactory()

    edit_solution(solution=solution, fields={"readiness": "tested"}, by=curator)

    event = AuditEvent.objects.get(action="solution_edited")
    assert (event.before, event.after["readiness"]) == ({"readiness": "unknown"}, "tested")


def test_the_needs_of_a_solution_are_changed_with_what_came_and_went(curator):
    solution, old, new = SolutionFactory(), NeedFactory(code="N1"), NeedFactory(code="N2")
    solution.needs.add(old)

    cover_needs(solution=solution, needs=[new], by=curator)

    assert solution.status_changes.get().note == "Added: N2. Removed: N1"


def test_publishing_new_wording_keeps_the_reason(curator):
    solution = SolutionFactory(summary="Old")
    draft_of(solution, curator, summary="New")

    publish_solution_draft(solution=solution, by=curator)

    solution.refresh_from_db()
    assert (solution.summary, solution.status_changes.get().note) == ("New", "Plainer words")
    assert not SolutionDraft.objects.exists()


def test_a_draft_that_says_the_same_is_not_published(curator):
    solution = SolutionFactory()
    draft_of(solution, curator)

    with pytest.raises(CurationError, match="same"):
        publish_solution_draft(solution=solution, by=curator)


def test_a_discarded_draft_is_gone(curator):
    solution = SolutionFactory()
    draft_of(solution, curator)

    discard_solution_draft(solution=solution, by=curator)

    assert not SolutionDraft.objects.exists()


def test_only_a_text_that_is_there_can_be_checked(curator):
    with pytest.raises(CurationError, match="Write"):
        check_solution_easy_read(
            solution=SolutionFactory(), short_sentences=True, no_jargon=True, checked_with_people=True, by=curator
        )


def test_a_step_of_the_history_never_changes():
    step = SolutionStatusChangeFactory()

    with pytest.raises(IntegrityError, match="never change"), transaction.atomic():
        step.delete()


def test_the_dial_counts_what_is_there_and_names_what_is_missing():
    EvidenceFactory(solution=SolutionFactory(easy_read="", population=""))

    dial = completeness(with_counts(Solution.objects.all()).get())

    assert (dial.done, dial.total) == (3, 7)
    assert dial.missing == ["easy read", "needs", "population", "readiness"]


def test_a_solution_with_everything_is_complete():
    solution = SolutionFactory(easy_read="A room.", readiness="tested")
    solution.needs.add(NeedFactory(), NeedFactory())
    EvidenceFactory(solution=solution)
    EvidenceFactory(solution=solution)

    assert str(completeness(with_counts(Solution.objects.all()).get())) == "7 of 7"


def test_two_titles_that_are_nearly_the_same_are_a_pair():
    first = SolutionFactory(title="Peer support workers in crisis teams")
    second = SolutionFactory(title="Peer support worker in a crisis team")
    SolutionFactory(title="Talking therapy by video")

    assert [(pair.first, pair.second, pair.same_title) for pair in overlaps()] == [(first, second, True)]


@pytest.mark.parametrize(("shared", "found"), [(1, 0), (2, 1)])
def test_two_solutions_that_share_half_of_their_needs_are_a_pair(shared, found):
    first, second = SolutionFactory(title="Aaaa"), SolutionFactory(title="Zzzz")
    needs = NeedFactory.create_batch(6)
    first.needs.set(needs[:4])
    second.needs.set(needs[4 - shared : 4 - shared + 4])

    assert len(overlaps()) == found


def test_an_archived_solution_is_no_double():
    SolutionFactory(title="Peer support workers", status="archived")
    SolutionFactory(title="Peer support workers")

    assert overlaps() == []


def test_the_overlaps_of_one_solution_are_its_own(django_assert_num_queries):
    first, second = SolutionFactory(title="Peer support workers"), SolutionFactory(title="Peer support workers")
    SolutionFactory(title="Quiet rooms at night")
    SolutionFactory(title="Quiet rooms at night")

    with django_assert_num_queries(2):
        pairs = overlaps(solution=first)

    assert [pair.other(first) for pair in pairs] == [second]
