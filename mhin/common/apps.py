from django.apps import AppConfig


class CommonConfig(AppConfig):
    name = "mhin.common"
    label = "common"

    def ready(self) -> None:
        from mhin.common import checks  # noqa: F401, PLC0415 -- registering checks needs the app registry
