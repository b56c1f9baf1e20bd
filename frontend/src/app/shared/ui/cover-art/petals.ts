import { Dice } from './dice';
import { Palette } from './palettes';
import { circle, Tile } from './tiles';

/** A flower: petals around a heart. */
export function petals(dice: Dice, [, first, second, third]: Palette): Tile[] {
  const count = dice.pick([5, 6, 8]);
  const [reach, wide] = [dice.between(40, 47), dice.between(0.34, 0.6)];
  const at = (angle: number, radius: number): string =>
    `${Math.round(500 + 10 * radius * Math.cos(angle)) / 10} ${Math.round(500 + 10 * radius * Math.sin(angle)) / 10}`;
  const leaves = Array.from({ length: count }, (_, leaf) => {
    const angle = (leaf / count) * 2 * Math.PI - Math.PI / 2;
    const [left, right] = [at(angle - wide, reach * 0.8), at(angle + wide, reach * 0.8)];
    const fill = leaf % 2 === 1 && count % 2 === 0 ? second : first;
    return { d: `M50 50Q${left} ${at(angle, reach)}Q${right} 50 50z`, fill };
  });
  return [...leaves, { d: circle(50, 50, dice.between(7, 13)), fill: third }];
}
