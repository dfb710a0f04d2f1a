"""A seal on the page: where it lies, for crops of any place and scale."""

from __future__ import annotations

from dataclasses import dataclass, replace

from pipeline.document import Box
from pipeline.reading.picture.cleaning import Cleaned
from pipeline.reading.picture.crops import Crop, cut
from pipeline.reading.signature.seal import Seal, centred, find_seal


@dataclass(frozen=True, slots=True)
class Disc:
    """A seal on the page, in points; `middle` is where its rings are sharpest."""

    x: float
    y: float
    radius: float
    middle: tuple[float, float] = (0.0, 0.0)

    def covers(self, box: Box) -> bool:
        """Whether the seal reaches over the box."""
        near_x = min(max(self.x, box.x0), box.x1)
        near_y = min(max(self.y, box.top), box.bottom)
        return (near_x - self.x) ** 2 + (near_y - self.y) ** 2 < (1.06 * self.radius) ** 2

    @property
    def box(self) -> Box:
        """Around the seal and a little paper."""
        reach = 1.2 * self.radius
        return Box(self.x - reach, self.y - reach, self.x + reach, self.y + reach)

    @property
    def axis(self) -> Box:
        """The line through its middle from its top to its foot."""
        return Box(self.x, self.y - self.radius, self.x, self.y + self.radius)

    def on(self, crop: Crop) -> Seal:
        """The seal in the crop's pixels."""
        scale = crop.dpi / 72
        return Seal((self.x - crop.x0) * scale, (self.y - crop.top) * scale, self.radius * scale)

    def centred_on(self, crop: Crop) -> Seal:
        """The same, its middle to half a pixel."""
        return replace(self, x=self.middle[0], y=self.middle[1]).on(crop)


def find_disc(crop: Crop, cleaned: Cleaned) -> Disc | None:
    """The seal that a crop shows, its middle told by all of its ink on the page."""
    seal = find_seal(crop.grey, crop.dpi) if min(crop.grey.shape) >= 20 else None
    if seal is None:
        return None
    scale = 72 / crop.dpi
    disc = Disc(crop.x0 + seal.x * scale, crop.top + seal.y * scale, seal.radius * scale)
    whole = cut(cleaned, disc.box)
    sharp = centred(whole.grey, disc.on(whole))
    return replace(disc, middle=(whole.x0 + sharp.x * scale, whole.top + sharp.y * scale))
