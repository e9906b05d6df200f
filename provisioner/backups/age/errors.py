"""What can be wrong with a key or a sealed file; the texts are for operators and hold nothing secret."""


class BadKey(Exception):
    """The text is no key of the kind that is needed."""


class Unreadable(Exception):
    """The file is none of these, was cut off, or one of its bytes is not what was written."""


class NotForThisKey(Unreadable):
    """The file is whole as far as it was read, and was sealed for others."""
