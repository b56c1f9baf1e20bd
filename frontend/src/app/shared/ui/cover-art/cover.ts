import { COMPOSITIONS } from './compositions';
import { Dice } from './dice';
import { Palette, PALETTES } from './palettes';
import { Tile } from './tiles';

export interface Cover {
  palette: Palette;
  tiles: Tile[];
}

/** The picture that belongs to a name: the same name has the same picture for ever. */
export function coverOf(name: string): Cover {
  const dice = new Dice(name);
  const palette = dice.pick(PALETTES);
  return { palette, tiles: dice.pick(COMPOSITIONS)(dice, palette) };
}

/** The loudest colour of a name's picture, to tint what stands around it. */
export function tintOf(name: string): string {
  return coverOf(name).palette[1];
}
