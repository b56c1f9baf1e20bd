/** What the player needs of anything that sounds. `url` may be signed and expire. */
export interface PlayerTrack {
  /** Unique in the queue; the media id where there is one. */
  id: string;
  title: string;
  artist: string;
  url: string;
  duration_ms: number | null;
  /** Given: peaks and a fresh address are asked of the API when needed. */
  media_id?: string;
}
