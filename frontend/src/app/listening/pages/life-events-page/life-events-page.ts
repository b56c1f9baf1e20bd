import { Component, computed, inject, signal } from '@angular/core';
import { MatButton, MatIconButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';

import { listeningTimeline } from '@app/shared/api-client/endpoints/listening/listening';
import { ErrorText } from '@app/shared/http/error-text';
import { AreaChart } from '@app/shared/ui/area-chart/area-chart';
import { Confirm } from '@app/shared/ui/confirm/confirm';
import { EmptyState } from '@app/shared/ui/empty-state/empty-state';
import { ErrorState } from '@app/shared/ui/error-state/error-state';
import { Icon } from '@app/shared/ui/icon/icon';
import { PageHeader } from '@app/shared/ui/page-header/page-header';
import { Toasts } from '@app/shared/ui/toasts/toasts';
import { chartOf } from '../../data/chart';
import { LifeEventsStore } from '../../data/life-events.store';
import { RoomStore } from '../../data/room.store';
import { bandsOf, LifeEvent } from '../../model/bands';
import { valueOf } from '../../model/choices';
import { Words } from '../../ui/words';
import { ChartCard } from '../chart-card/chart-card';
import { RoomControls } from '../room-controls/room-controls';
import { RoomProblem } from '../room-problem/room-problem';
import { EventForm } from './event-form';

/** The marked stretches of one's life: make, change and remove them, and see them over the music. */
@Component({
  selector: 'app-life-events-page',
  imports: [
    AreaChart,
    ChartCard,
    EmptyState,
    ErrorState,
    EventForm,
    Icon,
    MatButton,
    MatIconButton,
    PageHeader,
    RoomControls,
    RoomProblem,
    RouterLink,
    TranslocoDirective,
  ],
  templateUrl: './life-events-page.html',
  styleUrl: './life-events-page.scss',
})
export default class LifeEventsPage {
  readonly #confirm = inject(Confirm);
  readonly #toasts = inject(Toasts);
  protected readonly room = inject(RoomStore);
  protected readonly words = inject(Words);
  protected readonly errorText = inject(ErrorText);
  protected readonly store = inject(LifeEventsStore);
  /** The event in the form: `new`, an id, or none. */
  protected readonly editing = signal<string | null>(null);
  protected readonly timeline = chartOf(() =>
    listeningTimeline({ ...this.room.range(), bucket: 'week' }),
  );
  readonly #items = computed(() => this.timeline.value()?.items ?? []);
  protected readonly points = computed(() =>
    this.#items().map((item) => ({
      label: this.words.dayMonth(item.start),
      value: valueOf(item, this.room.metric()),
    })),
  );
  protected readonly bands = computed(() =>
    bandsOf(
      this.store.items(),
      this.#items().map(({ start }) => start),
    ),
  );
  /** Newest first, as one looks for them. */
  protected readonly events = computed(() => [...this.store.items()].reverse());

  protected span({ first_day, last_day }: LifeEvent): string {
    if (last_day !== null) return this.words.days(first_day, last_day);
    return this.words.t('listening.events.since', { day: this.words.day(first_day) });
  }

  protected async remove({ id, title }: LifeEvent): Promise<void> {
    const sure = await this.#confirm.ask({
      heading: this.words.t('listening.events.removeHeading', { title }),
      text: this.words.t('listening.events.removeText'),
      action: this.words.t('listening.events.remove'),
    });
    if (!sure) return;
    this.store.remove(id).subscribe({
      error: (error: unknown) => {
        this.#toasts.show(this.errorText.of(error), 'bad');
      },
    });
  }
}
