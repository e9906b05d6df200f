"""Somebody without a mouse: Tab to what they want, arrows among the choices of one stop, Enter or Space."""

from playwright.sync_api import Locator, expect

MOST = 120
"""More stops than any page has: what is not reached by then is not reached at all."""


def to(control: Locator) -> Locator:
    """Tab on until the control has the focus, and can be seen to have it."""
    expect(control).to_be_visible()
    keyboard = control.page.keyboard
    for _ in range(MOST):
        if control.evaluate("one => one === document.activeElement"):
            expect(control).to_be_in_viewport()
            return control
        keyboard.press("Tab")
    raise AssertionError(f"no Tab leads to {control}")


def fill(control: Locator, text: str) -> None:
    """Type into a field that is empty, or whose text Tab has marked."""
    to(control).page.keyboard.type(text)


def choose(choice: Locator) -> None:
    """Take one choice of a group, which is one stop with its chosen or its first one."""
    page, name = choice.page, choice.get_attribute("name")
    group = page.locator(f"input[type=radio][name='{name}']")
    chosen = group.and_(page.locator(":checked"))
    to(chosen if chosen.count() else group.first)
    page.keyboard.press("Space")
    for _ in range(group.count()):
        if choice.evaluate("one => one === document.activeElement"):
            break
        page.keyboard.press("ArrowDown")
    expect(choice).to_be_checked()


def tick(box: Locator) -> None:
    """Tick a box."""
    to(box).page.keyboard.press("Space")
    expect(box).to_be_checked()


def press(control: Locator) -> None:
    """Press a link or a button that leads to another page, and wait for that page."""
    with to(control).page.expect_navigation():
        control.page.keyboard.press("Enter")


def unfold(summary: Locator) -> None:
    """Open what stands folded."""
    to(summary).page.keyboard.press("Enter")
