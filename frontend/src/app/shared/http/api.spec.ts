import { HttpErrorResponse } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { ApplicationRef, signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { firstValueFrom } from 'rxjs';

import * as accounts from '@app/shared/api-client/endpoints/accounts/accounts';
import { search } from '@app/shared/api-client/endpoints/catalog/catalog';
import { getImportRejects, previewImport } from '@app/shared/api-client/endpoints/imports/imports';
import { sendMedia } from '@app/shared/api-client/endpoints/media/media';
import { getPlaylist, listPlaylists } from '@app/shared/api-client/endpoints/playlists/playlists';
import { Api } from './api';
import { apiResource } from './api-resource';
import { idempotent } from './idempotency';
import { provideHttp } from './provide-http';
import { TOKEN_SOURCE } from './token-source';

describe('Api', () => {
  let api: Api;
  let server: HttpTestingController;

  beforeEach(() => {
    TestBed.configureTestingModule({
      providers: [
        provideHttp(),
        provideHttpClientTesting(),
        {
          provide: TOKEN_SOURCE,
          useValue: { token: () => 'token', refresh: () => Promise.resolve(null) },
        },
      ],
    });
    api = TestBed.inject(Api);
    server = TestBed.inject(HttpTestingController);
  });

  afterEach(() => {
    server.verify();
  });

  it('sends what is given and leaves out what is null', () => {
    api.send(listPlaylists({ limit: 24, cursor: null })).subscribe();
    const { request } = server.expectOne('/api/v1/playlists?limit=24');
    expect([request.method, request.headers.get('Authorization')]).toEqual(['GET', 'Bearer token']);
  });

  it('sends a file in parts and lets the browser name their boundary', async () => {
    const file = new File(['x'], 'a.wav', { type: 'audio/wav' });
    const reply = firstValueFrom(api.send(sendMedia({ file }, idempotent('k'))));
    const call = server.expectOne('/api/v1/media');
    expect((call.request.body as FormData).get('file')).toEqual(file);
    expect(call.request.headers.has('Content-Type')).toBe(false);
    expect(call.request.headers.get('Idempotency-Key')).toBe('k');
    call.flush({ id: 'm' });
    expect(await reply).toEqual({ id: 'm' });
  });

  it('makes a form of a body that holds a file, where the call takes JSON too', () => {
    const file = new File(['[]'], 'history.json');
    api.send(previewImport({ file, include_incognito: false })).subscribe();
    const body = server.expectOne('/api/v1/imports/preview').request.body as FormData;
    expect([body.get('file'), body.get('include_incognito')]).toEqual([file, 'false']);
    api.send(previewImport({ media_id: 'm' })).subscribe();
    const json: unknown = server.expectOne('/api/v1/imports/preview').request.body;
    expect(json).toEqual({ media_id: 'm' });
  });

  it('logs in by a form, without the bearer of an older session', () => {
    const form = accounts.logIn({ username: 'a@b.kz', password: 'ä&=' });
    api.send(form, { bearer: false }).subscribe();
    const { request } = server.expectOne('/api/v1/auth/token');
    expect(request.headers.get('Content-Type')).toBe('application/x-www-form-urlencoded');
    const body = request.body as URLSearchParams;
    expect(body.toString()).toBe('password=%C3%A4%26%3D&username=a%40b.kz');
    expect(request.headers.has('Authorization')).toBe(false);
  });

  it('downloads whatever the media type is', async () => {
    const reply = firstValueFrom(api.download(getImportRejects('i')));
    server.expectOne('/api/v1/imports/i/rejects').flush(new Blob(['a;b']));
    expect(await (await reply).text()).toBe('a;b');
  });

  it.each(['../me', '%2e%2e/me', 'x?y', 'x#y'])(
    'refuses the id %s, which would be another call',
    async (id) => {
      const reply = firstValueFrom(api.send(getPlaylist(id)));
      await expect(reply).rejects.toThrow(TypeError);
    },
  );

  it('follows signals as a resource, and waits while there is nothing to ask', async () => {
    const q = signal('');
    const found = TestBed.runInInjectionContext(() =>
      apiResource(() => (q() === '' ? undefined : search({ q: q(), limit: 30 }))),
    );
    const settle = (): Promise<void> => TestBed.inject(ApplicationRef).whenStable();
    await settle();
    expect(found.status()).toBe('idle');
    q.set('dala');
    TestBed.tick();
    server.expectOne('/api/v1/search?q=dala&limit=30').flush({ items: [] });
    await settle();
    expect(found.value()?.items).toEqual([]);
    q.set('more');
    TestBed.tick();
    server.expectOne('/api/v1/search?q=more&limit=30').flush(null, { status: 503, statusText: '' });
    await settle();
    expect(found.error()).not.toBeInstanceOf(HttpErrorResponse);
  });
});
