import pytest

from tests.mail.sink import SmtpSink


@pytest.fixture
def sink(settings):
    """A mail server that is up; `sink.stop()` takes it away."""
    sink = SmtpSink()
    sink.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", sink.port
    settings.EMAIL_USE_TLS, settings.EMAIL_TIMEOUT = False, 5
    yield sink
    sink.stop()
