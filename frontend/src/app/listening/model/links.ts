import { Entity } from './listening';

const FOLDERS: Record<Entity, string> = { artist: 'artists', album: 'albums', track: 'tracks' };

/** The page with the whole story of an artist, album or track. */
export function storyLink(entity: Entity, id: number): string {
  return `/listening/${FOLDERS[entity]}/${id}`;
}
