import pytest

from mhin.common.models import Provenance
from needs.models import Need
from needs.selectors import areas_with_counts, listed_needs, published_needs, shown_needs
from needs.selectors.curation import merge_candidates
from needs.selectors.receipts import need_of_receipt, receipt_of
from needs.selectors.search import find_needs, similar_needs
from needs.selectors.support import support_of
from tests.factories.accounts import UserFactory
from tests.factories.needs import AreaFactory, NeedFactory, NeedSupportFactory

pytestmark = pytest.mark.django_db


def test_areas_count_only_their_published_needs():
    full, empty = AreaFactory(position=1), AreaFactory(position=2)
    NeedFactory.create_batch(2, area=full)
    NeedFactory(area=full, status=Need.Status.REJECTED)

    counts = [(area, area.need_count) for area in areas_with_counts()]

    assert counts == [(full, 2), (empty, 0)]


@pytest.mark.parametrize("status", [s for s in Need.Status if s not in (Need.Status.PUBLISHED, Need.Status.MERGED)])
def test_a_need_that_is_not_published_is_nowhere(status):
    NeedFactory(status=status)

    assert not published_needs().exists()
    assert not shown_needs().exists()


def test_a_merged_need_keeps_its_page_but_leaves_the_list():
    target = NeedFactory()
    merged = NeedFactory(status=Need.Status.MERGED, merged_into=target)

    assert list(published_needs()) == [target]
    assert merged in shown_needs()


@pytest.mark.parametrize(
    "filters", [{"search": "NIGHT"}, {"search": "young"}, {"search": "n42"}, {"area": "help"}, {"provenance": "policy"}]
)
def test_each_filter_finds_its_need(filters):
    NeedFactory()
    wanted = NeedFactory(
        code="N42",
        title="No help at night",
        detail="For young people.",
        area=AreaFactory(slug="help"),
        provenance=Provenance.POLICY,
    )

    assert list(published_needs(**filters)) == [wanted]


def test_needs_come_in_the_order_of_their_areas():
    late = NeedFactory(area=AreaFactory(position=20), code="N01")
    early = NeedFactory(area=AreaFactory(position=10), code="N02")

    assert list(published_needs()) == [early, late]


@pytest.mark.parametrize("status", ["submitted", "in_review", "rejected"])
def test_no_status_opens_a_list_of_needs_that_are_not_public(status):
    NeedFactory(status=status)

    assert not listed_needs(status=status).exists()


@pytest.mark.parametrize("search", ["waiting", "wait", "WAITED", "long wai", "waits long", "  n42 "])
def test_a_search_knows_forms_beginnings_and_codes_of_words(search):
    wanted = NeedFactory(code="N42", title="Long waits for children")
    NeedFactory(title="No help at night")

    found = find_needs(published_needs(), search)

    assert (list(found.needs), found.close) == ([wanted], False)


@pytest.mark.parametrize("search", ["childern", "chidlren waits", "chilren"])
def test_a_mistyped_search_finds_what_looks_like_it(search):
    wanted = NeedFactory(title="Long delays for children")
    NeedFactory(title="No help at night")

    found = find_needs(published_needs(), search)

    assert (list(found.needs), found.close) == ([wanted], True)


def test_when_no_need_has_all_the_words_the_one_with_most_of_them_comes_first():
    one = NeedFactory(code="N01", title="Crisis")
    two = NeedFactory(code="N02", title="Crisis at night")
    NeedFactory(title="Debt")

    found = find_needs(published_needs(), "crisis night elephants")

    assert (list(found.needs), found.close) == ([two, one], True)


def test_a_word_in_the_title_counts_more_than_one_in_the_text():
    in_text = NeedFactory(code="N01", title="Crisis", detail="No help with debt.")
    in_title = NeedFactory(code="N02", title="Debt")

    assert list(find_needs(published_needs(), "debt").needs) == [in_title, in_text]


def test_a_search_never_leaves_the_needs_it_was_given():
    NeedFactory(title="Long waits", status=Need.Status.REJECTED)

    assert not find_needs(published_needs(), "waits").needs.exists()
    assert not find_needs(published_needs(), "wiats").needs.exists()


@pytest.mark.parametrize("title", ["Children wait too long", "Long waits for childrens services"])
def test_similar_needs_share_words_that_matter(title):
    alike = NeedFactory(title="Long waits for children")
    NeedFactory(title="People need access to help with mental health problems")
    NeedFactory(title="Long waits for children", status=Need.Status.SUBMITTED)

    assert list(similar_needs(title)) == [alike]


@pytest.mark.parametrize("title", ["", "the", "'", "mental health", "\U0001f98a", "x" * 5000])
def test_a_title_that_says_nothing_is_like_no_need(title):
    NeedFactory(title="Long waits for children")

    assert list(similar_needs(title)) == []


@pytest.mark.parametrize(("people", "shown"), [(0, None), (7, None), (8, 8), (9, 9)])
def test_few_supporters_are_not_counted_out(people, shown):
    need = NeedFactory()
    NeedSupportFactory.create_batch(people, need=need)

    assert support_of(need, user=None).people == shown


def test_who_supports_a_need_and_one_merged_into_it_counts_once():
    need = NeedFactory()
    merged = NeedFactory(status=Need.Status.MERGED, merged_into=need)
    for support in NeedSupportFactory.create_batch(8, need=merged):
        NeedSupportFactory(need=need, user=support.user)

    assert support_of(need, merged=[merged], user=None).people == 8


def test_a_person_is_told_of_their_own_support_alone():
    mine, other = NeedSupportFactory(), UserFactory()

    assert support_of(mine.need, user=mine.user).mine
    assert not support_of(mine.need, user=other).mine


def test_a_receipt_leads_to_its_need():
    need = NeedFactory()

    assert need_of_receipt(receipt_of(need)) == need


@pytest.mark.parametrize("receipt", ["", "N01", "N01~", "N01~x", "~", "\0"])
def test_a_made_up_receipt_leads_nowhere(receipt):
    NeedFactory(code="N01")

    with pytest.raises(Need.DoesNotExist):
        need_of_receipt(receipt)


def test_a_need_merged_into_one_that_waits_is_read_by_nobody_else():
    waiting = NeedFactory(status=Need.Status.IN_REVIEW)
    merged = NeedFactory(status=Need.Status.MERGED, merged_into=waiting)
    NeedFactory(status=Need.Status.MERGED, merged_into=merged)

    assert not shown_needs().exists()
    assert not listed_needs(status="merged").exists()


def test_a_need_merged_by_way_of_another_into_a_public_one_is_shown():
    between = NeedFactory(status=Need.Status.MERGED, merged_into=NeedFactory())
    first = NeedFactory(status=Need.Status.MERGED, merged_into=between)

    assert first in shown_needs()
    assert set(listed_needs(status="merged")) == {first, between}


def test_needs_that_share_words_that_matter_come_first_for_a_merge():
    NeedFactory(title="No help at work for people with an illness")
    alike = NeedFactory(title="Crisis lines that close at night")
    need = NeedFactory(title="No help at night for people in a crisis", status=Need.Status.SUBMITTED)

    assert merge_candidates(need=need)[0] == alike
