"""Offerings for tests."""

import factory

from workflows.catalogue.models import Offering


class OfferingFactory(factory.django.DjangoModelFactory[Offering]):
    class Meta:
        model = Offering

    code = factory.Sequence(lambda n: f"offering-{n}")
    form_key = "bank_loan"
    letter_key = "bank_loan"
    title_fa = "معرفی‌نامه وام بانکی"
    title_en = "Bank loan introduction"
    approval_steps = 2
    addressee_fa = "ریاست محترم بانک"
