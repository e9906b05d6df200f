"""The words by which cases are found, and what is left of them when letters are left out."""

from typing import Any, ClassVar
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from provisioner.database.columns import Base
from provisioner.database.data import Basis, Kept, Purpose, data

LONGEST_WORD = 254
BY_BYTES = sa.String(LONGEST_WORD).with_variant(sa.String(LONGEST_WORD, collation="C"), "postgresql")
"""Sorted by bytes on both databases, so that all words with one beginning stand together."""


class CaseWord(Base):
    """A word by which a case is found, folded; its number stands with it, so that the newest are found first."""

    __tablename__ = "case_word"
    __data__: ClassVar = data(
        Purpose.APPLICATION, Basis.CONTRACT, Kept.CASE, of="case_id",
        identity="word",
        facts="number",
        technical="case_id",
    )  # fmt: skip
    __table_args__: Any = (sa.Index("ix_case_word_search", "word", "number"),)

    case_id: Mapped[UUID] = mapped_column(sa.ForeignKey("paper_case.id"), primary_key=True)
    word: Mapped[str] = mapped_column(BY_BYTES, primary_key=True)
    number: Mapped[str] = mapped_column(sa.String(16))


class Spelling(Base):
    """A word of letters by which some case is found; a trigger removes it with the last case that has it."""

    __tablename__ = "spelling"
    __data__: ClassVar = data(
        Purpose.APPLICATION, Basis.CONTRACT, Kept.SPELLING,
        identity="key word",
    )  # fmt: skip
    __table_args__ = (sa.Index("ix_spelling_word", "word"),)

    key: Mapped[str] = mapped_column(BY_BYTES, primary_key=True)
    word: Mapped[str] = mapped_column(BY_BYTES, primary_key=True)
