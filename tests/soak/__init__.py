"""Campaigns: each of our promises attacked with thousands of seeded cases, and the figures of it.

`make soak` runs them under a budget of seconds and prints the seed; tests/test_soak.py runs a short one of each.
"""
