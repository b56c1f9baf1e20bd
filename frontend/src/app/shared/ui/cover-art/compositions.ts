import { Dice } from './dice';
import { Palette } from './palettes';
import { petals } from './petals';
import { circle, layTiles, Tile } from './tiles';

/** Lays shapes on a square of side 100. Few and large ones: a cover is 44 pixels in most lists. */
type Composition = (dice: Dice, palette: Palette) => Tile[];

const CORNERS = [
  [0, 0],
  [100, 0],
  [0, 100],
  [100, 100],
  [50, 100],
  [50, 50],
] as const;

/** Circles within circles, like grooves or a rainbow. */
const rings: Composition = (dice, [ground, ...colours]) => {
  const [x, y] = dice.pick(CORNERS);
  const [most, step] = x === 50 && y === 50 ? [44, 9] : [92, 17];
  const cycle = dice.chance(0.5) ? [...colours, ground] : [colours[0], ground, colours[1]];
  return Array.from({ length: 5 }, (_, ring) => ({
    d: circle(x, y, most - ring * step),
    fill: cycle[ring % cycle.length] ?? ground,
  }));
};

/** A low sun over two hills. */
const hills: Composition = (dice, [, first, second, third]) => {
  const hill = (top: number): string => {
    const [swing, end] = [dice.between(-22, 22), top + dice.between(-12, 12)];
    return `M0 ${top}C30 ${top - swing} 62 ${end + swing} 100 ${end}V100H0z`;
  };
  return [
    { d: circle(dice.between(26, 74), dice.between(24, 46), dice.between(13, 24)), fill: third },
    { d: hill(dice.between(50, 62)), fill: second },
    { d: hill(dice.between(68, 82)), fill: first },
  ];
};

/** A setting sun, cut by the haze above the water. */
const sunset: Composition = (dice, [ground, first, second]) => {
  const r = dice.between(30, 38);
  const cuts = [56, 65, 74, 83].map((y, index) => ({
    d: `M0 ${y}h100v${2.4 + index * 1.5}h-100z`,
    fill: ground,
  }));
  return [
    { d: `M0 ${dice.between(70, 80)}h100V100H0z`, fill: second },
    { d: circle(50, 52, r), fill: first },
    ...cuts,
  ];
};

/** Slanting bands of different widths, with the ground between them. */
const stripes: Composition = (dice, [, ...colours]) => {
  const bands: Tile[] = [];
  const back = dice.chance(0.5);
  for (let x = dice.between(4, 18); x < 190;) {
    const width = dice.between(12, 34);
    const d = back
      ? `M${x} 0h${width}l-100 100h${-width}z`
      : `M${100 - x} 0h${-width}l100 100h${width}z`;
    bands.push({ d, fill: colours[bands.length % 3] ?? colours[0] });
    x += width + dice.between(3, 14);
  }
  return bands;
};

/** Rising and falling bars, like sound. */
const bars: Composition = (dice, [, ...colours]) =>
  Array.from({ length: 5 }, (_, bar) => {
    const height = dice.between(18, 62);
    const d = `M${11 + bar * 16.5} ${50 - height / 2}a6 6 0 0 1 12 0v${height}a6 6 0 0 1 -12 0z`;
    return { d, fill: colours[(bar * 2) % 3] ?? colours[0] };
  });

/** Two discs, and what they share. */
const lens: Composition = (dice, [, first, second, third]) => {
  const tall = dice.chance(0.5);
  const point = (along: number, across: number): string =>
    tall ? `${across} ${along}` : `${along} ${across}`;
  const disc = (along: number): string => (tall ? circle(50, along, 31) : circle(along, 50, 31));
  const sweep = tall ? 0 : 1;
  return [
    { d: disc(34), fill: first },
    { d: disc(66), fill: second },
    {
      d: `M${point(50, 23.5)}A31 31 0 0 ${sweep} ${point(50, 76.5)}A31 31 0 0 ${sweep} ${point(50, 23.5)}z`,
      fill: third,
    },
  ];
};

/** A few fields, and a disc on one of their corners. */
const fields: Composition = (dice, [, first, second, third]) => {
  const [x, y] = [dice.between(30, 70), dice.between(30, 70)];
  return [
    { d: `M0 0h${x}v${y}h${-x}z`, fill: first },
    { d: `M${x} ${y}H100V100H${x}z`, fill: second },
    { d: circle(x, y, dice.between(15, 26)), fill: third },
  ];
};

/** Waves one above the other. */
const waves: Composition = (dice, [, ...colours]) => {
  const [swing, high] = [dice.between(5, 11), dice.between(10, 15)];
  return [12, 38, 64].map((y, index) => ({
    d: `M0 ${y}q25 ${-2 * swing} 50 0t50 0v${high}q-25 ${2 * swing} -50 0t-50 0z`,
    fill: colours[index] ?? colours[0],
  }));
};

export const COMPOSITIONS: readonly Composition[] = [
  (dice, [, ...colours]) => layTiles(dice, colours, 3),
  (dice, [, ...colours]) => layTiles(dice, colours, 2),
  rings,
  rings,
  hills,
  sunset,
  stripes,
  petals,
  bars,
  lens,
  fields,
  waves,
];
