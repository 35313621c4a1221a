"""Expected verdicts of the data sets, worked out without the product."""
