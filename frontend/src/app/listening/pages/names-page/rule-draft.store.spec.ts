import { TestBed } from '@angular/core/testing';
import { of, throwError } from 'rxjs';

import { Api } from '@app/shared/http/api';
import { AppError } from '@app/shared/http/app-error';
import { RuleDraftStore } from './rule-draft.store';

const found = { listens: 12, songs: 2, exact: true, examples: [] };

describe('RuleDraftStore', () => {
  const send = vi.fn<Api['send']>();
  let store: InstanceType<typeof RuleDraftStore>;

  beforeEach(() => {
    vi.useFakeTimers();
    send.mockReset().mockReturnValue(of(found));
    TestBed.configureTestingModule({
      providers: [RuleDraftStore, { provide: Api, useValue: { send } }],
    });
    store = TestBed.inject(RuleDraftStore);
  });

  afterEach(() => {
    vi.useRealTimers();
  });

  it('asks what a whole rule would change, once, and nothing for half a rule', () => {
    store.change({ kind: 'keep_together' });
    vi.advanceTimersByTime(1000);
    expect(send).not.toHaveBeenCalled();
    store.change({ text: 'Tyler' });
    store.change({ text: 'Tyler, The Creator' });
    expect(store.looking()).toBe(true);
    vi.advanceTimersByTime(1000);
    expect(send).toHaveBeenCalledTimes(1);
    expect([store.preview(), store.looking()]).toEqual([found, false]);
    store.change({ text: '' });
    vi.advanceTimersByTime(1000);
    expect(store.preview()).toBeNull();
  });

  it('goes on after a refused preview', () => {
    send.mockReturnValueOnce(throwError(() => new AppError(409, 'rule_circle')));
    store.change({ kind: 'not_an_artist', text: 'A' });
    vi.advanceTimersByTime(1000);
    expect([store.error()?.code, store.looking()]).toEqual(['rule_circle', false]);
    store.change({ text: 'B' });
    vi.advanceTimersByTime(1000);
    expect([store.error(), store.preview()]).toEqual([null, found]);
  });

  it('saves, and starts over with the same kind', async () => {
    store.change({ kind: 'not_an_artist', text: 'Various Artists' });
    send.mockReturnValue(of({ rule: {}, listens: null, job_id: 'j1' }));
    expect(await store.save()).toBe('j1');
    expect(store.draft()).toMatchObject({ kind: 'not_an_artist', text: '' });
    expect(await store.save()).toBeUndefined();
  });
});
