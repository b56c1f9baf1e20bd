import { Component, computed, inject, input, linkedSignal, numberAttribute } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';

import {
  listeningAlbum,
  listeningArtist,
  listeningTrack,
} from '@app/shared/api-client/endpoints/listening/listening';
import type { Story } from '@app/shared/api-client/model/story';
import { ErrorText } from '@app/shared/http/error-text';
import { ErrorState } from '@app/shared/ui/error-state/error-state';
import { Icon } from '@app/shared/ui/icon/icon';
import { Skeleton } from '@app/shared/ui/skeleton/skeleton';
import { chartOf } from '../../data/chart';
import { RoomStore } from '../../data/room.store';
import { genreLink, storyLink } from '../../model/links';
import { Entity } from '../../model/listening';
import { Named } from '../../model/names';
import { StoryHead } from '../../ui/story-head/story-head';
import { FactTile, FactTiles } from '../../ui/tiles/tiles';
import { TopList } from '../../ui/top-list/top-list';
import { Words } from '../../ui/words';
import { RoomControls } from '../room-controls/room-controls';
import { MergePanel } from './merge-panel';
import { StoryCharts } from './story-charts';

const CALLS = { artist: listeningArtist, album: listeningAlbum, track: listeningTrack };

/** The whole story of an artist, an album or a track. */
@Component({
  selector: 'app-story-page',
  imports: [
    ErrorState,
    FactTiles,
    Icon,
    MatButton,
    MergePanel,
    RoomControls,
    RouterLink,
    Skeleton,
    StoryCharts,
    StoryHead,
    TopList,
    TranslocoDirective,
  ],
  templateUrl: './story-page.html',
  styleUrl: './story-page.scss',
})
export default class StoryPage {
  /** From the route. */
  readonly kind = input.required<Entity>();
  readonly id = input.required({ transform: numberAttribute });
  readonly #words = inject(Words);
  protected readonly room = inject(RoomStore);
  protected readonly errorText = inject(ErrorText);
  readonly chart = chartOf<Story>(() => CALLS[this.kind()](this.id(), this.room.range()));
  /** Not the one before, when another id is on its way. */
  protected readonly story = computed(() => {
    const found = this.chart.value();
    return found?.id === this.id() && found.kind === this.kind() ? found : undefined;
  });
  /** Whether one says what this is the same as; another story begins without. */
  protected readonly merging = linkedSignal<number, boolean>({
    source: this.id,
    computation: () => false,
  });
  protected readonly named = computed<Named>(() => {
    const { id, name, artist } = this.story() ?? { id: 0, name: '', artist: null };
    return { id, name, artist };
  });
  protected readonly covers = computed(() => {
    const found = this.story();
    if (found === undefined) return [];
    const names = found.kind === 'artist' ? found.top_albums : [];
    return [found.name, ...names.map(({ name }) => name)].slice(0, names.length > 2 ? 4 : 1);
  });
  protected readonly owner = computed(() => {
    const id = this.story()?.artist_id ?? null;
    return id === null ? null : storyLink('artist', id);
  });
  protected readonly genreLink = genreLink;
  /** When its songs first came out, as far as that is known. */
  protected readonly years = computed(() => {
    const { released_from: from = null, released_until: until = null } = this.story() ?? {};
    if (from === null || until === null) return null;
    return from === until ? String(from) : `${from}–${until}`;
  });
  protected readonly facts = computed<FactTile[]>(() => {
    const found = this.story();
    if (found === undefined) return [];
    const { plays, ms_played, rank, days, best_day, endings } = found;
    const words = this.#words;
    const fact = (key: string, figure: string, note?: string): FactTile => ({
      key,
      label: words.t(`listening.story.facts.${key}`),
      figure,
      note,
    });
    return [
      fact('plays', words.number(plays)),
      fact('time', words.span(ms_played)),
      fact('rank', rank === null ? '–' : `#${words.number(rank)}`),
      fact('days', words.number(days)),
      fact(
        'best',
        best_day === null ? '–' : words.number(best_day.plays),
        best_day === null ? undefined : words.day(best_day.day),
      ),
      fact('completion', words.percent(endings.completion_rate)),
    ];
  });
}
