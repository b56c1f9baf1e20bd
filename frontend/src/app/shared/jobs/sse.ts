/** One event of a server-sent stream. */
export interface SseEvent {
  id: string | null;
  event: string;
  data: string;
}

/**
 * Cuts a text stream into events (WHATWG rules: LF, CRLF or CR ends a line, an empty line ends
 * an event, a colon first is a comment). Feed chunks in order; a chunk may end anywhere.
 */
export class SseParser {
  #rest = '';
  #data: string[] = [];
  #event = '';
  #id: string | null = null;

  push(chunk: string): SseEvent[] {
    const text = this.#rest + chunk;
    // A CR at the very end may be half of a CRLF: wait for the next chunk.
    const usable = text.endsWith('\r') ? text.slice(0, -1) : text;
    const lines = usable.split(/\r\n|\n|\r/);
    this.#rest = (lines.pop() ?? '') + text.slice(usable.length);
    return lines.flatMap((line) => this.#line(line));
  }

  #line(line: string): SseEvent[] {
    if (line === '') return this.#flush();
    const colon = line.indexOf(':');
    if (colon === 0) return [];
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (field === 'data') this.#data.push(value);
    if (field === 'event') this.#event = value;
    if (field === 'id') this.#id = value;
    return [];
  }

  #flush(): SseEvent[] {
    const { length } = this.#data;
    const found = { id: this.#id, event: this.#event || 'message', data: this.#data.join('\n') };
    this.#data = [];
    this.#event = '';
    return length > 0 ? [found] : [];
  }
}
