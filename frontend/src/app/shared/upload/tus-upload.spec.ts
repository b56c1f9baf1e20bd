import { HttpClient, provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { TestBed } from '@angular/core/testing';

import { recognise } from './recognise';
import { tusUpload } from './tus-upload';

describe('tusUpload', () => {
  let http: HttpClient;
  let server: HttpTestingController;
  const file = new File([new Uint8Array(9 * 1024 * 1024)], 'Қара жорға.wav', { type: 'audio/wav' });
  const address = '/api/v1/uploads/u1';

  beforeEach(() => {
    TestBed.configureTestingModule({
      providers: [provideHttpClient(), provideHttpClientTesting()],
    });
    http = TestBed.inject(HttpClient);
    server = TestBed.inject(HttpTestingController);
  });

  const begin = (sent: number[], stop = new AbortController()): Promise<string> =>
    tusUpload({
      http,
      file,
      signal: stop.signal,
      progress: (bytes) => sent.push(bytes),
      wait: () => Promise.resolve(),
    });

  const next = async (method: string): Promise<ReturnType<HttpTestingController['expectOne']>> =>
    vi.waitFor(() => server.expectOne((request) => request.method === method));

  const create = async (): Promise<void> => {
    const request = await next('POST');
    expect(request.request.headers.get('Upload-Length')).toBe(String(file.size));
    request.flush('', { headers: { Location: `https://elsewhere.example${address}` } });
  };

  it('sends pieces and returns the id of the media', async () => {
    const sent: number[] = [];
    const result = begin(sent);
    await create();
    const first = await next('PATCH');
    expect(first.request.url).toBe(address);
    first.flush('', { headers: { 'Upload-Offset': String(8 * 1024 * 1024) } });
    const second = await next('PATCH');
    expect((second.request.body as Blob).size).toBe(1024 * 1024);
    const headers = { 'Upload-Offset': String(file.size), 'Musaic-Media-Id': 'm1' };
    second.flush('', { headers });
    expect(await result).toBe('m1');
    expect(sent).toEqual([8 * 1024 * 1024, file.size]);
  });

  it('goes on from the byte the server has after a cut', async () => {
    const result = begin([]);
    await create();
    (await next('PATCH')).error(new ProgressEvent('cut'));
    (await next('HEAD')).flush('', { headers: { 'Upload-Offset': '4321' } });
    const again = await next('PATCH');
    expect(again.request.headers.get('Upload-Offset')).toBe('4321');
    again.flush('', { headers: { 'Upload-Offset': String(file.size), 'Musaic-Media-Id': 'm2' } });
    expect(await result).toBe('m2');
  });

  it('stops at once when the server refuses the file', async () => {
    const result = begin([]).catch((error: unknown) => error);
    await create();
    (await next('PATCH')).flush('{"code":"not_audio"}', { status: 415, statusText: 'Unsupported' });
    expect(await result).toMatchObject({ status: 415, code: 'not_audio' });
  });
});

describe('recognise', () => {
  it('tells sound from exports', () => {
    const of = (name: string, type = ''): string => recognise({ name, type });
    expect(of('a.FLAC')).toBe('audio');
    expect(of('clip', 'video/mp4')).toBe('audio');
    expect(of('my_spotify_data.zip', 'application/zip')).toBe('import');
    expect(of('Streaming_History_Audio_2024.json')).toBe('import');
    expect(of('photo.png', 'image/png')).toBe('unknown');
  });
});
