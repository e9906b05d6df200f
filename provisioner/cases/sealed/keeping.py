"""Sealing what a paper says and opening it again, the masks that stand in its place, and knowing equal answers."""

from base64 import b64decode, b64encode
from collections.abc import Mapping
from secrets import token_bytes
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy.orm import Session

from provisioner import journal
from provisioner.cases.sealed.tables import SealedAnswer
from provisioner.cases.tables import Case
from provisioner.entry.masks import HIDDEN, UNREADABLE, is_mask, masked
from provisioner.entry.reader import EntryProblems, Problem
from provisioner.journal import Values

USE = "sealed answers"
NONCE_BYTES = 12


class NoKey(Exception):
    """Nothing is sealed or opened where the installation's key is not at hand."""


class NotOpened(Exception):
    """The answer was sealed with a key that is not known here, or its row was altered or comes from another case."""


def keep(session: Session, case: Case, said: Mapping[str, str]) -> None:
    """Seal what the paper says in its sealed fields; a mask leaves what is there, nothing typed removes it.

    Raises EntryProblems where a mask stands for nothing that is there, NoKey.
    """
    there = masks(session, case)
    if wrong := [name for name, text in said.items() if is_mask(text) and there.get(name) != text]:
        raise EntryProblems([Problem(name, "mask") for name in wrong])
    typed = {name: text for name, text in said.items() if text and not is_mask(text)}
    kept = [one for one in case.sealed if one.field not in said or is_mask(said[one.field])]
    known = {one.field: one for one in case.sealed}
    for name, text in typed.items():
        one = known.get(name) or SealedAnswer(case_id=case.id, field=name)
        seal(one, _there(journal.keeper_of(session)), text)
        kept.append(one)
    case.sealed = kept


def differing(session: Session, case: Case, said: Mapping[str, str]) -> Values:
    """The sealed fields in which the case and what was typed differ, for the journal, which learns no more."""
    there = {one.field: one for one in case.sealed}
    return {
        name: (HIDDEN if name in there else "", HIDDEN if text else "")
        for name, text in said.items()
        if not is_mask(text) and _differs(session, there.get(name), text)
    }


def masks(session: Session, case: Case) -> dict[str, str]:
    """What stands in the place of each sealed answer of the case, by its field."""
    return {one.field: _mask(session, one) for one in case.sealed}


def opened(session: Session, answer: SealedAnswer) -> str:
    """The answer itself. Raises NoKey, NotOpened."""
    if (keeper := _there(journal.given_to(session)).named(answer.key_id)) is None:
        raise NotOpened
    try:
        return _opened(keeper.key(USE), answer.sealed, _place(answer.case_id, answer.field))
    except (InvalidTag, ValueError):
        raise NotOpened from None


def fingerprints(session: Session, field: str, text: str) -> tuple[str, ...]:
    """By what equal answers of one field are known, without being told, under every key known here. Raises NoKey."""
    return _there(journal.given_to(session)).pseudonyms(f"{USE}, {field}", text)


def known_as(session: Session, answer: SealedAnswer) -> tuple[str, ...]:
    """The fingerprints of what is equal to this answer, whichever key that was sealed with. Raises NoKey."""
    if len(_there(journal.given_to(session)).known) == 1:
        return (answer.fingerprint,)
    try:
        return fingerprints(session, answer.field, opened(session, answer))
    except NotOpened:
        return (answer.fingerprint,)


def seal(answer: SealedAnswer, keeper: journal.Keeper, text: str) -> None:
    """Put it into its row under the keeper's key."""
    answer.key_id, answer.fingerprint = keeper.key_id, keeper.pseudonym(f"{USE}, {answer.field}", text)
    answer.sealed = _closed(keeper.key(USE), text, _place(answer.case_id, answer.field))


def _differs(session: Session, there: SealedAnswer | None, text: str) -> bool:
    if there is None or not text:
        return bool(text) != bool(there)
    return there.fingerprint not in fingerprints(session, there.field, text)


def _mask(session: Session, answer: SealedAnswer) -> str:
    try:
        return masked(opened(session, answer))
    except (NoKey, NotOpened):
        return UNREADABLE


def _place(case_id: UUID, field: str) -> bytes:
    """What an answer is bound to, so that a row copied to another case cannot be opened there."""
    return f"{case_id}\n{field}".encode()


def _closed(key: bytes, text: str, place: bytes) -> str:
    nonce = token_bytes(NONCE_BYTES)
    return b64encode(nonce + AESGCM(key).encrypt(nonce, text.encode(), place)).decode()


def _opened(key: bytes, sealed: str, place: bytes) -> str:
    whole = b64decode(sealed, validate=True)
    return AESGCM(key).decrypt(whole[:NONCE_BYTES], whole[NONCE_BYTES:], place).decode()


def _there(keeper: journal.Keeper | None) -> journal.Keeper:
    if keeper is None:
        raise NoKey
    return keeper
