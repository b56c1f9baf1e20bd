import { Dice } from './dice';

export interface Tile {
  d: string;
  fill: string;
}

/** Shapes a tile may take, as paths in a square of side `s` whose corner is at x, y. */
const SHAPES: readonly ((x: number, y: number, s: number) => string)[] = [
  (x, y, s) => `M${x} ${y}h${s}a${s} ${s} 0 0 1 ${-s} ${s}z`,
  (x, y, s) => `M${x + s} ${y}v${s}a${s} ${s} 0 0 1 ${-s} ${-s}z`,
  (x, y, s) => `M${x + s} ${y + s}h${-s}a${s} ${s} 0 0 1 ${s} ${-s}z`,
  (x, y, s) => `M${x} ${y + s}v${-s}a${s} ${s} 0 0 1 ${s} ${s}z`,
  (x, y, s) => `M${x} ${y + s / 2}a${s / 2} ${s / 2} 0 1 1 ${s} 0 ${s / 2} ${s / 2} 0 1 1 ${-s} 0z`,
  (x, y, s) => `M${x} ${y}h${s / 2}v${s}h${-s / 2}z`,
  (x, y, s) => `M${x} ${y}h${s}v${s / 2}h${-s}z`,
  (x, y, s) => `M${x} ${y}a${s} ${s} 0 0 1 ${s} ${s}a${s} ${s} 0 0 1 ${-s} ${-s}z`,
  (x, y, s) => `M${x} ${y}h${s}v${s}h${-s}z`,
];

export const circle = (x: number, y: number, r: number): string =>
  `M${x - r} ${y}a${r} ${r} 0 1 1 ${2 * r} 0a${r} ${r} 0 1 1 ${-2 * r} 0z`;

/** Tiles in a square of side 100, so many to a side; some places stay empty. */
export function layTiles(dice: Dice, colours: readonly string[], cells: number): Tile[] {
  const side = Math.round(10_000 / cells) / 100;
  const tiles: Tile[] = [];
  for (let cell = 0; cell < cells * cells; cell += 1) {
    if (dice.chance(0.12)) continue;
    const [x, y] = [(cell % cells) * side, Math.floor(cell / cells) * side];
    tiles.push({ d: dice.pick(SHAPES)(x, y, side), fill: dice.pick(colours) });
  }
  return tiles;
}

/** A mosaic of 3 × 3 tiles that belongs to a word, in colours that show on every ground. */
export function mosaicOf(word: string): Tile[] {
  const dice = new Dice(word);
  return layTiles(dice, ['#ff6a3a', '#f7bd3f', '#16a394', '#4a62ea', '#9a4bbb', '#e0457f'], 3);
}
