"""The kinds of work on an account; what changes its user shares one lane, watching it is another."""

from provisioner.outbox import Kind, Urgency

ACCOUNT = "account"
USER = "user"
"""The lane of everything that changes the account's user in Keycloak."""
LOOKING = "watch"
KEYCLOAK, MAIL = "keycloak", "mail"

PROVISION = Kind("provision", ACCOUNT, lane=USER, needs=frozenset({KEYCLOAK, MAIL}))
"""Create the user and mail the temporary password, which is in memory only (R4, R5)."""
NOTIFY = Kind("notify", ACCOUNT, lane=USER, needs=frozenset({KEYCLOAK, MAIL}))
"""Set and mail a temporary password in place of one that was lost, used up or mailed in vain."""
RETIRE = Kind("retire", ACCOUNT, lane=USER, needs=frozenset({KEYCLOAK}), awaited=False)
"""Let a temporary password die that was not used in its time."""
WATCH = Kind("watch", ACCOUNT, lane=LOOKING, needs=frozenset({KEYCLOAK}), urgency=Urgency.BULK, awaited=False)
"""Look whether the customer has logged in (R6)."""
