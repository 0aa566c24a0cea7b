import factory
from factory.django import DjangoModelFactory

from mhin.common.models import Provenance
from needs.models import (
    Area,
    Need,
    NeedDraft,
    NeedEasyReadCheck,
    NeedMerge,
    NeedStatusChange,
    NeedSupport,
    SearchWord,
    Source,
)
from tests.factories.accounts import UserFactory


class AreaFactory(DjangoModelFactory):
    class Meta:
        model = Area

    code = factory.Sequence(lambda n: f"A{n}")
    name = factory.Sequence(lambda n: f"Area {n}")
    slug = factory.Sequence(lambda n: f"area-{n}")
    position = factory.Sequence(lambda n: n + 1)
    provenance = Provenance.MHIN


class SourceFactory(DjangoModelFactory):
    class Meta:
        model = Source

    code = factory.Sequence(lambda n: f"NG{n}")
    kind = Source.Kind.GUIDELINE
    title = factory.Sequence(lambda n: f"Guideline {n}")
    publisher = "NICE"
    year = 2022
    url = factory.LazyAttribute(lambda source: f"https://www.nice.org.uk/guidance/{source.code.lower()}")


class NeedFactory(DjangoModelFactory):
    """Published, so that it has an area and pages show it."""

    class Meta:
        model = Need

    code = factory.Sequence(lambda n: f"N{n + 1:02}")
    title = factory.Sequence(lambda n: f"Need {n + 1}")
    area = factory.SubFactory(AreaFactory)
    status = Need.Status.PUBLISHED
    provenance = Provenance.MHIN


class SearchWordFactory(DjangoModelFactory):
    class Meta:
        model = SearchWord

    text = factory.Sequence(lambda n: f"word{n}")


class NeedSupportFactory(DjangoModelFactory):
    class Meta:
        model = NeedSupport

    need = factory.SubFactory(NeedFactory)
    user = factory.SubFactory(UserFactory)


class NeedDraftFactory(DjangoModelFactory):
    class Meta:
        model = NeedDraft

    need = factory.SubFactory(NeedFactory)
    title = "A plainer title"


class NeedEasyReadCheckFactory(DjangoModelFactory):
    class Meta:
        model = NeedEasyReadCheck

    need = factory.SubFactory(NeedFactory)
    text = "Short words."


class NeedMergeFactory(DjangoModelFactory):
    class Meta:
        model = NeedMerge

    need = factory.SubFactory(NeedFactory)
    target = factory.SubFactory(NeedFactory)
    reason = "They say the same."
    status_before = Need.Status.PUBLISHED
    need_title = factory.SelfAttribute("need.title")
    target_title = factory.SelfAttribute("target.title")


class NeedStatusChangeFactory(DjangoModelFactory):
    class Meta:
        model = NeedStatusChange

    need = factory.SubFactory(NeedFactory)
    act = NeedStatusChange.Act.SUBMITTED
    to_status = Need.Status.SUBMITTED
