import { Entity } from './listening';

const FOLDERS: Record<Entity, string> = { artist: 'artists', album: 'albums', track: 'tracks' };

/** The page with the whole story of an artist, album or track. */
export function storyLink(entity: Entity, id: number): string {
  return `/listening/${FOLDERS[entity]}/${id}`;
}

/** The page of a genre; its name may hold anything, also a slash. */
export function genreLink(name: string): string[] {
  return ['/listening/genres', name];
}
