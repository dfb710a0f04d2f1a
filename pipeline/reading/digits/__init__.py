"""Number and date of the letterhead, by hand or printed."""
