"""The Django app: importing the two modules registers what is in them."""

from django.apps import AppConfig


class SmsConfig(AppConfig):
    name = "kartabl_sms"
    label = "kartabl_sms"

    def ready(self) -> None:
        from kartabl_sms import calculators, connectors  # noqa: F401
