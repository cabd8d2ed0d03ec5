"""Phone numbers: allauth leaves keeping them and sending texts to the site."""

import json

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib.auth import get_user_model


class PhoneAdapter(DefaultAccountAdapter):
    def get_phone(self, user):
        return (user.phone, user.phone_verified) if user.phone else None

    def set_phone(self, user, phone, verified):
        user.phone = phone
        user.phone_verified = verified
        user.save(update_fields=["phone", "phone_verified"])

    def set_phone_verified(self, user, phone):
        self.set_phone(user, phone, verified=True)

    def get_user_by_phone(self, phone):
        return get_user_model().objects.filter(phone=phone).first()

    def send_verification_code_sms(self, user, phone, code, **kwargs):
        text = {"to": phone, "channel": "sms", "text": f"Your code:\n{code}\n"}
        with (settings.STATE / "texts.jsonl").open("a") as texts:
            texts.write(json.dumps(text) + "\n")
