"""How each plan adapted its template, from the contract's tables alone.

`campaigns_of` groups plans, `compare` sets each against its campaign's template.
"""

from pipeline.comparison.campaigns import campaigns_of
from pipeline.comparison.compare import Adaptation, compare, compare_folder

__all__ = ["Adaptation", "campaigns_of", "compare", "compare_folder"]
