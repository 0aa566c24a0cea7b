"""Static files as they are collected when the portal is deployed."""

import re

from django.core.management import call_command


def test_collected_scripts_import_one_another_by_hashed_names(tmp_path, settings):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": "mhin.common.staticfiles.HashedModules"}}

    call_command("collectstatic", verbosity=0, interactive=False)

    (script,) = tmp_path.glob("js/portal.*.js")
    (address,) = re.findall(r'from "(.+)"', script.read_text(encoding="utf-8"))
    assert re.search(r"\.[0-9a-f]{12}\.js$", address)
    assert (script.parent / address).exists()
