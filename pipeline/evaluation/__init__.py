"""Gold against result: precision, recall, F1, CER and WER."""
