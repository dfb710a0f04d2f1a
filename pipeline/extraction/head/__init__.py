"""What one row of plans.csv says: number, date, issuer, type, title, base."""
