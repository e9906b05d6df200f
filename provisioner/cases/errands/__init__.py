"""What one colleague puts to another about an open case: the case itself to decide, or a question."""
