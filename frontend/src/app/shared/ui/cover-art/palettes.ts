/** Four colours that go together: the ground, and three to lay on it. */
export type Palette = readonly [ground: string, first: string, second: string, third: string];

export const PALETTES: readonly Palette[] = [
  ['#1d1426', '#ff6a3a', '#f7bd3f', '#f3e9df'],
  ['#2b1530', '#e0457f', '#ff9d6b', '#ffd9a8'],
  ['#0f2a33', '#16a394', '#7fd8c4', '#f7e3b5'],
  ['#141a3c', '#4a62ea', '#9db0ff', '#f7bd3f'],
  ['#2a1140', '#9a4bbb', '#d79bf0', '#ff8f6b'],
  ['#1c2614', '#9bb43c', '#e8d66b', '#f3e9df'],
  ['#31160f', '#c8431a', '#f2a65a', '#f6dfc2'],
  ['#20242e', '#7d8cab', '#e9d8c3', '#ff6a3a'],
  ['#f3e4cf', '#d9552b', '#1d1426', '#16a394'],
  ['#ffd2bd', '#7d2404', '#ff6a3a', '#2b1530'],
  ['#cdeade', '#0b5f52', '#16a394', '#f2a03d'],
  ['#d5def8', '#2f3fb5', '#4a62ea', '#ff6a3a'],
  ['#f9d3e0', '#a3114f', '#e0457f', '#2b1530'],
  ['#e4d8f5', '#6a2c91', '#9a4bbb', '#f7bd3f'],
];
