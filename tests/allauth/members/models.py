"""People known by their e-mail address, with a phone number they may add."""

from django.contrib.auth.models import AbstractUser
from django.db import models


class Member(AbstractUser):
    username = None
    email = models.EmailField(unique=True)
    phone = models.CharField(max_length=32, unique=True, null=True, blank=True)
    phone_verified = models.BooleanField(default=False)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = []
