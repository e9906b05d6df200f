"""Keying in a paper, and correcting or completing it; both pages show one form, made of the paper's declaration."""
