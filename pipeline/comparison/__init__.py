"""How each plan adapted its template, from the contract's tables alone.

`campaigns` groups plans, `compare` sets each against its campaign's template.
"""
