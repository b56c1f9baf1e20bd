import { TestBed } from '@angular/core/testing';
import { of, throwError } from 'rxjs';

import type { ApiRequest } from '@app/shared/api-client/request';
import { Api } from '@app/shared/http/api';
import { AppError } from '@app/shared/http/app-error';
import { AppsStore } from './apps.store';

const old = { id: 'old', name: 'Navidrome' };
const made = { app: { id: 'new', name: 'Phone' }, user_name: 'dana', password: 'p' };

describe('AppsStore', () => {
  const send = vi.fn<(call: ApiRequest<unknown>) => unknown>();
  let store: InstanceType<typeof AppsStore>;

  beforeEach(() => {
    send.mockReset().mockImplementation(({ url, method }) => {
      if (method === 'POST') return of(made);
      if (method === 'DELETE') return of(null);
      return of(url.endsWith('/setup') ? { user_name: 'dana', clients: [] } : { items: [old] });
    });
    TestBed.configureTestingModule({
      providers: [AppsStore, { provide: Api, useValue: { send } }],
    });
    store = TestBed.inject(AppsStore);
  });

  it('keeps a new password until it is forgotten or revoked', async () => {
    await store.load();
    expect(await store.make('Phone')).toBe(true);
    expect(store.apps().map(({ id }) => id)).toEqual(['new', 'old']);
    expect(store.made()?.password).toBe('p');
    await store.revoke('new');
    expect([store.made(), store.apps().length]).toEqual([null, 1]);
    await store.make('Phone');
    store.forget();
    expect(store.made()).toBeNull();
  });

  it('keeps the list when a change is refused', async () => {
    await store.load();
    send.mockReturnValue(throwError(() => new AppError(409, 'too_many_apps')));
    expect(await store.make('One more')).toBe(false);
    await store.revoke('old');
    expect([store.refusal()?.code, store.apps().length]).toEqual(['too_many_apps', 1]);
    expect(store.error()).toBeNull();
  });
});
