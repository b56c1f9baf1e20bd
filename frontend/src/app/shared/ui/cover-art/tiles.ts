import { hash32, seededNumbers } from '@app/shared/util/hash';

export interface Tile {
  d: string;
  fill: string;
}

export interface Mosaic {
  ground: string;
  tiles: Tile[];
}

const COLOURS = ['#ff6a3a', '#f7bd3f', '#16a394', '#4a62ea', '#9a4bbb', '#e0457f'];
const GROUNDS = ['#1d1426', '#2b1530', '#0f2a33', '#31160f', '#1a1c42', '#f3e9df', '#ffd9c7'];
const CELLS = 3;
const SIDE = 100 / CELLS;

/** Shapes a tile may take, as paths in a square of side 1 at the origin. */
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

/** A mosaic of 3 × 3 tiles that belongs to a name: the same name gives the same picture for ever. */
export function mosaicOf(name: string): Mosaic {
  const numbers = seededNumbers(hash32(name.trim().toLocaleLowerCase('en')));
  const pick = <T>(list: readonly T[]): T =>
    list[Math.floor(numbers.next().value * list.length)] as T;
  const ground = pick(GROUNDS);
  const first = Math.floor(numbers.next().value * COLOURS.length);
  const palette = [0, 1 + Math.floor(numbers.next().value * 2), 3].map(
    (step) => COLOURS[(first + step) % COLOURS.length] ?? '#ff6a3a',
  );
  const tiles: Tile[] = [];
  for (let cell = 0; cell < CELLS * CELLS; cell += 1) {
    if (numbers.next().value < 0.14) continue;
    const [x, y] = [(cell % CELLS) * SIDE, Math.floor(cell / CELLS) * SIDE];
    tiles.push({ d: pick(SHAPES)(round(x), round(y), round(SIDE)), fill: pick(palette) });
  }
  return { ground, tiles };
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
