"""Why nothing was noted about a letter."""


class UnknownLetter(LookupError):
    """There is no such letter in the register, or it was erased with its case."""


class LetterChanged(Exception):
    """What was printed is not what the case owes by now: it has changed, or a colleague has noted the letter."""


class NothingOwed(Exception):
    """None of these cases owes a letter (any more)."""


class Settled(Exception):
    """A colleague was faster: the return is noted already, or none waits for anybody."""


class NoAddress(Exception):
    """No mailbox of this customer has proved to be theirs: the letter goes by post."""


class NotCompared(Exception):
    """Nobody has said that the address is the one from which the paper came."""


class LetterUnderWay(Exception):
    """A mail with this letter waits to be sent, or has left already."""
