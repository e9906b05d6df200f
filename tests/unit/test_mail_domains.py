"""A slip in the domain of an e-mail address gives a hint; a domain that may well be meant gives none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provisioner.entry.mail_domains import ENDINGS, NEIGHBOURS, PROVIDERS, SHORT, meant

LETTERS = st.sampled_from("abcdefghijklmnopqrstuvwxyz0123456789.-")
KNOWN = st.sampled_from(sorted(PROVIDERS))


def distance(one: str, other: str) -> int:
    """Letters to add, take away, change or swap with their neighbour, by the textbook."""
    rows = [[max(i, j) if 0 in (i, j) else 0 for j in range(len(other) + 1)] for i in range(len(one) + 1)]
    for i in range(1, len(one) + 1):
        for j in range(1, len(other) + 1):
            same = one[i - 1] == other[j - 1]
            rows[i][j] = min(rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + (not same))
            if i > 1 and j > 1 and one[i - 1] == other[j - 2] and one[i - 2] == other[j - 1]:
                rows[i][j] = min(rows[i][j], rows[i - 2][j - 2] + 1)
    return rows[-1][-1]


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("jan@gmail.con", "jan@gmail.com"),
        ("jan@wp.p", "jan@wp.pl"),
        ("jan@gmial.com", "jan@gmail.com"),
        ("jan@gmail,com", "jan@gmail.com"),
        ("Jan.Nowak@GMAIL.COMM", "Jan.Nowak@gmail.com"),
        ("jan@intera.pl", "jan@interia.pl"),
        ("jan@poczta.onett.pl", "jan@poczta.onet.pl"),
        ("jan@hotmial.con", "jan@hotmail.com"),
        ("biuro@firma.con", "biuro@firma.com"),
        ("jan@kartuzy.p", "jan@kartuzy.pl"),
        ("biuro@firma,pl", "biuro@firma.pl"),
        ("jan@gmail.pl", "jan@gmail.com"),
        ("jan@wp.com", "jan@wp.pl"),
        ("jan@gmail", "jan@gmail.com"),
        ("jan@wp", "jan@wp.pl"),
        ("jan@interia", ""),
        ("jan@firma.pl", ""),
        ("jan@firma.cm", ""),
        ("jan@wp.pl", ""),
        ("jan@op.pl", ""),
        ("jan@up.pl", ""),
        ("jan@example.com", ""),
        ("jan@", ""),
        ("@gmail.con", ""),
        ("gmail.con", ""),
        ("", ""),
    ],
)
def test_what_was_probably_meant(typed: str, hint: str) -> None:
    assert meant(typed) == hint


@given(KNOWN)
def test_a_known_domain_is_never_doubted(domain: str) -> None:
    assert meant(f"jan@{domain}") == meant(f"jan@{domain.upper()}") == ""


@pytest.mark.parametrize(
    "domain",
    [
        "mail.com", "email.com", "ymail.com", "gmx.com", "gmx.net", "me.com", "mac.com", "msn.com", "aol.com", "pm.me",
        "o2.pl", "op.pl", "tlen.pl", "int.pl", "vp.pl", "go2.pl", "outlook.pt", "yahoo.nl",
    ],
)  # fmt: skip
def test_a_real_domain_beside_a_known_one_is_not_doubted(domain: str) -> None:
    assert meant(f"jan@{domain}") == ""


def test_only_what_would_be_doubted_stands_among_the_neighbours() -> None:
    for domain in NEIGHBOURS:
        assert [known for known in PROVIDERS if distance(domain, known) == 1], domain


@given(st.text(LETTERS, max_size=20))
def test_a_hint_is_a_known_domain_or_the_typed_name_with_a_real_ending(domain: str) -> None:
    if hint := meant(f"jan@{domain}").partition("@")[2]:
        name, _, ending = domain.rpartition(".")
        assert hint in PROVIDERS or hint == f"{name}.{ENDINGS[ending]}"
        assert hint != domain


@given(KNOWN, st.data())
def test_one_slip_in_a_longer_name_is_seen_unless_two_may_be_meant(domain: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(domain) - 1))
    slip = domain[:at] + data.draw(st.sampled_from(["", data.draw(LETTERS), domain[at] * 2])) + domain[at + 1 :]
    near = {known for known in PROVIDERS if distance(slip, known) == 1}
    if len(domain.partition(".")[0]) > SHORT and slip not in PROVIDERS | NEIGHBOURS and near == {domain}:
        assert meant(f"jan@{slip}") == f"jan@{domain}"


@given(st.text(max_size=30))
def test_any_text_is_read_without_an_error(text: str) -> None:
    meant(text)
