export interface SearchHit {
  kind: 'track' | 'artist' | 'album';
  id: number;
  title: string;
  artist: string | null;
  album: string | null;
  plays: number;
  source: string;
}
