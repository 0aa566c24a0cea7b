from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from mhin.mail.models import OutgoingMail
from mhin.mail.services import retry_mail


@admin.register(OutgoingMail)
class OutgoingMailAdmin(admin.ModelAdmin):
    """What waits, what went out, what failed and why. What a mail says is between the portal and the person."""

    list_display = ["to", "subject", "status", "attempts", "created_at", "sent_at", "last_error"]
    list_filter = ["status"]
    search_fields = ["to", "subject"]
    fields = [*list_display, "next_attempt_at"]
    actions = ["retry_mails"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: OutgoingMail | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: OutgoingMail | None = None) -> bool:
        return False

    def has_retry_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("mail.retry_mail")

    @admin.action(description="Send the selected failed mails again", permissions=["retry"])
    def retry_mails(self, request: HttpRequest, mails: QuerySet[OutgoingMail]) -> None:
        for mail in mails:
            retry_mail(mail=mail, by=request.user)
