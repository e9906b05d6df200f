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
    user_id: str,
    email: str,
    directory: Directory,
    new_password: NewPassword,
    *,
    former: Collection[str] = (),
    shut: bool = False,
) -> Renewed:
    """A new temporary password, to be mailed to `email`, in place of another; never over the customer's own.

    Where the realm still has one of the `former` addresses that were ours, it gets the present one; over any other, set
    by hand, people are asked. `shut` says that we ourselves may have disabled the user: then it is opened again, once
    its password is the new one or turns out to be the customer's own. Raises UserMissing.
    """  # fmt: skip
    found = directory.get(user_id)
    outcome = _take_over(found, email, former, directory, new_password)
    if shut and not found.enabled and isinstance(outcome, Provisioned | AlreadyActive | UsedBeforeCorrection):
        directory.enable(user_id)
    return outcome


def replace_unsent(user_id: str, directory: Directory, new_password: NewPassword) -> None:
    """Let a temporary password die that we have just set and that no mail server has taken.

    The customer may have set an own one meanwhile, on a page that an earlier mail has opened. Raises UserMissing.
    """
    if directory.get(user_id).password_pending:
        kill_password(user_id, directory, new_password)


def ours(user: NewUser, directory: Directory) -> str | None:
    """The id of a user that an attempt of ours has left, known by login and marker (P2)."""
    found = directory.find(user.login)
    return found.id if found and found.application_id == user.application_id else None


def kill_password(user_id: str, directory: Directory, new_password: NewPassword) -> None:
    """Put a password that nobody ever sees in the place of whatever there is. Raises UserMissing.

    A new password alone ends no session and lifts no lock: three calls, each asked for by itself (P4).
    """
    directory.end_sessions(user_id)
    _replace(user_id, directory, new_password)
    directory.unlock(user_id)


def _replace(user_id: str, directory: Directory, new_password: NewPassword) -> TemporaryPassword:
    """Put a temporary password in the place of whatever there is, one that has to be changed. Raises UserMissing.

    Where somebody sets an own password at that very moment, Keycloak may add no duty to change ours, since it has read
    the one that goes with theirs. Such a password would count as the customer's own, so another takes its place.
    """
    password = new_password()
    directory.set_password(user_id, password)
    if not directory.get(user_id).password_pending:
        password = new_password()
        directory.set_password(user_id, password)
        # Setting an own password has logged somebody in, whoever read the earlier mail.
        directory.end_sessions(user_id)
    return password


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
        kill_password(found.id, directory, new_password)
        try:
            directory.change_email(found.id, email)
        except LoginOrEmailTaken:
            return EmailHeld(found.id)
    directory.end_sessions(found.id)
    # Looked at again at the last moment: on a page that is open somebody may have set an own password since.
    if not directory.get(found.id).password_pending:
        return UsedBeforeCorrection(found.id) if moved else AlreadyActive(found.id)
    password = _replace(found.id, directory, new_password)
    directory.unlock(found.id)
    return Provisioned(found.id, password)
