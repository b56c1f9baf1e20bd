import { Component } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';

import { PageHeader } from '@app/shared/ui/page-header/page-header';

/** The headings that replies and cards name, in the order of the page. */
const WORDS = [
  'listen',
  'play',
  'time-listened',
  'moment',
  'range',
  'top-lists',
  'genres',
  'totals',
  'hours-and-weekdays',
  'heat-map',
  'calendar',
  'timeline',
  'sessions',
  'streaks',
  'breaks',
  'on-repeat',
  'skips',
  'habits',
  'discoveries',
  'first-listens',
  'rediscoveries',
  'forgotten-favourites',
  'milestones',
  'one-hit-wonders',
  'concentration',
  'release-years',
  'race',
  'stories',
  'comparisons',
  'two-people',
  'plays',
  'year-rewind',
  'life-events',
  'the-whole-server',
];

/** What each figure counts; every chart leads here. */
@Component({
  selector: 'app-definitions-page',
  imports: [PageHeader, TranslocoDirective],
  template: `
    <div class="page" *transloco="let t">
      <app-page-header
        [heading]="t('listening.definitions.title')"
        [lead]="t('listening.definitions.lead')"
      />
      <dl>
        @for (word of words; track word) {
          <div [id]="word">
            <dt>
              <h2>{{ t('listening.definitions.words.' + word + '.name') }}</h2>
            </dt>
            <dd>{{ t('listening.definitions.words.' + word + '.text') }}</dd>
          </div>
        }
      </dl>
    </div>
  `,
  styles: `
    dl {
      display: grid;
      gap: var(--s-2);
      max-width: 76ch;
      margin: 0;
    }
    dl div {
      padding: var(--s-3) var(--s-4);
      border-radius: var(--r-m);
      scroll-margin-top: 96px;
    }
    dl div:target {
      background: var(--accent-soft);
      color: var(--on-accent-soft);
    }
    h2 {
      font-size: var(--text-l);
    }
    dd {
      margin: var(--s-1) 0 0;
    }
  `,
})
export default class DefinitionsPage {
  protected readonly words = WORDS;
}
