"""The Celery application. Redis only rings the bell; the database records what must be computed."""

import os

from celery import Celery, bootsteps

from mhin.common.checks import require_settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mhin.settings")

app = Celery("mhin")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


class RequireSettings(bootsteps.StartStopStep):
    """This module is loaded by every command; only the worker needs all settings."""

    def __init__(self, parent: object, **options: object) -> None:
        require_settings()
        super().__init__(parent, **options)


app.steps["worker"].add(RequireSettings)
