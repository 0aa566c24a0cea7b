from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "mhin.accounts"
    label = "accounts"
