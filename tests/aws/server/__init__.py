"""An AWS-compatible server on loopback, for tests.

moto answers most calls.
This package wraps it where a cost analyzer needs more than moto has: a fast CloudWatch metric store with AWS's limits
and paging, Cost Explorer computed from posted rows, paging of EC2 calls, injected faults, recorded answers replayed in
their wire format, and counts of calls.

`front` is the place to start: it is the WSGI application that every request passes.
`__main__` says how to run it, `admin` how a test talks to it.
Nothing on disk is changed; all state is lost when the process ends.
"""
