import { Component, computed, inject } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';

import { listeningGenres } from '@app/shared/api-client/endpoints/listening/listening';
import { ErrorText } from '@app/shared/http/error-text';
import { ErrorState } from '@app/shared/ui/error-state/error-state';
import { Skeleton } from '@app/shared/ui/skeleton/skeleton';
import { chartOf } from '../../data/chart';
import { RoomStore } from '../../data/room.store';
import { GenreList } from '../../ui/genre-list/genre-list';
import { Words } from '../../ui/words';
import { ChartFoot } from '../chart-card/chart-foot';

const PAGE = 12;

/** The genres of the range, and how much of it nobody has told a genre of. */
@Component({
  selector: 'app-genres-section',
  imports: [ChartFoot, ErrorState, GenreList, Skeleton, TranslocoDirective],
  template: `
    <ng-container *transloco="let t">
      @if (genres.problem(); as problem) {
        <app-error-state
          [sentence]="errorText.of(problem)"
          [code]="problem.code"
          [requestId]="problem.requestId"
          (retry)="genres.reload()"
        />
      } @else if (genres.value(); as found) {
        @if (found.items.length > 0) {
          <app-genre-list [items]="found.items" [metric]="room.metric()" />
        }
        @if (unknown(); as share) {
          <p class="unknown" data-testid="no-genre">
            <strong class="figures">{{ share }}</strong>
            {{ t('listening.genres.unknown') }}
            <span class="quiet">{{ t('listening.genres.unknownWhy') }}</span>
          </p>
        } @else if (found.plays === 0) {
          <p class="quiet">{{ t('listening.quietRange') }}</p>
        }
      } @else {
        <app-skeleton [lines]="6" height="48px" />
      }
      <app-chart-foot
        definition="genres"
        [heading]="t('listening.top.genre')"
        [request]="genres.request()"
      />
    </ng-container>
  `,
  styles: `
    :host {
      display: grid;
      gap: var(--s-4);
      min-width: 0;
    }
    .unknown {
      margin: 0;
      padding: var(--s-3) var(--s-4);
      border: 1px dashed var(--line-strong);
      border-radius: var(--r-m);
    }
  `,
})
export class GenresSection {
  readonly #words = inject(Words);
  protected readonly room = inject(RoomStore);
  protected readonly errorText = inject(ErrorText);
  protected readonly genres = chartOf(() =>
    listeningGenres({ ...this.room.figures(), limit: PAGE }),
  );
  protected readonly unknown = computed(() => {
    const share = this.genres.value()?.unknown.share ?? 0;
    return share > 0 ? this.#words.percent(share, share < 0.01 ? 1 : 0) : null;
  });
}
