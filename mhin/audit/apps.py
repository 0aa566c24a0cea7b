from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "mhin.audit"
    label = "audit"
