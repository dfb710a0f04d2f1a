"""Garbled words to right ones: channel, lexicon, language model, decoder."""
