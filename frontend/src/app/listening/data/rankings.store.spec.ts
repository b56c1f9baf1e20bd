import { signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { of, throwError } from 'rxjs';

import { Api } from '@app/shared/http/api';
import { AppError } from '@app/shared/http/app-error';
import { RankingsStore } from './rankings.store';
import { RoomStore } from './room.store';

const SIZE = 100;

/** A page of tracks; `next` tells whether there are more. */
function pageOf(first: number, next: string | null): unknown {
  const items = Array.from({ length: SIZE }, (_, index) => ({
    id: first + index,
    rank: first + index,
    name: `Song ${first + index}`,
    artist: 'Dala',
    plays: 1000 - first - index,
    ms_played: 1000,
  }));
  return { items, next_cursor: next };
}

describe('RankingsStore', () => {
  const send = vi.fn();
  const revision = signal(0);
  const range = signal('all');
  let store: InstanceType<typeof RankingsStore>;
  const settle = (): void => {
    TestBed.tick();
  };

  beforeEach(() => {
    revision.set(0);
    range.set('all');
    send
      .mockReset()
      .mockImplementation(({ params }: { params: { cursor: string | null } }) =>
        of(params.cursor === null ? pageOf(1, 'second') : pageOf(101, null)),
      );
    const room = { revision, figures: () => ({ range: range(), metric: 'plays' }) };
    TestBed.configureTestingModule({
      providers: [
        RankingsStore,
        { provide: Api, useValue: { send } },
        { provide: RoomStore, useValue: room },
      ],
    });
    store = TestBed.inject(RankingsStore);
    settle();
  });

  it('asks for nothing before a page shows a list, and page after page then', () => {
    expect(send).not.toHaveBeenCalled();
    store.show('track');
    settle();
    expect([store.items().length, store.loading()]).toEqual([100, false]);
    store.more();
    store.more();
    expect(send).toHaveBeenCalledTimes(2);
    expect([store.items().length, store.cursor()]).toEqual([200, null]);
    store.more();
    expect(send).toHaveBeenCalledTimes(2);
  });

  it('finds a list again as it was left, without asking', () => {
    store.show('track');
    settle();
    store.more();
    store.remember(6000);
    store.leave();
    settle();
    store.show('track');
    settle();
    expect(send).toHaveBeenCalledTimes(2);
    expect([store.items().length, store.leftAt()]).toEqual([200, 6000]);
  });

  it('asks for as many pages again when the history has changed', () => {
    store.show('track');
    settle();
    store.more();
    revision.set(1);
    settle();
    expect(send).toHaveBeenCalledTimes(4);
    expect(store.items().length).toBe(200);
  });

  it('begins anew with another range, and keeps what it has when the next page fails', () => {
    store.show('track');
    settle();
    send.mockReturnValueOnce(throwError(() => new AppError(503, 'server_away')));
    store.more();
    expect([store.error()?.code, store.items().length]).toEqual(['server_away', 100]);
    store.retry();
    expect([store.error(), store.items().length]).toEqual([null, 200]);
    range.set('30d');
    settle();
    expect([store.items().length, store.leftAt()]).toEqual([100, 0]);
  });
});
