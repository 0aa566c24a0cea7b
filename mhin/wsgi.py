"""The WSGI entry point of the web process."""

import os

from django.core.wsgi import get_wsgi_application

from mhin.common.checks import require_settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mhin.settings")

require_settings()
application = get_wsgi_application()
