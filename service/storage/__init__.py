"""What is kept: tables, keys, sessions and the functions over them.

Read `tables` first, then `sessions`, `documents` and `jobs`. Functions that act for
somebody take a `Principal` first: what belongs to another tenant does not exist.
"""
