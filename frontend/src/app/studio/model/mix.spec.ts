import { clampPlace, gainsOf, OPEN_FADER, placeOf } from './mix';

describe('gainsOf', () => {
  it('lets all stems sound at first', () => {
    expect(gainsOf({ vocals: OPEN_FADER, drums: OPEN_FADER })).toEqual({ vocals: 1, drums: 1 });
  });

  it('silences what is muted and what is not solo', () => {
    const muted = { ...OPEN_FADER, muted: true };
    const solo = { ...OPEN_FADER, solo: true };
    expect(gainsOf({ vocals: muted, drums: OPEN_FADER })).toEqual({ vocals: 0, drums: 1 });
    expect(gainsOf({ vocals: solo, drums: OPEN_FADER })).toEqual({ vocals: 1, drums: 0 });
    expect(gainsOf({ vocals: { ...solo, muted: true }, drums: OPEN_FADER })['vocals']).toBe(0);
  });

  it('follows the fader by its square', () => {
    expect(gainsOf({ vocals: { ...OPEN_FADER, volume: 0.5 } })['vocals']).toBe(0.25);
  });
});

describe('placeOf', () => {
  it('waits for the start, runs with the clock and stops at the end', () => {
    const run = { startedAt: 10, offset: 30 };
    expect(placeOf(run, 9.9, 60)).toBe(30);
    expect(placeOf(run, 15, 60)).toBe(35);
    expect(placeOf(run, 99, 60)).toBe(60);
  });

  it('keeps a sought place inside the song', () => {
    expect(clampPlace(-5, 60)).toBe(0);
    expect(clampPlace(65, 60)).toBe(60);
  });
});
