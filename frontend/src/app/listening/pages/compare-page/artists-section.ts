import { Component, computed, inject, signal } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { ActivatedRoute, Router } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';

import { compareArtists, topItems } from '@app/shared/api-client/endpoints/listening/listening';
import type { Story } from '@app/shared/api-client/model/story';
import { AreaChart } from '@app/shared/ui/area-chart/area-chart';
import { ChartPoint } from '@app/shared/ui/chart-frame/chart-point';
import { Skeleton } from '@app/shared/ui/skeleton/skeleton';
import { chartOf } from '../../data/chart';
import { LifeEventsStore } from '../../data/life-events.store';
import { RoomStore } from '../../data/room.store';
import { bandsOf } from '../../model/bands';
import { Named } from '../../model/names';
import { SideBySide, SideRow } from '../../ui/side-by-side/side-by-side';
import { Words } from '../../ui/words';
import { ChartCard } from '../chart-card/chart-card';
import { NamePicker } from '../names-page/name-picker/name-picker';
import { storyFigures } from './story-figures';

type Side = 0 | 1;
const PARAMETERS = ['a', 'b'] as const;

/** Two artists side by side: those of the address (`?a=40&b=7`), else the two most played. */
@Component({
  selector: 'app-artists-section',
  imports: [AreaChart, ChartCard, NamePicker, SideBySide, Skeleton, TranslocoDirective],
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
  readonly #router = inject(Router);
  readonly #address = toSignal(inject(ActivatedRoute).queryParamMap, { requireSync: true });
  protected readonly sides = [0, 1] as const;
  protected readonly top = chartOf(() => topItems({ entity: 'artist', range: 'all', limit: 3 }));
  /** The side whose artist is being looked for. */
  readonly #open = signal<Side | null>(null);
  /** Names that were picked, until the comparison brings them. */
  readonly #picked = signal<readonly Named[]>([]);
  readonly #ids = computed<[number, number]>(() => {
    const [a = 0, b = 0] = PARAMETERS.map((name) => Number(this.#address().get(name) ?? 0));
    const best = (this.top.value()?.items ?? []).map(({ id }) => id);
    const first = a || (best.find((id) => id !== b) ?? 0);
    return [first, b || (best.find((id) => id !== first) ?? 0)];
  });
  protected readonly known = computed(
    () => this.top.value() !== undefined || this.#ids().every((id) => id !== 0),
  );
  protected readonly pair = computed<[Named | null, Named | null]>(() => {
    const found = this.compared.value();
    const known = [found?.a, found?.b, ...this.#picked(), ...(this.top.value()?.items ?? [])];
    const named = (side: Side): Named | null => {
      const id = this.#ids()[side];
      if (this.#open() === side || id === 0) return null;
      const { name } = known.find((artist) => artist?.id === id) ?? { name: '…' };
      return { id, name, artist: null };
    };
    return [named(0), named(1)];
  });
  protected readonly compared = chartOf(() => {
    const [a, b] = this.#ids();
    return a === 0 || b === 0 ? undefined : compareArtists({ ...this.#room.range(), a, b });
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

  protected choose(side: Side, artist: Named | null): void {
    this.#open.set(artist === null ? side : null);
    if (artist === null) return;
    this.#picked.update((picked) => [artist, ...picked]);
    void this.#router.navigate([], {
      queryParams: { [PARAMETERS[side]]: artist.id },
      queryParamsHandling: 'merge',
      replaceUrl: true,
    });
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
