"""How each plan adapted its template, from the contract's tables alone."""
