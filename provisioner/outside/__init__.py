"""What we ask of the outside in our words, the adapters behind it, and how the outside is doing."""
