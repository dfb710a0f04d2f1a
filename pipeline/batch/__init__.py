"""A folder to plans: one document, workers, cache, ledger, quarantine, progress."""
