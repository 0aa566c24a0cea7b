"""Every rule of the needs' tables, broken one by one."""

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F

from needs.models import Need
from tests.factories.needs import AreaFactory, NeedFactory, NeedSupportFactory, SourceFactory

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
