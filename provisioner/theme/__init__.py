"""The brand's look: one source of tokens and one branding file become the desk's, the theme's and the mails' files."""
