"""What approval means in the customers' realm: one user with our marker and one living temporary password (P2, P4).

Knows the directory only as a port; holds no transaction and writes nothing of its own.
"""

from collections.abc import Collection
from dataclasses import dataclass

from provisioner.outside.password import NewPassword, TemporaryPassword
from provisioner.outside.ports import Directory, DirectoryUser, LoginOrEmailTaken, NewUser


@dataclass(frozen=True)
class Provisioned:
    """The user exists and this password, known to nobody yet, is the one that works."""

    user_id: str
    password: TemporaryPassword


@dataclass(frozen=True)
class AlreadyActive:
    """The user exists and the customer has chosen an own password: nothing may be changed, nothing is mailed."""

    user_id: str


@dataclass(frozen=True)
class LoginHeld:
    """A stranger holds the login; the next one by the rule is to be taken."""


@dataclass(frozen=True)
class UsedBeforeCorrection:
    """The customer's own password was set while the user still had a former address: nothing may be changed."""

    user_id: str


@dataclass(frozen=True)
class EmailHeld:
    """Another user holds the e-mail address; the realm allows one account an address. `user_id` is ours, if any."""

    user_id: str = ""


@dataclass(frozen=True)
class EmailDiffers:
    """The user has another address in the realm than the one we would mail to; a password is set for neither."""


Renewed = Provisioned | AlreadyActive | UsedBeforeCorrection | EmailHeld | EmailDiffers
Outcome = Renewed | LoginHeld


def provision(
    user: NewUser, directory: Directory, new_password: NewPassword, *, untried: bool, former: Collection[str] = ()
) -> Outcome:
    """Make sure the user exists once, whatever became of earlier attempts.

    `untried` says that no earlier attempt can have reached the directory: then the look-up is left out and the one
    POST settles it. A login in use is ours by the marker only, never by its name. `former` is as for `renew`.
    """
    if not untried and (found := directory.find(user.login)):
        return _settle(user, found, former, directory, new_password)
    password = new_password()
    try:
        return Provisioned(directory.create(user, password), password)
    except LoginOrEmailTaken as taken:
        found = directory.find(user.login)
        if found is not None and found.application_id == user.application_id:
            return _take_over(found, user.email, former, directory, new_password)
        return EmailHeld() if taken.email else LoginHeld()


def renew(
    user_id: str, email: str, directory: Directory, new_password: NewPassword, *, former: Collection[str] = ()
) -> Renewed:
    """A new temporary password, to be mailed to `email`, in place of another; never over the customer's own.

    Where the realm still has one of the `former` addresses that were ours, it gets the present one; over any other, set
    by hand, people are asked. Raises UserMissing.
    """
    return _take_over(directory.get(user_id), email, former, directory, new_password)


def retire(user_id: str, directory: Directory, new_password: NewPassword) -> bool:
    """Let a temporary password die by putting one in its place that nobody ever sees; False when it was changed.

    Raises UserMissing.
    """
    found = directory.get(user_id)
    if found.password_pending:
        _replace_password(user_id, directory, new_password())
    return found.password_pending


def kill_password(user_id: str, directory: Directory, new_password: NewPassword) -> None:
    """Put a password that nobody ever sees in the place of whatever there is. Raises UserMissing."""
    _replace_password(user_id, directory, new_password())


def _settle(
    user: NewUser, found: DirectoryUser, former: Collection[str], directory: Directory, new_password: NewPassword
) -> Outcome:
    if found.application_id != user.application_id:
        return LoginHeld()
    return _take_over(found, user.email, former, directory, new_password)


def _take_over(
    found: DirectoryUser, email: str, former: Collection[str], directory: Directory, new_password: NewPassword
) -> Renewed:
    moved = found.email.casefold() != email.casefold()
    if not found.password_pending:
        return UsedBeforeCorrection(found.id) if moved and former else AlreadyActive(found.id)
    if moved and found.email.casefold() not in former:
        return EmailDiffers()
    if moved:
        # Whoever reads the former mailbox has a password: it dies before anything else changes.
        _replace_password(found.id, directory, new_password())
        try:
            directory.change_email(found.id, email)
        except LoginOrEmailTaken:
            return EmailHeld(found.id)
    password = new_password()
    _replace_password(found.id, directory, password)
    return Provisioned(found.id, password)


def _replace_password(user_id: str, directory: Directory, password: TemporaryPassword) -> None:
    """A new password alone ends no session and lifts no lock. Three calls, each asked for by itself (P4)."""
    directory.end_sessions(user_id)
    directory.set_password(user_id, password)
    directory.unlock(user_id)
