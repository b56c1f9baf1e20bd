import { IconName } from '@app/shared/ui/icon/icon-paths';

export interface NavItem {
  path: string;
  label: string;
  icon: IconName;
  /** Second key after `g`. */
  key: string;
}

export const NAV_ITEMS: readonly NavItem[] = [
  { path: '/home', label: 'shell.nav.home', icon: 'home', key: 'h' },
  { path: '/listening', label: 'shell.nav.listening', icon: 'listening', key: 'l' },
  { path: '/playlists', label: 'shell.nav.playlists', icon: 'playlists', key: 'p' },
  { path: '/studio', label: 'shell.nav.studio', icon: 'studio', key: 's' },
  { path: '/transcripts', label: 'shell.nav.transcripts', icon: 'transcripts', key: 't' },
  { path: '/library', label: 'shell.nav.library', icon: 'library', key: 'b' },
  { path: '/settings', label: 'shell.nav.settings', icon: 'settings', key: ',' },
];
