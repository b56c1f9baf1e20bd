import { Component, computed, inject, linkedSignal } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';

import { compareArtists, topItems } from '@app/shared/api-client/endpoints/listening/listening';
import type { Story } from '@app/shared/api-client/model/story';
import { AreaChart } from '@app/shared/ui/area-chart/area-chart';
import { ChartPoint } from '@app/shared/ui/chart-frame/chart-point';
import { chartOf } from '../../data/chart';
import { LifeEventsStore } from '../../data/life-events.store';
import { RoomStore } from '../../data/room.store';
import { bandsOf } from '../../model/bands';
import { SideBySide, SideRow } from '../../ui/side-by-side/side-by-side';
import { Words } from '../../ui/words';
import { ChartCard } from '../chart-card/chart-card';
import { storyFigures } from './story-figures';

/** Two artists side by side; one chooses among the most played. */
@Component({
  selector: 'app-artists-section',
  imports: [AreaChart, ChartCard, SideBySide, TranslocoDirective],
  templateUrl: './artists-section.html',
  styleUrl: '../page.scss',
  styles: `
    :host,
    .pick {
      display: grid;
      grid-template-columns: repeat(auto-fit, minmax(min(240px, 100%), 1fr));
      gap: var(--s-4);
    }
    :host {
      grid-template-columns: minmax(0, 1fr);
    }
  `,
})
export class ArtistsSection {
  readonly #room = inject(RoomStore);
  readonly #words = inject(Words);
  readonly #events = inject(LifeEventsStore);
  protected readonly sides = [0, 1] as const;
  readonly #artists = chartOf(() =>
    topItems({ ...this.#room.range(), entity: 'artist', limit: 200 }),
  );
  protected readonly artists = computed(() => this.#artists.value()?.items ?? []);
  /** The two chosen; at first the two most played. */
  protected readonly pair = linkedSignal<{ id: number }[], [number, number]>({
    source: this.artists,
    computation: (artists, before) =>
      before !== undefined && before.value[1] !== 0
        ? before.value
        : [artists[0]?.id ?? 0, artists[1]?.id ?? 0],
  });
  protected readonly compared = chartOf(() => {
    const [a, b] = this.pair();
    return b === 0 ? undefined : compareArtists({ ...this.#room.range(), a, b });
  });
  protected readonly names = computed<[string, string]>(() => {
    const found = this.compared.value();
    return [found?.a.name ?? '', found?.b.name ?? ''];
  });
  protected readonly figures = computed<SideRow[]>(() => {
    const found = this.compared.value();
    return found === undefined ? [] : storyFigures(found.a, found.b, this.#words);
  });
  protected readonly both = computed(() =>
    this.#words.plural('listening.compare.daysBoth', this.compared.value()?.days_both ?? 0),
  );
  protected readonly format = this.#words.format('plays');

  protected choose(side: 0 | 1, id: string): void {
    this.pair.update(([a, b]) => (side === 0 ? [Number(id), b] : [a, Number(id)]));
  }
  protected points({ timeline }: Story): ChartPoint[] {
    return timeline.map(({ start, plays }) => ({ label: this.#words.month(start), value: plays }));
  }
  protected bands({ timeline }: Story): ReturnType<typeof bandsOf> {
    return bandsOf(
      this.#events.items(),
      timeline.map(({ start }) => start),
    );
  }
}
