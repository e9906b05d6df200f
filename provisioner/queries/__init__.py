"""The read side: everything a page or a command shows; nothing here changes a state."""
