import { Component, computed, inject, input } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { TranslocoDirective } from '@jsverse/transloco';

import { ErrorText } from '@app/shared/http/error-text';
import { ErrorState } from '@app/shared/ui/error-state/error-state';
import { Skeleton } from '@app/shared/ui/skeleton/skeleton';
import { Chart } from '../../data/chart';
import { RoomStore } from '../../data/room.store';
import { Defined } from '../../model/definitions';
import { ChartFoot } from './chart-foot';

/**
 * What every chart of the room stands in: its states, the way to its definition and its figures as
 * CSV. The projected chart brings its own heading, unless `titled` is set.
 */
@Component({
  selector: 'app-chart-card',
  imports: [ChartFoot, ErrorState, MatButton, Skeleton, TranslocoDirective],
  template: `
    <section
      *transloco="let t"
      class="card"
      [class.stale]="stale()"
      [attr.aria-busy]="of().loading()"
    >
      @if (titled() || !ready()) {
        <h2>{{ heading() }}</h2>
      }
      <ng-content select="[controls]" />
      @if (of().problem(); as problem) {
        <app-error-state
          class="compact"
          [sentence]="errorText.of(problem)"
          [code]="problem.code"
          [requestId]="problem.requestId"
          (retry)="of().reload()"
        />
      } @else if (ready()) {
        <ng-content />
      } @else if (of().value() === undefined) {
        <app-skeleton [lines]="1" [height]="height()" />
      } @else {
        <div class="nothing">
          <p class="quiet">{{ nothing() || t('listening.quietRange') }}</p>
          @if (elsewhere(); as range) {
            <button matButton="outlined" type="button" (click)="room.setRange({ range })">
              {{ range === 'all' ? t('listening.card.all') : t('listening.card.year') }}
            </button>
          }
        </div>
      }
      <app-chart-foot
        [heading]="heading()"
        [definition]="definition()"
        [request]="ready() ? of().request() : undefined"
      />
    </section>
  `,
  styleUrl: './chart-card.scss',
  host: { '[class.bare]': 'bare()' },
})
export class ChartCard {
  protected readonly errorText = inject(ErrorText);
  protected readonly room = inject(RoomStore);
  readonly of = input.required<Chart<unknown>>();
  readonly heading = input.required<string>();
  /** The heading of the definitions that says what is counted. */
  readonly definition = input.required<Defined>();
  readonly empty = input(false);
  /** Said instead of the usual sentence when there is nothing. */
  readonly nothing = input('');
  /** The range that has more to show than an empty one; where the sentence is the usual one, all. */
  readonly suggests = input<'all' | '365d'>();
  /** Whether the card writes the heading, because what stands in it does not. */
  readonly titled = input(false);
  readonly height = input('240px');
  protected readonly ready = computed(
    () => this.of().value() !== undefined && !this.empty() && this.of().problem() === null,
  );
  /** Nothing to show: no reason to be as tall as the card beside it. */
  protected readonly bare = computed(() => !this.ready() && this.of().value() !== undefined);
  protected readonly elsewhere = computed(() => {
    const range = this.suggests() ?? (this.nothing() === '' ? 'all' : undefined);
    return this.room.empty() || this.room.range().range === range ? undefined : range;
  });
  protected readonly stale = computed(() => this.of().loading() && this.of().value() !== undefined);
}
