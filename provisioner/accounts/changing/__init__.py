"""Changing what an account says of its customer: approved on paper, written to the realm, told to both mailboxes."""
