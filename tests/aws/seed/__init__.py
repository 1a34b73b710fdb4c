"""A fleet on the test server: the waste of every rule, and decoys that look like it.

Every module plants one family and notes what an audit must find; what it does not note must not be found.
"""
