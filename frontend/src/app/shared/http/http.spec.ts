import { HttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { TestBed } from '@angular/core/testing';
import { firstValueFrom } from 'rxjs';

import { AppError } from './app-error';
import { idempotent, newIdempotencyKey } from './idempotency';
import { provideHttp } from './provide-http';
import { TOKEN_SOURCE } from './token-source';

describe('http', () => {
  const tokens = {
    token: vi.fn<() => string | null>(),
    refresh: vi.fn<() => Promise<string | null>>(),
  };
  let http: HttpClient;
  let server: HttpTestingController;

  beforeEach(() => {
    tokens.token.mockReset().mockReturnValue('old');
    tokens.refresh.mockReset().mockResolvedValue('fresh');
    TestBed.configureTestingModule({
      providers: [
        provideHttp(),
        provideHttpClientTesting(),
        { provide: TOKEN_SOURCE, useValue: tokens },
      ],
    });
    http = TestBed.inject(HttpClient);
    server = TestBed.inject(HttpTestingController);
  });

  afterEach(() => {
    server.verify();
  });

  it('sends the bearer to the API only', () => {
    http.get('/api/v1/me').subscribe();
    http.get('/icons/icon.svg').subscribe();
    expect(server.expectOne('/api/v1/me').request.headers.get('Authorization')).toBe('Bearer old');
    expect(server.expectOne('/icons/icon.svg').request.headers.has('Authorization')).toBe(false);
  });

  it('marks everything that changes something as ours', () => {
    http.post('/api/v1/auth/logout', null).subscribe();
    http.get('/api/v1/me').subscribe();
    const post = server.expectOne('/api/v1/auth/logout').request;
    expect(post.headers.get('X-Musaic-CSRF')).toBe('1');
    expect(server.expectOne('/api/v1/me').request.headers.has('X-Musaic-CSRF')).toBe(false);
  });

  it('asks for a fresh token after a 401 and tries once more', async () => {
    const reply = firstValueFrom(http.get('/api/v1/me'));
    server.expectOne('/api/v1/me').flush(null, { status: 401, statusText: 'Unauthorized' });
    await vi.waitFor(() => {
      const again = server.expectOne('/api/v1/me');
      expect(again.request.headers.get('Authorization')).toBe('Bearer fresh');
      again.flush({ id: 7 });
    });
    expect(await reply).toEqual({ id: 7 });
  });

  it('gives up when the second try is refused too', async () => {
    const reply = firstValueFrom(http.get('/api/v1/me')).catch((error: unknown) => error);
    server.expectOne('/api/v1/me').flush(null, { status: 401, statusText: 'Unauthorized' });
    await vi.waitFor(() => {
      server.expectOne('/api/v1/me').flush(null, { status: 401, statusText: 'Unauthorized' });
    });
    expect(await reply).toMatchObject({ status: 401 });
    expect(tokens.refresh).toHaveBeenCalledTimes(1);
  });

  it('turns a problem into an AppError with code, request id and fields', async () => {
    const reply = firstValueFrom(http.post('/api/v1/auth/register', {})).catch((e: unknown) => e);
    server.expectOne('/api/v1/auth/register').flush(
      {
        status: 422,
        code: 'invalid_input',
        detail: 'Please check.',
        request_id: 'r-1',
        errors: [{ loc: ['body', 'email'], msg: 'not an address' }],
      },
      { status: 422, statusText: 'Unprocessable' },
    );
    const error = await reply;
    expect(error).toBeInstanceOf(AppError);
    expect(error).toMatchObject({
      status: 422,
      code: 'invalid_input',
      requestId: 'r-1',
      fieldErrors: [{ field: 'email', message: 'not an address' }],
    });
  });

  it('tells a server that is away from one that refuses', () => {
    expect(AppError.fromReply(0, null).code).toBe('server_away');
    expect(AppError.fromReply(503, '<html>').code).toBe('server_away');
    expect(AppError.fromReply(404, '{"code":"not_found"}').code).toBe('not_found');
    expect(AppError.fromReply(418, null).code).toBe('http_418');
  });

  it('makes a new key for each intention', () => {
    expect(newIdempotencyKey()).toMatch(/^[0-9a-f]{32}$/);
    expect(newIdempotencyKey()).not.toBe(newIdempotencyKey());
    expect(idempotent('k')['Idempotency-Key']).toBe('k');
  });
});
