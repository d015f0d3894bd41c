"""How fast is this program, beside others on the same pages? `make bench`."""
