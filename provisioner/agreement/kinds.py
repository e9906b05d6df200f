"""The work of reading Keycloak and of mending what differs."""

from provisioner.accounts.kinds import ACCOUNT, USER
from provisioner.outbox import OFFICE, Kind, Urgency
from provisioner.outside.parts import KEYCLOAK, MAIL, OBSERVER, STAFF_OBSERVER

READ_CUSTOMERS = Kind(
    "read_customers", OFFICE, lane="read_customers", needs=frozenset({KEYCLOAK, OBSERVER}), awaited=False
)
READ_STAFF = Kind("read_staff", OFFICE, lane="read_staff", needs=frozenset({KEYCLOAK, STAFF_OBSERVER}), awaited=False)
"""Take over what happened in the realm since the last look."""
COMPARE = Kind("compare", ACCOUNT, lane="compare", needs=frozenset({KEYCLOAK, OBSERVER}), awaited=False)
"""Look whether one user is as we know it."""
MEND = Kind("mend", ACCOUNT, lane=USER, needs=frozenset({KEYCLOAK, OBSERVER}))
"""Write our value into Keycloak where somebody has asked for it."""
UNLOCK = Kind("unlock", ACCOUNT, lane=USER, needs=frozenset({KEYCLOAK}), urgency=Urgency.URGENT)
"""Lift the lock that wrong passwords have brought."""
TELL_PASSWORD = Kind("tell_password", ACCOUNT, lane="tell_password", needs=frozenset({MAIL}))
TELL_CODES_ON = Kind("tell_codes_on", ACCOUNT, lane="tell_codes_on", needs=frozenset({MAIL}))
TELL_CODES_OFF = Kind("tell_codes_off", ACCOUNT, lane="tell_codes_off", needs=frozenset({MAIL}))
"""Tell the customer what was changed about logging in; what happens again before the mail leaves is one mail."""
AGREE = Kind("agree", OFFICE, lane="agree", needs=frozenset({KEYCLOAK, OBSERVER}), urgency=Urgency.BULK, awaited=False)
"""Compare all accounts with the customers' group."""
