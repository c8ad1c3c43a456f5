"""Claim frames: which therapy is claimed to do what to which disease."""
