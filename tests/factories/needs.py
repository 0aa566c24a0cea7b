import factory
from factory.django import DjangoModelFactory

from mhin.common.models import Provenance
from needs.models import Area, Need, NeedSupport, Source
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


class NeedSupportFactory(DjangoModelFactory):
    class Meta:
        model = NeedSupport

    need = factory.SubFactory(NeedFactory)
    user = factory.SubFactory(UserFactory)
