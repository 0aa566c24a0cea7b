import factory
from factory.django import DjangoModelFactory

from ratings.models import Region, RoundRegion
from tests.factories.ratings import RoundFactory


class RegionFactory(DjangoModelFactory):
    class Meta:
        model = Region

    code = factory.Sequence(lambda n: f"region-{n}")
    name = factory.Sequence(lambda n: f"Region {n}")
    position = factory.Sequence(lambda n: n + 1)


class RoundRegionFactory(DjangoModelFactory):
    class Meta:
        model = RoundRegion

    round = factory.SubFactory(RoundFactory)
    region = factory.SubFactory(RegionFactory)
