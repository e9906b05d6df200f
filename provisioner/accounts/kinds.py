"""The kinds of work on an account; what changes its user shares one lane, watching it is another."""

from provisioner.outbox import OFFICE, Kind, Urgency
from provisioner.outbox.kinds import nightly
from provisioner.outside.parts import KEYCLOAK, MAIL, REPORTS

ACCOUNT, ACCOUNT_CHANGE = "account", "account_change"
USER = "user"
"""The lane of everything that changes the account's user in Keycloak."""
LOOKING = "watch"

PROVISION = Kind("provision", ACCOUNT, lane=USER, needs=frozenset({KEYCLOAK, MAIL}))
"""Create the user and mail the temporary password, which is in memory only (R4, R5)."""
NOTIFY = Kind("notify", ACCOUNT, lane=USER, needs=frozenset({KEYCLOAK, MAIL}))
"""Set and mail a temporary password in place of one that was lost, used up or mailed in vain."""
RETIRE = Kind("retire", ACCOUNT, lane=USER, needs=frozenset({KEYCLOAK}), awaited=False)
"""Let a temporary password die that was not used in its time."""
BLOCK = Kind("block", ACCOUNT, lane=USER, needs=frozenset({KEYCLOAK}), urgency=Urgency.URGENT)
"""Let nobody log in and end every session."""
UNBLOCK = Kind("unblock", ACCOUNT, lane=USER, needs=frozenset({KEYCLOAK}))
"""Let the customer log in again."""
CHANGE = Kind("change", ACCOUNT, lane=USER, needs=frozenset({KEYCLOAK}))
"""Write changed data to the user."""
ENDING = "ending"
"""The lane of what waits for days until an account ends; meanwhile its user may be looked after."""
CLOSE = Kind("close", ACCOUNT, lane=ENDING, awaited=False)
"""Begin to close an account on the day a resignation takes effect (R8)."""
REMOVE = Kind("remove", ACCOUNT, lane=ENDING, needs=frozenset({KEYCLOAK}), awaited=False)
"""Delete the user once the time for withdrawing the resignation is over."""
END_MANDATE = Kind("end_mandate", ACCOUNT, lane="mandate", awaited=False)
"""End the access with the mandate on which it was given, once its last day is over."""
TELL_BLOCKED = Kind("tell_blocked", ACCOUNT, needs=frozenset({MAIL}))
TELL_UNBLOCKED = Kind("tell_unblocked", ACCOUNT, needs=frozenset({MAIL}))
TELL_CLOSING = Kind("tell_closing", ACCOUNT, needs=frozenset({MAIL}))
TELL_CLOSED = Kind("tell_closed", ACCOUNT, needs=frozenset({MAIL}))
"""Tell the customer; the state stands whether the mail leaves or not."""
REMIND = Kind("remind", ACCOUNT, lane="remind", needs=frozenset({KEYCLOAK, MAIL}), urgency=Urgency.BULK, awaited=False)
"""Tell a customer that an unused temporary password dies soon (R5)."""
TELL_CHANGED = Kind("tell_changed", ACCOUNT_CHANGE, needs=frozenset({MAIL}))
TELL_FORMER = Kind("tell_former", ACCOUNT_CHANGE, needs=frozenset({MAIL}))
"""Tell the present address and the former one what was changed; each change is told by itself."""
WATCH = Kind("watch", ACCOUNT, lane=LOOKING, needs=frozenset({KEYCLOAK}), urgency=Urgency.BULK, awaited=False)
"""Look whether the customer has logged in (R6)."""
KEEP_LINK = Kind("keep_link", ACCOUNT, lane=USER, needs=frozenset({KEYCLOAK}), urgency=Urgency.BULK, awaited=False)
"""Give the user in Keycloak another link "it wasn't me", for the mails which Keycloak sends by itself."""
KEEP_LINKS = nightly("keep_links")
"""Find the accounts that need one."""
READ_REPORTS = Kind("read_reports", OFFICE, lane="read_reports", needs=frozenset({REPORTS}), awaited=False)
"""Take over what mail servers report of our mails (R5)."""
