from django.apps import AppConfig


class MailConfig(AppConfig):
    name = "mhin.mail"
    label = "mail"
