"""What must hold of the whole house, whoever adds to it."""

import importlib
import inspect
import pkgutil

import pytest
from django.apps import apps
from factory.django import DjangoModelFactory

from tests import factories

ROOMS = ["accounts", "audit", "mail", "needs", "solutions", "ratings", "governance"]
FACTORIES = {
    member._meta.model: member
    for module in pkgutil.iter_modules(factories.__path__)
    for _, member in inspect.getmembers(importlib.import_module(f"tests.factories.{module.name}"), inspect.isclass)
    if issubclass(member, DjangoModelFactory) and member is not DjangoModelFactory and not member._meta.abstract
}
MODELS = [model for room in ROOMS for model in apps.get_app_config(room).get_models()]


@pytest.mark.django_db
@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_every_model_has_a_factory_that_makes_a_row(model):
    row = FACTORIES[model]()

    assert model.objects.filter(pk=row.pk).exists()
