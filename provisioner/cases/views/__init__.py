"""Views of the queue that people have saved by name, each their own."""
