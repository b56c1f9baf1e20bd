export type Spoken = 'auto' | 'kk' | 'ru' | 'en';
export const EXPORT_FORMATS = ['srt', 'vtt', 'txt', 'json'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

export interface Word {
  start_ms: number;
  end_ms: number;
  text: string;
  confidence: number | null;
}

/** One stretch of speech; `text` is empty where no words are known. */
export interface Segment {
  id: number;
  start_ms: number;
  end_ms: number;
  speaker: string;
  language: string;
  text: string;
  words: Word[];
}

export interface Speaker {
  id: string;
  label: string;
}

/** A transcript as lists show it; what an engine finds out is null until its job succeeded. */
export interface TranscriptItem {
  id: string;
  job_id: string | null;
  media_id: string;
  title: string;
  state: string;
  language: string | null;
  language_detected: boolean | null;
  engine: string | null;
  quality: 'draft' | 'full' | null;
  reason: string | null;
  duration_ms: number | null;
  speakers: Speaker[];
  created_at: string;
}

export interface Transcript extends TranscriptItem {
  segments: Segment[];
}
