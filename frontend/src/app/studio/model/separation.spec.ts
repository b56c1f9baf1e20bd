import { factsOf } from './separation';

describe('factsOf', () => {
  it('reads tempo and key', () => {
    const analysis = { tempo: { bpm: 119.7, double: 239.4 }, key: { name: 'A minor' } };
    expect(factsOf(analysis)).toEqual({ bpm: 120, key: { tonic: 'A', mode: 'minor' } });
  });

  it('leaves out what the server could not tell', () => {
    expect(factsOf(null)).toEqual({ bpm: null, key: null });
    expect(factsOf({ tempo: null, key: {} })).toEqual({ bpm: null, key: null });
  });
});
