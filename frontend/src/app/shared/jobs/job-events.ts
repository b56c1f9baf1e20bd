import { inject, Injectable } from '@angular/core';
import { Observable } from 'rxjs';

import { followJobs } from '@app/shared/api-client/endpoints/jobs/jobs';
import { AppError } from '@app/shared/http/app-error';
import { TOKEN_SOURCE } from '@app/shared/http/token-source';
import { SseEvent, SseParser } from './sse';

@Injectable({ providedIn: 'root' })
export class JobEvents {
  readonly #tokens = inject(TOKEN_SOURCE);

  /**
   * The caller's events, of jobs or of another stream, by fetch so that the bearer stays in a
   * header. Emits null once the stream is open, completes when the server ends it, fails with an
   * AppError.
   */
  after(lastEventId: string | null, url = followJobs().url): Observable<SseEvent | null> {
    return new Observable((subscriber) => {
      const stop = new AbortController();
      const read = async (): Promise<void> => {
        const body = await this.#open(url, lastEventId, stop.signal);
        subscriber.next(null);
        const parser = new SseParser();
        const reader = body.pipeThrough(new TextDecoderStream()).getReader();
        for (let part = await reader.read(); !part.done; part = await reader.read()) {
          for (const event of parser.push(part.value)) subscriber.next(event);
        }
        subscriber.complete();
      };
      read().catch((error: unknown) => {
        if (!stop.signal.aborted) subscriber.error(AppError.from(error));
      });
      return () => {
        stop.abort();
      };
    });
  }

  async #open(
    url: string,
    lastEventId: string | null,
    signal: AbortSignal,
  ): Promise<ReadableStream<BufferSource>> {
    const ask = (token: string | null): Promise<Response> =>
      fetch(url, {
        signal,
        cache: 'no-store',
        headers: {
          Accept: 'text/event-stream',
          // An endless reply must not run through the service worker.
          'ngsw-bypass': 'true',
          ...(token === null ? {} : { Authorization: `Bearer ${token}` }),
          ...(lastEventId === null ? {} : { 'Last-Event-ID': lastEventId }),
        },
      });
    let reply = await ask(this.#tokens.token());
    if (reply.status === 401) reply = await ask(await this.#tokens.refresh());
    if (!reply.ok || reply.body === null) {
      throw AppError.fromReply(reply.status, await reply.text());
    }
    return reply.body;
  }
}
