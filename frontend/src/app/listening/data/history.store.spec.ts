import { signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { provideMockStore } from '@ngrx/store/testing';
import { of, throwError } from 'rxjs';

import { sessionFeature } from '@app/accounts/public';
import { Api } from '@app/shared/http/api';
import { AppError } from '@app/shared/http/app-error';
import { HistoryStore } from './history.store';
import { RoomStore } from './room.store';

/** A hundred plays, the newest of them numbered `newest`. */
function pageOf(newest: number, next: string | null): unknown {
  const items = Array.from({ length: 100 }, (_, index) => ({
    id: newest - index,
    at: new Date(Date.UTC(2026, 10, 20) - index * 60_000).toISOString(),
  }));
  return { items, next_cursor: next };
}

describe('HistoryStore', () => {
  const send = vi.fn();
  const revision = signal(0);
  const range = signal({ range: 'all' });
  let store: InstanceType<typeof HistoryStore>;
  const settle = (): void => {
    TestBed.tick();
  };

  beforeEach(() => {
    revision.set(0);
    range.set({ range: 'all' });
    send
      .mockReset()
      .mockImplementation(({ params }: { params: { cursor: string | null } }) =>
        of(params.cursor === null ? pageOf(1000, 'older') : pageOf(900, null)),
      );
    const selectors = [{ selector: sessionFeature.selectUser, value: null }];
    TestBed.configureTestingModule({
      providers: [
        HistoryStore,
        provideMockStore({ selectors }),
        { provide: Api, useValue: { send } },
        { provide: RoomStore, useValue: { revision, range } },
      ],
    });
    store = TestBed.inject(HistoryStore);
    settle();
  });

  it('asks for nothing before the page is there, and page after page then', () => {
    expect(send).not.toHaveBeenCalled();
    store.show(true);
    settle();
    store.more();
    store.more();
    expect(send).toHaveBeenCalledTimes(2);
    expect([store.items().length, store.cursor()]).toEqual([200, null]);
  });

  it('is found as it was left, without asking', () => {
    store.show(true);
    settle();
    store.more();
    store.remember(4000);
    store.show(false);
    settle();
    store.show(true);
    settle();
    expect(send).toHaveBeenCalledTimes(2);
    expect([store.items().length, store.leftAt()]).toEqual([200, 4000]);
  });

  it('reads as much again when something was played, and begins anew with another range', () => {
    store.show(true);
    settle();
    store.more();
    revision.set(1);
    settle();
    expect([send.mock.calls.length, store.items().length]).toEqual([4, 200]);
    store.remember(4000);
    range.set({ range: '30d' });
    settle();
    expect([store.items().length, store.leftAt()]).toEqual([100, 0]);
  });

  it('goes on after another range was looked at', () => {
    store.show(true);
    settle();
    store.more();
    for (const name of ['30d', 'all']) {
      range.set({ range: name });
      settle();
    }
    expect(store.items().length).toBe(100);
    store.more();
    expect(store.items().length).toBe(200);
  });

  it('asks again when a list that is complete could not be read anew', () => {
    store.show(true);
    settle();
    store.more();
    send.mockReturnValueOnce(throwError(() => new AppError(503, 'server_away')));
    revision.set(1);
    settle();
    expect(store.error()?.code).toBe('server_away');
    store.retry();
    settle();
    expect([store.error(), store.items().length]).toEqual([null, 200]);
  });

  it('hides a play at once, and brings it back when it cannot be deleted', () => {
    store.show(true);
    settle();
    store.hide(999);
    expect(store.rows().some(({ key }) => key === 999)).toBe(false);
    send.mockReturnValueOnce(throwError(() => new AppError(503, 'server_away')));
    store.remove(999);
    expect(store.rows().some(({ key }) => key === 999)).toBe(true);
    expect(store.error()?.code).toBe('server_away');
    store.retry();
    expect([store.error(), store.items().length]).toEqual([null, 200]);
  });
});
