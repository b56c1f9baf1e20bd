import type { ExportTranscriptFormat } from '@app/shared/api-client/model/exportTranscriptFormat';

export type { SegmentOut as Segment } from '@app/shared/api-client/model/segmentOut';
export type { SpeakerOut as Speaker } from '@app/shared/api-client/model/speakerOut';
export type { TranscriptInLanguage as Spoken } from '@app/shared/api-client/model/transcriptInLanguage';
export type { TranscriptItem } from '@app/shared/api-client/model/transcriptItem';
export type { TranscriptOut as Transcript } from '@app/shared/api-client/model/transcriptOut';
export type { WordOut as Word } from '@app/shared/api-client/model/wordOut';
export type ExportFormat = ExportTranscriptFormat;

export const EXPORT_FORMATS: readonly ExportFormat[] = ['srt', 'vtt', 'txt', 'json'];
