import { NAV_ITEMS } from '../nav-items';

export interface Shortcut {
  /** What is printed on the keys; a key of the texts where a word stands on it. */
  keys: readonly string[];
  text: string;
}

const SPACE = 'shell.help.space';
const PLAYING: readonly Shortcut[] = [
  { keys: [SPACE], text: 'shell.help.play' },
  { keys: ['←', '→'], text: 'shell.help.seek' },
];

/** Every key that works, by the place where it works. */
export const SHORTCUTS: readonly { title: string; rows: readonly Shortcut[] }[] = [
  {
    title: 'shell.help.everywhere',
    rows: [
      { keys: ['/'], text: 'shell.help.search' },
      { keys: ['j'], text: 'shell.help.jobs' },
      { keys: ['?'], text: 'shell.help.help' },
      { keys: ['Esc'], text: 'shell.help.closes' },
    ],
  },
  {
    title: 'shell.player.label',
    rows: [...PLAYING, { keys: ['m'], text: 'shell.help.mute' }],
  },
  {
    title: 'shell.help.goTo',
    rows: NAV_ITEMS.map(({ key, label }) => ({ keys: ['g', key], text: label })),
  },
  {
    title: 'shell.help.desk',
    rows: [
      ...PLAYING,
      { keys: ['1', '…', '9'], text: 'shell.help.chooseStem' },
      { keys: ['m'], text: 'shell.help.muteStem' },
      { keys: ['s'], text: 'shell.help.soloStem' },
    ],
  },
  { title: 'shell.help.reading', rows: PLAYING },
];
