"""The register of the letters of a case: what has left, and what came back; who prints and mails them is `post`."""
