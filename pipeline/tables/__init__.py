"""Plans to data frames, and frames to CSV, Parquet, Excel and JSON Lines."""
