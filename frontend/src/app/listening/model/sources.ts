/**
 * Where histories come from: `id` is the key of its texts, `name` what it is called everywhere,
 * `link` where the export is asked for.
 */
export interface Source {
  id: string;
  name: string;
  link: string | null;
}

export const SOURCES: readonly Source[] = [
  { id: 'spotify', name: 'Spotify', link: 'https://www.spotify.com/account/privacy/' },
  { id: 'lastfm', name: 'Last.fm', link: 'https://lastfm.ghan.nl/export/' },
  { id: 'listenbrainz', name: 'ListenBrainz', link: 'https://listenbrainz.org/settings/export/' },
  { id: 'apple', name: 'Apple Music', link: 'https://privacy.apple.com/' },
  { id: 'youtube', name: 'YouTube Music', link: 'https://takeout.google.com/' },
  { id: 'deezer', name: 'Deezer', link: 'https://www.deezer.com/account' },
  { id: 'jellyfin', name: 'Jellyfin', link: null },
  { id: 'maloja', name: 'Maloja', link: null },
  { id: 'koito', name: 'Koito', link: null },
  { id: 'pano', name: 'Pano Scrobbler', link: null },
  { id: 'rockbox', name: 'Rockbox', link: null },
  { id: 'librefm', name: 'Libre.fm', link: null },
  { id: 'spinitron', name: 'Spinitron', link: null },
  { id: 'shazam', name: 'Shazam', link: 'https://www.shazam.com/privacy' },
  { id: 'csv', name: 'CSV', link: null },
];
