import pytest

from mhin.common.models import Provenance
from needs.models import Need
from needs.selectors import areas_with_counts, published_needs, shown_needs
from tests.factories.needs import AreaFactory, NeedFactory

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
