import { Component } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';

import { PageHeader } from '@app/shared/ui/page-header/page-header';
import { DEFINED, WORDS } from '../../model/definitions';

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
      @for (part of parts; track part.key) {
        <section [attr.aria-label]="t('listening.definitions.parts.' + part.key)">
          <h2>{{ t('listening.definitions.parts.' + part.key) }}</h2>
          <dl>
            @for (word of part.words; track word) {
              <div class="card" [id]="word">
                <dt>
                  <h3>{{ t('listening.definitions.words.' + word + '.name') }}</h3>
                </dt>
                <dd>{{ t('listening.definitions.words.' + word + '.text') }}</dd>
              </div>
            }
          </dl>
        </section>
      }
    </div>
  `,
  styles: `
    section {
      display: grid;
      gap: var(--s-4);
    }
    dl {
      columns: 3 280px;
      column-gap: var(--s-3);
      margin: 0;
    }
    .card {
      break-inside: avoid;
      margin-bottom: var(--s-3);
      padding: var(--s-4);
      scroll-margin-top: 96px;
    }
    .card:target {
      border-color: var(--accent-text);
      background: var(--accent-soft);
      color: var(--on-accent-soft);
    }
    dd {
      margin: var(--s-1) 0 0;
      font-size: var(--text-s);
    }
  `,
})
export default class DefinitionsPage {
  protected readonly parts = [
    { key: 'words', words: WORDS },
    { key: 'charts', words: DEFINED },
  ];
}
