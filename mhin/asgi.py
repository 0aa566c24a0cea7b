"""The ASGI entry point of the web process."""

import os

from django.core.asgi import get_asgi_application

from mhin.common.checks import require_settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mhin.settings")

require_settings()
application = get_asgi_application()
