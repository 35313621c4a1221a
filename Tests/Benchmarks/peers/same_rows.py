"""Compares rows of numbers: same_rows.py OURS THEIRS TYPE TOLERANCE

Where the second file ends the first may go on. Differences are relative; NaN is like NaN."""

import sys

import numpy

kind = numpy.dtype(sys.argv[3])
theirs = numpy.fromfile(sys.argv[2], kind)
ours = numpy.fromfile(sys.argv[1], kind, count=theirs.size)
if theirs.size == 0 or ours.size != theirs.size:
    raise SystemExit(f"{ours.size} numbers, {theirs.size} of the peer")
if not numpy.array_equal(numpy.isnan(ours), numpy.isnan(theirs)):
    raise SystemExit("NaN in different places")
with numpy.errstate(invalid="ignore"):
    far = numpy.abs(ours - theirs) > float(sys.argv[4]) * numpy.abs(theirs)
if far.any():
    at = int(far.argmax())
    raise SystemExit(f"{far.sum()} differ, the first at {at}: {ours[at]!r}, {theirs[at]!r}")
