import { HttpClient, HttpHeaders, HttpResponse } from '@angular/common/http';
import { firstValueFrom } from 'rxjs';

import { beginUpload } from '@app/shared/api-client/endpoints/uploads/uploads';
import { optionsOf } from '@app/shared/http/api';
import { AppError } from '@app/shared/http/app-error';
import { backoff } from '@app/shared/util/backoff';

export const TUS_VERSION = '1.0.0';
const PIECE_BYTES = 8 * 1024 * 1024;
const TRIES = 6;

interface Options {
  http: HttpClient;
  file: File;
  /** What the file shall become; a sound unless it is said. */
  kind?: 'audio' | 'document';
  signal: AbortSignal;
  progress: (sent: number) => void;
  wait?: (ms: number) => Promise<void>;
}

/**
 * Sends one file by tus 1.0 in pieces. After a cut it asks the server how far it got and goes on
 * from that byte, also when the API was restarted meanwhile.
 * @returns the id of the new media; throws AppError.
 */
export async function tusUpload(options: Options): Promise<string> {
  const { http, file, kind = 'audio', signal, progress } = options;
  const address = await create(http, file, kind);
  let offset = 0;
  let failures = 0;
  for (;;) {
    signal.throwIfAborted();
    try {
      const reply = await sendPiece(http, address, file, offset);
      offset = Number(reply.headers.get('Upload-Offset'));
      failures = 0;
      progress(offset);
      if (offset >= file.size) return mediaId(reply);
    } catch (error) {
      const problem = AppError.from(error);
      if (!isPassing(problem) || (failures += 1) >= TRIES) throw problem;
      await (options.wait ?? pause)(backoff(failures));
      offset = await ask(http, address, offset);
    }
  }
}

async function create(http: HttpClient, file: File, kind: string): Promise<string> {
  const request = beginUpload({
    'Tus-Resumable': TUS_VERSION,
    'Upload-Length': file.size,
    'Upload-Metadata': [
      `filename ${base64(file.name)}`,
      `filetype ${base64(file.type)}`,
      `kind ${base64(kind)}`,
    ].join(','),
  });
  const { headers } = optionsOf(request);
  const reply = await firstValueFrom(
    http.post(request.url, null, { headers, observe: 'response', responseType: 'text' }),
  );
  const location = reply.headers.get('Location') ?? '';
  // Behind a proxy the server may not know its public name: only the path counts.
  return new URL(location, globalThis.location.origin).pathname;
}

function sendPiece(
  http: HttpClient,
  address: string,
  file: File,
  offset: number,
): Promise<HttpResponse<string>> {
  const headers = tusHeaders({
    'Upload-Offset': String(offset),
    'Content-Type': 'application/offset+octet-stream',
  });
  const body = file.slice(offset, offset + PIECE_BYTES);
  return firstValueFrom(
    http.patch(address, body, { headers, observe: 'response', responseType: 'text' }),
  );
}

/** Where the server stands; the last known offset while it cannot answer. */
async function ask(http: HttpClient, address: string, known: number): Promise<number> {
  try {
    const reply = await firstValueFrom(
      http.head(address, { headers: tusHeaders({}), observe: 'response' }),
    );
    return Number(reply.headers.get('Upload-Offset'));
  } catch (error) {
    const problem = AppError.from(error);
    if (!isPassing(problem)) throw problem;
    return known;
  }
}

/** 409: the server has another offset; 423: the last piece is still being written. */
function isPassing({ status }: AppError): boolean {
  return status === 0 || status === 409 || status === 423 || status === 429 || status >= 500;
}

function mediaId(reply: HttpResponse<string>): string {
  const id = reply.headers.get('Musaic-Media-Id');
  if (id === null) throw new AppError(reply.status, 'upload_without_media');
  return id;
}

function tusHeaders(more: Record<string, string>): HttpHeaders {
  return new HttpHeaders({ 'Tus-Resumable': TUS_VERSION, ...more });
}

function base64(text: string): string {
  return btoa(String.fromCodePoint(...new TextEncoder().encode(text)));
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
