import { Action } from '@ngrx/store';
import { TestBed } from '@angular/core/testing';
import { EMPTY, Observable, of, Subject, throwError } from 'rxjs';

import { job } from '../../../testing/jobs';
import { PageJobOut } from '@app/shared/api-client/model/pageJobOut';
import { Api } from '@app/shared/http/api';
import { AppError } from '@app/shared/http/app-error';
import { jobsApiActions, jobsPageActions } from './jobs.actions';
import { JobEvents } from './job-events';
import { jobsFeature } from './jobs.feature';
import { JobsStream } from './jobs.stream';
import { SseEvent } from './sse';

describe('jobs state', () => {
  const { reducer, name } = jobsFeature;
  const start = reducer(undefined, { type: 'start' });
  const select = (state: typeof start): ReturnType<typeof jobsFeature.selectAll> =>
    jobsFeature.selectAll({ [name]: state });

  it('keeps the newest on top and counts the active ones', () => {
    const state = reducer(
      start,
      jobsApiActions.jobsLoaded({
        jobs: [
          job({ id: 'old', created_at: '2026-11-20T10:00:00Z', state: 'succeeded' }),
          job({ id: 'new' }),
        ],
      }),
    );
    expect(select(state).map(({ id }) => id)).toEqual(['new', 'old']);
    expect(jobsFeature.selectActive({ [name]: state }).map(({ id }) => id)).toEqual(['new']);
  });

  it('lets a fetched job never overwrite what the stream said', () => {
    const done = reducer(start, jobsApiActions.jobFinished({ job: job({ state: 'succeeded' }) }));
    const later = reducer(done, jobsApiActions.jobFound({ job: job({ state: 'queued' }) }));
    expect(select(later)[0]?.state).toBe('succeeded');
  });

  it('shows the wish to cancel at once and takes it back when refused', () => {
    const known = reducer(start, jobsApiActions.jobChanged({ job: job() }));
    const asked = reducer(known, jobsPageActions.cancelChosen({ id: 'a' }));
    expect(select(asked)[0]?.cancel_requested).toBe(true);
    const error = new AppError(409, 'job_finished');
    const refused = reducer(asked, jobsApiActions.commandFailed({ id: 'a', error }));
    expect(select(refused)[0]?.cancel_requested).toBe(false);
  });

  it('forgets everything when the session ends', () => {
    const known = reducer(start, jobsApiActions.jobChanged({ job: job() }));
    expect(reducer(known, jobsPageActions.sessionEnded())).toEqual(start);
  });
});

describe('JobsStream', () => {
  const api = {
    list: vi.fn<() => Observable<PageJobOut>>(),
    events: vi.fn<JobEvents['after']>(),
  };
  let seen: Action[];

  beforeEach(() => {
    vi.useFakeTimers();
    seen = [];
    api.list.mockReset().mockReturnValue(of({ items: [], next_cursor: null }));
    api.events.mockReset().mockReturnValue(EMPTY);
    TestBed.configureTestingModule({
      providers: [
        { provide: Api, useValue: { send: api.list } },
        { provide: JobEvents, useValue: { after: api.events } },
      ],
    });
  });

  afterEach(() => {
    vi.useRealTimers();
  });

  it('resumes after the last event it has seen', () => {
    const first = new Subject<SseEvent | null>();
    api.events.mockReturnValueOnce(first);
    const running = TestBed.inject(JobsStream)
      .actions()
      .subscribe((action) => seen.push(action));
    first.next(null);
    first.next({ id: '41', event: 'progress', data: JSON.stringify(job()) });
    first.next({ id: '42', event: 'succeeded', data: JSON.stringify(job({ state: 'succeeded' })) });
    first.complete();
    vi.advanceTimersByTime(40_000);
    expect(seen.map(({ type }) => type)).toEqual([
      jobsApiActions.jobsLoaded.type,
      jobsApiActions.streamOpened.type,
      jobsApiActions.jobChanged.type,
      jobsApiActions.jobFinished.type,
    ]);
    expect(api.events.mock.calls[1]).toEqual(['42']);
    running.unsubscribe();
  });

  it('polls the list while the stream stays away', () => {
    api.events.mockImplementation(() => throwError(() => new AppError(503, 'server_away')));
    const running = TestBed.inject(JobsStream)
      .actions()
      .subscribe((action) => seen.push(action));
    vi.advanceTimersByTime(60_000);
    expect(api.list.mock.calls.length).toBeGreaterThan(1);
    expect(seen.map(({ type }) => type)).toContain(jobsApiActions.streamLost.type);
    running.unsubscribe();
  });

  it('survives data that is no job', () => {
    const first = new Subject<SseEvent | null>();
    api.events.mockReturnValueOnce(first);
    const running = TestBed.inject(JobsStream)
      .actions()
      .subscribe((action) => seen.push(action));
    first.next({ id: '1', event: 'progress', data: 'not json' });
    expect(seen).toHaveLength(1);
    running.unsubscribe();
  });
});
