import { TestBed } from '@angular/core/testing';

import { Mix } from './mix.store';

describe('Mix', () => {
  const desk = (): InstanceType<typeof Mix> => {
    TestBed.configureTestingModule({ providers: [Mix] });
    const mix = TestBed.inject(Mix);
    mix.reset(['vocals', 'accompaniment']);
    return mix;
  };

  it('starts with every stem open and the first selected', () => {
    const mix = desk();
    expect(mix.gains()).toEqual({ vocals: 1, accompaniment: 1 });
    expect(mix.selected()).toBe('vocals');
  });

  it('solo leaves one stem; a second press brings the others back', () => {
    const mix = desk();
    mix.toggleSolo('vocals');
    expect(mix.gains()).toEqual({ vocals: 1, accompaniment: 0 });
    mix.toggleSolo('vocals');
    expect(mix.gains()).toEqual({ vocals: 1, accompaniment: 1 });
  });

  it('moving a fader opens a muted stem and stays within its way', () => {
    const mix = desk();
    mix.toggleMute('vocals');
    expect(mix.gains()['vocals']).toBe(0);
    mix.setVolume('vocals', 7);
    expect(mix.gains()['vocals']).toBe(1);
  });
});
