/** A sound file in the library, as the API shows it. */
export interface MediaItem {
  id: string;
  kind: string;
  filename: string;
  content_type: string;
  bytes: number;
  duration_ms: number | null;
  sha256: string;
  created_at: string;
  url: string;
}
