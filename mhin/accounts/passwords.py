"""Django's rules for passwords, in words that say what to do."""

from django.contrib.auth import password_validation as rules


class LongEnough(rules.MinimumLengthValidator):
    def get_help_text(self) -> str:
        return f"Use at least {self.min_length} characters. Three random words work well."

    def get_error_message(self) -> str:
        return f"Use at least {self.min_length} characters in your password."


class UnlikeThePerson(rules.UserAttributeSimilarityValidator):
    def get_help_text(self) -> str:
        return "Do not use your name or email address."

    def get_error_message(self) -> str:
        return "Choose a password that is less like your name or email address."


class Uncommon(rules.CommonPasswordValidator):
    def get_help_text(self) -> str:
        return "Do not use a password that many people use."

    def get_error_message(self) -> str:
        return "Many people use this password, so it is easy to guess. Choose another one."
