import { SseParser } from './sse';

describe('SseParser', () => {
  const text =
    ': hello\nid: 4\nevent: progress\ndata: {"a":1}\n\nid: 5\r\ndata: x\r\ndata: y\r\n\r\n';
  const events = [
    { id: '4', event: 'progress', data: '{"a":1}' },
    { id: '5', event: 'message', data: 'x\ny' },
  ];

  it('reads events of a whole text', () => {
    expect(new SseParser().push(text)).toEqual(events);
  });

  it('does not care where the stream is cut', () => {
    for (let cut = 1; cut < text.length; cut += 1) {
      const parser = new SseParser();
      const found = [...parser.push(text.slice(0, cut)), ...parser.push(text.slice(cut))];
      expect(found, `cut at ${cut}`).toEqual(events);
    }
  });

  it('says nothing for comments and events without data', () => {
    expect(new SseParser().push(': beat\n\nevent: progress\n\n')).toEqual([]);
  });
});
