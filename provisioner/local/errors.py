"""What stops the local stack: always one clear line for a person."""


class StackError(Exception):
    """Something this machine lacks or refuses; the text is one line that names the cure."""
