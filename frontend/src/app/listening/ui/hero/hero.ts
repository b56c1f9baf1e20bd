import { Component, computed, input } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';

import { DayPipe, NumPipe, PluralPipe } from '@app/shared/i18n/pipes';
import { CoverArt } from '@app/shared/ui/cover-art/cover-art';
import { Metric, Summary } from '../../model/listening';

const HOUR = 3_600_000;

/** The totals of a range: one loud figure, and the quiet ones beside it. */
@Component({
  selector: 'app-hero',
  imports: [CoverArt, DayPipe, NumPipe, PluralPipe, TranslocoDirective],
  template: `
    <ng-container *transloco="let t">
      <div class="loud">
        <div class="wall">
          @for (name of covers(); track $index) {
            <app-cover-art [name]="name" />
          }
        </div>
        <p class="display" data-testid="total">{{ loud() | num: whole }}</p>
        <p class="word">
          {{ metric() === 'plays' ? t('listening.hero.plays') : t('listening.hero.hours') }}
        </p>
        <p class="small">
          @if (metric() === 'plays') {
            {{ hours() | plural: 'listening.hero.hoursCount' }}
          } @else {
            {{ summary().plays | plural: 'listening.plays' }}
          }
          @if (summary().first_listen_at; as first) {
            · {{ first | day }} – {{ summary().last_listen_at ?? first | day }}
          }
        </p>
      </div>
      <dl>
        @for (fact of facts(); track fact.key) {
          <div [style.--tile]="'var(--tile-' + ($index + 2) + ')'">
            <dd>{{ fact.value | num }}</dd>
            <dt>{{ t('listening.hero.' + fact.key) }}</dt>
          </div>
        }
      </dl>
    </ng-container>
  `,
  styleUrl: './hero.scss',
})
export class Hero {
  readonly summary = input.required<Summary>();
  readonly metric = input.required<Metric>();
  /** Names whose covers decorate the loud figure. */
  readonly covers = input<readonly string[]>([]);
  protected readonly whole: Intl.NumberFormatOptions = { maximumFractionDigits: 0 };
  protected readonly hours = computed(() => Math.round(this.summary().ms_played / HOUR));
  protected readonly loud = computed(() =>
    this.metric() === 'plays' ? this.summary().plays : this.hours(),
  );
  protected readonly facts = computed(() => {
    const { artists, albums, tracks, days_active } = this.summary();
    return [
      { key: 'artists', value: artists },
      { key: 'albums', value: albums },
      { key: 'tracks', value: tracks },
      { key: 'days', value: days_active },
    ];
  });
}
