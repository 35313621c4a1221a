"""Runs the product beside its peers; bench.py is the command."""
