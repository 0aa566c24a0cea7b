import pytest

from mhin.mail.models import OutgoingMail
from needs.models import NeedMerge
from needs.selectors.receipts import receipt_of
from needs.services.history import CurationError
from needs.services.merging import merge_need, undo_merge
from tests.factories.needs import NeedFactory, SourceFactory
from tests.factories.solutions import SolutionFactory

pytestmark = pytest.mark.django_db


def links(*needs):
    """What pages show of these needs, to compare before and after."""
    for need in needs:
        need.refresh_from_db()
    return [
        (
            need.status,
            need.merged_into,
            need.status_reason,
            need.title,
            need.detail,
            sorted(need.sources.values_list("code", flat=True)),
            sorted(need.solutions.values_list("code", flat=True)),
        )
        for need in needs
    ]


@pytest.fixture
def pair():
    """Two needs with a source and a solution of their own, and one of each that both have."""
    need, target = NeedFactory(status="submitted"), NeedFactory()
    shared_source, shared_solution = SourceFactory(), SolutionFactory()
    for row in (need, target):
        row.sources.add(SourceFactory(), shared_source)
        row.solutions.add(SolutionFactory(), shared_solution)
    return need, target


def test_a_merge_moves_sources_and_solutions_to_the_target(curator, pair):
    need, target = pair

    merge_need(need=need, target=target, reason="The same", by=curator)

    assert (need.sources.count(), need.solutions.count()) == (0, 0)
    assert (target.sources.count(), target.solutions.count()) == (3, 3)


def test_a_merge_keeps_both_texts_the_reason_and_who(curator, pair):
    need, target = pair

    merge = merge_need(need=need, target=target, reason="The same", by=curator)

    assert (merge.need_title, merge.target_title, merge.reason, merge.by) == (
        need.title,
        target.title,
        "The same",
        curator,
    )


def test_undoing_a_merge_brings_everything_back_exactly(curator, pair):
    before = links(*pair)
    merge_need(need=pair[0], target=pair[1], reason="The same", by=curator)

    undo_merge(need=pair[0], reason="Not the same after all", by=curator)

    assert links(*pair) == before


def test_a_link_that_another_merge_brought_too_stays_when_one_is_undone(curator):
    target, first, second, solution = NeedFactory(), NeedFactory(), NeedFactory(), SolutionFactory()
    first.solutions.add(solution)
    second.solutions.add(solution)
    merge_need(need=first, target=target, reason="The same", by=curator)
    merge_need(need=second, target=target, reason="The same", by=curator)

    undo_merge(need=first, reason="Not the same", by=curator)

    assert list(target.solutions.all()) == [solution]
    undo_merge(need=second, reason="Not the same", by=curator)
    assert list(target.solutions.all()) == []


def test_a_merge_into_a_need_that_was_merged_itself_waits_for_its_turn_to_be_undone(curator):
    first, second, third = NeedFactory(), NeedFactory(), NeedFactory()
    merge_need(need=first, target=second, reason="The same", by=curator)
    merge_need(need=second, target=third, reason="The same", by=curator)

    with pytest.raises(CurationError, match="Undo that merge first"):
        undo_merge(need=first, reason="Not the same", by=curator)


def test_chains_of_merges_come_back_exactly_when_undone_in_turn(curator, pair):
    first, second = pair
    third = NeedFactory()
    before = links(first, second, third)
    merge_need(need=first, target=second, reason="The same", by=curator)
    merge_need(need=second, target=third, reason="The same", by=curator)

    undo_merge(need=second, reason="Not the same", by=curator)
    undo_merge(need=first, reason="Not the same", by=curator)

    assert links(first, second, third) == before


@pytest.mark.parametrize("status", ["merged", "rejected"])
def test_nothing_is_merged_into_a_need_that_is_gone(curator, status):
    target = NeedFactory(status=status, merged_into=NeedFactory() if status == "merged" else None)

    with pytest.raises(CurationError, match="Choose another need"):
        merge_need(need=NeedFactory(), target=target, reason="The same", by=curator)


def test_a_need_can_be_merged_undone_and_merged_again(curator):
    need, target = NeedFactory(), NeedFactory()
    merge_need(need=need, target=target, reason="The same", by=curator)
    undo_merge(need=need, reason="Not the same", by=curator)

    merge_need(need=need, target=target, reason="The same after all", by=curator)

    assert NeedMerge.objects.filter(need=need).count() == 2


def test_the_page_of_a_published_need_cannot_be_merged_away_into_one_that_waits(curator):
    published, waiting = NeedFactory(), NeedFactory(status="in_review")

    with pytest.raises(CurationError, match=f"Publish {waiting.code} first"):
        merge_need(need=published, target=waiting, reason="The same", by=curator)


def test_a_waiting_need_is_not_named_to_somebody_whose_need_was_merged_into_it(curator, stakeholder):
    sent = NeedFactory(status="submitted", submitted_by=stakeholder)
    waiting = NeedFactory(status="submitted", title="Someone else's words")

    merge_need(need=sent, target=waiting, reason="The same", by=curator)

    body = OutgoingMail.objects.get(to=stakeholder.email).body
    assert waiting.title not in body
    assert waiting.code not in body
    assert f"/needs/submitted/{receipt_of(sent)}/" in body
