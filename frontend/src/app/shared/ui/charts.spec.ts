import { Type } from '@angular/core';
import { ComponentFixture, TestBed } from '@angular/core/testing';

import { provideTexts } from '../../../testing/provide-texts';
import { weekdays } from '@app/shared/i18n/format';
import { Language } from '@app/shared/i18n/language';
import { AreaChart } from './area-chart/area-chart';
import { BarChart } from './bar-chart/bar-chart';
import { BumpChart } from './bump-chart/bump-chart';
import { thinOut } from './chart-frame/chart-point';
import { coverOf } from './cover-art/cover';
import { COMPOSITIONS } from './cover-art/compositions';
import { Dice } from './cover-art/dice';
import { PALETTES } from './cover-art/palettes';
import { HourClock } from './hour-clock/hour-clock';
import { LorenzCurve } from './lorenz-curve/lorenz-curve';
import { barsPath, toBars } from './waveform/outline';
import { WeekHeatmap } from './week-heatmap/week-heatmap';

const points = (values: number[]): { label: string; value: number }[] =>
  values.map((value, index) => ({ label: `p${index}`, value }));

describe('charts', () => {
  beforeEach(async () => {
    TestBed.configureTestingModule({ providers: [provideTexts()] });
    await TestBed.inject(Language).use('en');
  });

  async function show<T>(type: Type<T>, inputs: object): Promise<ComponentFixture<T>> {
    const fixture = TestBed.createComponent(type);
    for (const [key, value] of Object.entries(inputs)) fixture.componentRef.setInput(key, value);
    await fixture.whenStable();
    return fixture;
  }

  const element = (fixture: ComponentFixture<unknown>): HTMLElement =>
    fixture.nativeElement as HTMLElement;

  it('draws one bar a point, marks the highest and says it aloud', async () => {
    const fixture = await show(BarChart, { heading: 'Plays', data: points([1, 5, 3]) });
    const bars = element(fixture).querySelectorAll('svg[role=img] path');
    expect(bars.length).toBe(3);
    expect(bars[1]?.classList.contains('top')).toBe(true);
    expect(element(fixture).querySelector('svg[role=img]')?.getAttribute('aria-label')).toBe(
      'Plays. p1: 5',
    );
  });

  it('shows the same figures as a table', async () => {
    const fixture = await show(BarChart, { heading: 'Plays', data: points([1, 5]) });
    element(fixture).querySelector<HTMLElement>('button:last-of-type')?.click();
    await fixture.whenStable();
    const cells = [...element(fixture).querySelectorAll('td')].map((cell) => cell.textContent);
    expect(cells).toEqual(['1', '5']);
  });

  it('follows new data', async () => {
    const fixture = await show(BarChart, { heading: 'Plays', data: points([1]) });
    fixture.componentRef.setInput('data', points([4, 2, 2, 2]));
    await fixture.whenStable();
    expect(element(fixture).querySelectorAll('svg[role=img] path').length).toBe(4);
  });

  it('draws nothing impossible without data or with zeros only', async () => {
    for (const data of [[], points([0, 0])]) {
      for (const type of [BarChart, AreaChart, HourClock]) {
        const fixture = await show(type as Type<unknown>, { heading: 'Empty', data });
        expect(element(fixture).innerHTML).not.toContain('NaN');
      }
    }
  });

  it('lays 7 × 24 tiles', async () => {
    const values = Array.from({ length: 7 }, () => Array.from({ length: 24 }, () => 1));
    const fixture = await show(WeekHeatmap, { heading: 'Week', values, days: weekdays('en') });
    expect(element(fixture).querySelectorAll('rect').length).toBe(168);
  });

  it('marks stretches behind a line and says their names', async () => {
    const marked = [{ from: 0.5, to: 1, label: 'Trip', colour: '#0e9488' }];
    const fixture = await show(AreaChart, { heading: 'Plays', data: points([1, 5, 3]), marked });
    expect(element(fixture).querySelectorAll('rect[opacity]').length).toBe(1);
    expect(element(fixture).querySelector('.legend')?.textContent).toBe('Trip');
    expect(element(fixture).querySelector('svg[role=img]')?.getAttribute('aria-label')).toBe(
      'Plays. p1: 5. Trip',
    );
  });

  it('draws a line for each stretch of a name, and its ranks as rows', async () => {
    const lines = [{ name: 'Dala', stretches: [[[0, 1] as const], [[2, 3] as const]] }];
    const fixture = await show(BumpChart, { heading: 'Race', frames: ['a', 'b', 'c'], lines });
    expect(element(fixture).querySelectorAll('path.line').length).toBe(2);
    element(fixture).querySelector<HTMLElement>('button:last-of-type')?.click();
    await fixture.whenStable();
    expect([...element(fixture).querySelectorAll('td')].map((cell) => cell.textContent)).toEqual([
      '#1',
      '#3',
    ]);
  });

  it('draws how unevenly something is spread, also when nothing is', async () => {
    const percent = (share: number): string => `${share * 100} %`;
    const fixture = await show(LorenzCurve, { heading: 'Spread', data: [], percent });
    expect(element(fixture).innerHTML).not.toContain('NaN');
    fixture.componentRef.setInput('data', [
      { part: 0, share: 0 },
      { part: 1, share: 1 },
    ]);
    await fixture.whenStable();
    expect(element(fixture).querySelector('path.line')?.getAttribute('d')).toBe('M0,300L300,0');
  });

  it('thins names out evenly', () => {
    expect(thinOut(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'], 3).map(({ item }) => item)).toEqual([
      'a',
      'd',
      'g',
    ]);
  });
});

describe('outline', () => {
  it('takes the loudest of each part and never vanishes', () => {
    expect(toBars([0, 255, 51, 0], 2)).toEqual([1, 0.2]);
    expect(toBars([0, 0], 2)).toEqual([0.06, 0.06]);
    expect(toBars([], 3)).toHaveLength(3);
    expect(toBars([255], 4)).toEqual([1, 1, 1, 1]);
  });

  it('draws around the middle', () => {
    expect(barsPath([1])).toBe('M0.5 3V97');
  });
});

describe('cover art', () => {
  it('gives a name always the same picture, and others another', () => {
    expect(coverOf('Dala')).toEqual(coverOf(' dala '));
    expect(coverOf('Dala')).not.toEqual(coverOf('Dale'));
  });

  it('draws whole paths in every composition', () => {
    for (const [index, draw] of COMPOSITIONS.entries()) {
      for (const name of ['Dala', 'Қара жорға', '', 'Ночной поезд']) {
        const tiles = draw(new Dice(name), PALETTES[index % PALETTES.length]!);
        for (const { d, fill } of tiles) {
          expect(d).toMatch(/^M[-\d. a-zA-Z]+z$/);
          expect(d).not.toContain('NaN');
          expect(fill).toMatch(/^#[0-9a-f]{6}$/);
        }
      }
    }
  });
});
