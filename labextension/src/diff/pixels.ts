// Two pictures compared by pixel.

/** A picture's pixels, as a canvas gives them. */
export interface IPixels {
  data: Uint8ClampedArray;
  width: number;
  height: number;
}

/** How a comparison ended: colours to paint, and the share of pixels that differ. */
export interface IHeat {
  data: Uint8ClampedArray<ArrayBuffer>;
  changed: number;
}

const PALE = 0.25;

/**
 * The new picture, pale and grey, with every pixel that differs in red: the
 * stronger the difference, the more of it. Both have one size.
 */
export function heat(old: IPixels, newer: IPixels): IHeat {
  const data = new Uint8ClampedArray(newer.data.length);
  let changed = 0;
  for (let i = 0; i < data.length; i += 4) {
    const distance = Math.max(
      Math.abs(shade(old.data, i) - shade(newer.data, i)),
      Math.abs(shade(old.data, i, 1) - shade(newer.data, i, 1)),
      Math.abs(shade(old.data, i, 2) - shade(newer.data, i, 2))
    );
    const grey =
      (shade(newer.data, i) +
        shade(newer.data, i, 1) +
        shade(newer.data, i, 2)) /
      3;
    const pale = 255 - (255 - grey) * PALE;
    const hot = distance > 2 ? 0.35 + (0.65 * distance) / 255 : 0;
    if (hot > 0) {
      changed++;
    }
    data[i] = pale * (1 - hot) + 214 * hot;
    data[i + 1] = pale * (1 - hot) + 24 * hot;
    data[i + 2] = pale * (1 - hot) + 48 * hot;
    data[i + 3] = 255;
  }
  return { data, changed: data.length > 0 ? changed / (data.length / 4) : 0 };
}

/** One colour of a pixel as it looks on white. */
function shade(data: Uint8ClampedArray, at: number, colour = 0): number {
  const alpha = data[at + 3] / 255;
  return data[at + colour] * alpha + 255 * (1 - alpha);
}
