"""Every address of the portal, in the order in which people meet them."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path

from mhin import views
from mhin.accounts.views import enter_code
from mhin.api import answer_no_operation, api_patterns

admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]
admin.site.index = views.with_tasks(admin.site.index)  # type: ignore[method-assign]
admin.site.site_header = "MHIN priorities: curation and settings"
admin.site.site_title = "MHIN priorities"

urlpatterns = [
    path("", views.show_home, name="home"),
    path("", include("needs.urls")),
    path("", include("solutions.urls")),
    path("", include("ratings.urls")),
    path("", include("governance.urls")),
    path("accessibility/", views.show_accessibility, name="accessibility"),
    path("privacy/", views.show_privacy, name="privacy"),
    path("cookies/", views.show_cookies, name="cookies"),
    path("accounts/confirm-email/", enter_code, name="account_email_verification_sent"),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    path("api/v1/", api_patterns()),
    path("api/v1/<path:rest>", answer_no_operation, name="api-no-operation"),
    path("robots.txt", views.show_robots_txt, name="robots-txt"),
    path("sitemap.xml", views.show_sitemap, name="sitemap"),
    path("healthz/live", views.report_live, name="healthz-live"),
    path("healthz/ready", views.report_ready, name="healthz-ready"),
    path(".well-known/security.txt", views.show_security_txt, name="security-txt"),
]

handler500 = "mhin.views.show_error"
