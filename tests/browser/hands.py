"""Ten fingers on a keyboard, counted by the keystroke-level model."""

from dataclasses import dataclass

from playwright.sync_api import Page

KEY_SECONDS, THINK_SECONDS = 0.2, 1.35
"""The keystroke-level model: a key, and the thought before each group of fields or each decision."""


@dataclass
class Hands:
    """Ten fingers on the keyboard of a page, counted."""

    page: Page
    keys: int = 0
    thoughts: int = 0

    @property
    def seconds(self) -> float:
        return self.keys * KEY_SECONDS + self.thoughts * THINK_SECONDS

    def press(self, key: str, times: int = 1) -> None:
        for _ in range(times):
            self.page.keyboard.press(key)
        self.keys += times * (key.count("+") + 1)

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)
        self.keys += len(text)

    def look(self) -> None:
        """Read the next group of the paper."""
        self.thoughts += 1

    def to(self, control: str) -> None:
        """Tab on to a control; a group of choices is one stop."""
        for _ in range(9):
            self.press("Tab")
            if self.page.evaluate("document.activeElement.name") == control:
                return
        raise AssertionError(f"{control} is not reached")
