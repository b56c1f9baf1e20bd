import { TestBed } from '@angular/core/testing';
import { provideState, provideStore } from '@ngrx/store';
import { of } from 'rxjs';

import type { ApiRequest } from '@app/shared/api-client/request';
import { Api } from '@app/shared/http/api';
import { jobsFeature } from '@app/shared/jobs/jobs.feature';
import { Transcript } from '../model/transcript';
import { TranscriptStore } from './transcript.store';

const transcript: Transcript = {
  id: 't',
  job_id: null,
  media_id: 'm',
  title: 'Morning',
  state: 'succeeded',
  language: 'en',
  language_detected: true,
  engine: 'builtin',
  quality: 'draft',
  diarization: null,
  model: null,
  reason: null,
  duration_ms: 2000,
  speakers: [],
  created_at: '2026-11-21T00:00:00Z',
  segments: [
    { id: 1, start_ms: 0, end_ms: 900, speaker: 'S1', language: 'en', text: 'god', words: [] },
    { id: 2, start_ms: 1000, end_ms: 2000, speaker: 'S1', language: 'en', text: 'day', words: [] },
  ],
};

describe('TranscriptStore', () => {
  it('corrects one segment and hands back the text before, for an undo', async () => {
    const send = ({ method, data }: ApiRequest<unknown>): unknown =>
      of(method === 'GET' ? transcript : { ...transcript.segments[0], ...(data as object) });
    TestBed.configureTestingModule({
      providers: [
        TranscriptStore,
        provideStore(),
        provideState(jobsFeature),
        { provide: Api, useValue: { send } },
      ],
    });
    const store = TestBed.inject(TranscriptStore);
    await store.load('t');
    const before = await store.correct(1, 'good');
    expect(before).toBe('god');
    expect(store.segments().map(({ text }) => text)).toEqual(['good', 'day']);
    await store.correct(1, before);
    expect(store.segments()[0]?.text).toBe('god');
  });
});
