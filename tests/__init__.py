"""The tests of BillDesk; each folder mirrors one of the package, or holds one way of proving it."""
