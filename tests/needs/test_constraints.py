"""Every rule of the needs' tables, broken one by one."""

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F

from needs.models import Need, SearchWord
from tests.factories.needs import (
    AreaFactory,
    NeedDraftFactory,
    NeedEasyReadCheckFactory,
    NeedFactory,
    NeedMergeFactory,
    NeedStatusChangeFactory,
    NeedSupportFactory,
    SourceFactory,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("field", ["code", "name", "slug", "position"])
def test_two_areas_cannot_share_what_tells_them_apart(field):
    first = AreaFactory()

    with pytest.raises(IntegrityError, match=f"needs_area_{field}"):
        AreaFactory(**{field: getattr(first, field)})


def test_two_sources_cannot_share_a_code():
    SourceFactory(code="NG225")

    with pytest.raises(IntegrityError, match="needs_source_code"):
        SourceFactory(code="NG225")


@pytest.mark.parametrize("year", [1899, 2101])
def test_a_source_cannot_be_of_an_impossible_year(year):
    with pytest.raises(IntegrityError, match="needs_source_year_range"):
        SourceFactory(year=year)


def test_a_source_cannot_be_of_an_unknown_kind():
    with pytest.raises(IntegrityError, match="needs_source_kind_known"):
        SourceFactory(kind="rumour")


def test_two_needs_cannot_share_a_code():
    NeedFactory(code="N01")

    with pytest.raises(IntegrityError, match="needs_need_code"):
        NeedFactory(code="N01")


def test_a_need_cannot_have_an_unknown_status():
    with pytest.raises(IntegrityError, match="needs_need_status_known"):
        NeedFactory(status="lost")


def test_a_merged_need_cannot_lack_its_target():
    with pytest.raises(IntegrityError, match="needs_need_merged_has_target"):
        NeedFactory(status=Need.Status.MERGED)


def test_only_a_merged_need_can_name_a_target():
    target = NeedFactory()

    with pytest.raises(IntegrityError, match="needs_need_merged_has_target"):
        NeedFactory(status=Need.Status.PUBLISHED, merged_into=target)


def test_a_need_cannot_be_merged_into_itself():
    need = NeedFactory()

    with pytest.raises(IntegrityError, match="needs_need_not_merged_into_itself"), transaction.atomic():
        Need.objects.filter(pk=need.pk).update(status=Need.Status.MERGED, merged_into=F("pk"))


def test_a_need_cannot_be_published_without_an_area():
    with pytest.raises(IntegrityError, match="needs_need_published_has_area"):
        NeedFactory(area=None)


def test_a_person_supports_a_need_once():
    support = NeedSupportFactory()

    with pytest.raises(IntegrityError, match="needs_needsupport_once_a_person"):
        NeedSupportFactory(need=support.need, user=support.user)


@pytest.mark.parametrize("code", ["225", "ng225", "NG225x", "LTP", "NG12345"])
def test_a_guideline_has_a_nice_number(code):
    with pytest.raises(IntegrityError, match="needs_source_guideline_number"):
        SourceFactory(kind="guideline", code=code)


@pytest.mark.parametrize("address", ["javascript:alert(1)", "nice.org.uk/x", "ftp://nice.org.uk", "https://"])
def test_a_source_leads_to_a_web_address_or_nowhere(address):
    with pytest.raises(IntegrityError, match="needs_source_url_is_web_address"):
        SourceFactory(url=address)


@pytest.mark.parametrize("field", ["act", "to_status"])
def test_a_step_of_a_needs_history_is_of_a_known_kind(field):
    with pytest.raises(IntegrityError, match=r"needs_needstatuschange_.*_known"):
        NeedStatusChangeFactory(**{field: "dreamt"})


@pytest.mark.parametrize("act", ["merged", "rejected"])
def test_a_need_is_not_merged_or_rejected_without_a_reason(act):
    with pytest.raises(IntegrityError, match="needs_needstatuschange_reason_given"):
        NeedStatusChangeFactory(act=act, note="")


def test_one_merge_of_a_need_stands_at_a_time():
    merge = NeedMergeFactory()

    with pytest.raises(IntegrityError, match="needs_needmerge_one_stands"):
        NeedMergeFactory(need=merge.need)


def test_a_merge_joins_two_needs():
    need = NeedFactory()

    with pytest.raises(IntegrityError, match="needs_needmerge_not_into_itself"):
        NeedMergeFactory(need=need, target=need)


def test_a_merge_has_a_reason():
    with pytest.raises(IntegrityError, match="needs_needmerge_reason_given"):
        NeedMergeFactory(reason="")


def test_a_merge_that_stands_was_not_undone_for_a_reason():
    with pytest.raises(IntegrityError, match="needs_needmerge_undone_has_time"):
        NeedMergeFactory(undone_reason="Not the same")


def test_a_draft_of_a_need_has_a_title():
    with pytest.raises(IntegrityError, match="needs_needdraft_has_title"):
        NeedDraftFactory(title="")


def test_a_check_is_of_some_text():
    with pytest.raises(IntegrityError, match="needs_needeasyreadcheck_has_text"):
        NeedEasyReadCheckFactory(text="")


def test_the_words_of_a_need_are_kept_for_typing_errors_once_it_is_public():
    need = NeedFactory(title="Elephants wait", detail="In self-owned gardens.", status=Need.Status.SUBMITTED)
    before = list(SearchWord.objects.values_list("text", flat=True))

    Need.objects.filter(pk=need.pk).update(status=Need.Status.PUBLISHED)

    after = set(SearchWord.objects.values_list("text", flat=True))
    assert before == []
    assert {"elephants", "wait", "gardens"} <= after
