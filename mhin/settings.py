"""Every setting, from the environment. A server process that lacks one fails at start (mhin.common.checks)."""

from pathlib import Path
from urllib.parse import unquote

import environ
from csp.constants import NONE, SELF
from django.urls import reverse_lazy

env = environ.Env()
BASE_DIR = Path(__file__).resolve().parent.parent

# Core
DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env("SECRET_KEY", default="")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
SECURITY_CONTACT = env("SECURITY_CONTACT", default="mailto:security@example.org")
CONTACT_EMAIL = env("CONTACT_EMAIL", default="")  # whom people can ask; empty: pages and mails name nobody
CONTACT_NAME = env("CONTACT_NAME", default="")  # in the middle of a sentence: "the MHIN team"
SITE_URL = env("SITE_URL", default="http://localhost:8000")  # links in mails never come from a Host header
ROOT_URLCONF = "mhin.urls"
WSGI_APPLICATION = "mhin.wsgi.application"
SILENCED_SYSTEM_CHECKS = ["auth.W004"]  # the e-mail address is unique by a constraint on its folded form
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "mhin.common",
    "mhin.accounts",
    "mhin.audit",
    "mhin.mail",
    "needs",
    "solutions",
    "ratings",
    "governance",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_htmx",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django.forms",
]

MIDDLEWARE = [
    "mhin.common.middleware.security_headers",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "mhin.accounts.middleware.require_staff_mfa",
    "django_htmx.middleware.HtmxMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "builtins": ["mhin.common.templatetags.ui"],
        },
    }
]
FORM_RENDERER = "mhin.common.forms.NhsRenderer"

# Database
DATABASES = {}
if env("DATABASE_URL", default=""):
    DATABASES["default"] = env.db("DATABASE_URL") | {
        "CONN_MAX_AGE": 0,
        "CONN_HEALTH_CHECKS": True,  # with a pool, this is what replaces connections a restart has cut
        "OPTIONS": {"pool": {"min_size": 1, "max_size": env.int("DB_POOL_SIZE", default=8), "timeout": 5}},
    }
    # django-environ leaves %2F undecoded, but a socket directory must be a path.
    DATABASES["default"]["HOST"] = unquote(DATABASES["default"]["HOST"])

# Rate limits must be one for all web processes and survive a flushed Redis; `createcachetable` makes the table.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "mhin_cache"},
    # Pieces of pages about one score run, which never changes. In each web process's own memory: no server can take the
    # boards down, and the titles beside the figures are at most a minute old.
    "runs": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "runs",
        "TIMEOUT": 60,
        "OPTIONS": {"MAX_ENTRIES": 200},
    },
}

# Sign-in
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "mhin.accounts.passwords.LongEnough", "OPTIONS": {"min_length": 12}},
    {"NAME": "mhin.accounts.passwords.UnlikeThePerson", "OPTIONS": {"user_attributes": ["name", "email"]}},
    {"NAME": "mhin.accounts.passwords.Uncommon"},
]
LOGIN_URL = reverse_lazy("account_login")
LOGIN_REDIRECT_URL = reverse_lazy("home")
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_ADAPTER = "mhin.accounts.adapter.AccountAdapter"
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
# By a code and not by a link: a code is typed into the page that waits for it, and that page knows where the person was
# going. A link opens in any window, or is opened by a mail scanner.
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = 30 * 60  # some mail takes a quarter of an hour
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = 3
# ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_CHANGE stays off: the page would show by it whether an address has an account.
ACCOUNT_LOGIN_TIMEOUT = 35 * 60  # a sign-in that waits for the code outlives it
ALLAUTH_USER_CODE_FORMAT = {"numeric": True}  # 123-456-789
ACCOUNT_EMAIL_CONFIRMATION_AUTHENTICATED_REDIRECT_URL = reverse_lazy("account_email")
ACCOUNT_FORMS = {
    "confirm_email_verification_code": "mhin.accounts.forms.AddressCodeForm",
    "confirm_login_code": "mhin.accounts.forms.SignInCodeForm",
}
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if SITE_URL.startswith("https:") else "http"
# Many honest people share one NHS address, so the limit per address is generous and the one per account strict.
ACCOUNT_RATE_LIMITS = {
    "login_failed": "60/m/ip,5/5m/key",
    "confirm_email": "1/10s/key,10/h/key",
    "need_sent_by_visitor": "60/h/ip",  # a workshop of thirty people fits in
    "need_sent_by_account": "20/h/user",
    "catalogue_import": "60/h/user",
    "catalogue_export": "10/h/user",
}
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "MHIN priorities"
REQUIRE_STAFF_MFA = env.bool("REQUIRE_STAFF_MFA", default=True)

# Mail
EMAIL_CONFIG = env.email("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
MAIL_KEPT_DAYS = env.int("MAIL_KEPT_DAYS", default=30)  # then nobody can tell any more where a mail went
INVITATION_KEPT_DAYS = env.int("INVITATION_KEPT_DAYS", default=30)  # then nobody can tell who did not answer
LINK_KEPT_DAYS = env.int("LINK_KEPT_DAYS", default=365)  # after publication; then answers are nobody's
COMMENT_KEPT_DAYS = env.int("COMMENT_KEPT_DAYS", default=365)  # after publication; released ones stay as quotes
EMAIL_TIMEOUT = 10  # a mail server that hangs must not hold up the sweeper
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="MHIN priorities <no-reply@example.org>")

# Celery: delivery may lose or repeat a message, so nothing rests on it (docs/adr/0004).
CELERY_BROKER_URL = env("CELERY_BROKER_URL", default="")
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 600,
    "unacked_restore_interval": 10,
    "unacked_restore_throttle": 1,
    "socket_timeout": 5,
    "socket_connect_timeout": 1,
}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_IMPORTS = ["solutions.services.transfer.jobs"]  # tasks that are services themselves
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TASK_SOFT_TIME_LIMIT = 90
CELERY_TASK_TIME_LIMIT = 120
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_TASKS_PER_CHILD = 500
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 20
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False

# Sessions, cookies, transport. HTTPS is assumed unless the site's own address says otherwise.
HTTPS = SITE_URL.startswith("https:")
SESSION_ENGINE = "django.contrib.sessions.backends.db"  # a flushed Redis must not sign anybody out
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-sessionid" if HTTPS else "sessionid"
CSRF_COOKIE_NAME = "__Host-csrftoken" if HTTPS else "csrftoken"
CSRF_FAILURE_VIEW = "mhin.views.refuse_stale_form"
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz/"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("BEHIND_PROXY", default=False) else None
SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", default=31_536_000) if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "manifest-src": [SELF],
        "img-src": [SELF, "data:"],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
DATA_UPLOAD_MAX_NUMBER_FILES = 5
FILE_UPLOAD_HANDLERS = [
    "mhin.common.upload_handlers.CappedUploadHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# Static files
STATIC_URL = "/static/"
STATIC_ROOT = env.path("STATIC_ROOT", default=str(BASE_DIR / "staticfiles"))
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": env("STATICFILES_BACKEND", default="mhin.common.staticfiles.HashedModules")},
}

# Language and time
LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True

# The version that every score run records
CODE_VERSION = env("CODE_VERSION", default="0.1.0")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "INFO"},
}
