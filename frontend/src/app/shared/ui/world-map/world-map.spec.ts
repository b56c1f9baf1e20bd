import { countries, HEIGHT, WIDTH } from './countries';
import { shade } from './shade';

describe('the world map', () => {
  it('has a shape and two letters for every country', () => {
    const all = countries();
    expect(all.length).toBe(176);
    expect(all.filter(({ code }) => !/^[A-Z]{2}$/.test(code))).toEqual([]);
    expect(all.filter(({ d }) => d === '')).toEqual([]);
    const codes = new Set(all.map(({ code }) => code));
    for (const code of ['KZ', 'RU', 'US', 'DE', 'XK', 'CY', 'SO']) expect(codes).toContain(code);
    expect(codes).not.toContain('AQ');
  });

  it('keeps to its sheet', () => {
    const numbers = countries().flatMap(({ d }) =>
      [...d.matchAll(/(-?[\d.]+),(-?[\d.]+)/g)].map(([, x, y]) => [Number(x), Number(y)]),
    );
    expect(numbers.every(([x = -1]) => x >= 0 && x <= WIDTH)).toBe(true);
    expect(numbers.every(([, y = -1]) => y >= 0 && y <= HEIGHT)).toBe(true);
  });

  it('shades what is little, too', () => {
    expect(shade(0, 100)).toBe(0);
    expect(shade(0, 0)).toBe(0);
    expect(shade(1, 1_000_000)).toBeGreaterThan(0.15);
    expect(shade(10, 1_000)).toBeGreaterThan(shade(2, 1_000));
    expect(shade(1_000, 1_000)).toBe(1);
  });
});
