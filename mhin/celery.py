"""The Celery application. Redis only rings the bell; the database records what must be computed."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mhin.settings")

app = Celery("mhin")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
