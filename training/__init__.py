"""How the shipped restoration model is made: `python -m training.build --corpus DIR`."""
