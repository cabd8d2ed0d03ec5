"""The password rule of a documented service, beside Django's own."""

from django.core.exceptions import ValidationError

RULE = "Use at least 3 of: lowercase, uppercase, numbers, special characters."
ALPHABETS = ("abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "0123456789")


def character_class(character: str) -> int:
    """Which of the four classes a character is in; the last is everything else."""
    return next((n for n, alphabet in enumerate(ALPHABETS) if character in alphabet), len(ALPHABETS))


class CharacterClassValidator:
    def validate(self, password, user=None):
        if len({character_class(character) for character in password}) < 3:
            raise ValidationError(RULE, code="password_kinds")

    def get_help_text(self):
        return RULE
