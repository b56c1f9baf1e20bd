import { backoff } from './backoff';

describe('backoff', () => {
  it('doubles up to the cap, with jitter in the upper half', () => {
    expect(backoff(0, { random: () => 0 })).toBe(500);
    expect(backoff(0, { random: () => 1 })).toBe(1000);
    expect(backoff(3, { random: () => 1 })).toBe(8000);
    expect(backoff(40, { random: () => 1 })).toBe(30_000);
  });
});
