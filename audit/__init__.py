"""A built site → its budgets, measured: what was found, what is allowed, pass or miss. `make audit` runs it.

Each module measures one thing and gives back measures; only `report` prints, only `__main__` knows the order.
"""
