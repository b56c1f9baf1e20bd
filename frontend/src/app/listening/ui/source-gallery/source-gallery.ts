import { Component } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';

import { CoverArt } from '@app/shared/ui/cover-art/cover-art';
import { SOURCES } from '../../model/sources';

/** Every source that can be read, and in one line how to get its export. Our own tiles, no logos. */
@Component({
  selector: 'app-source-gallery',
  imports: [CoverArt, TranslocoDirective],
  template: `
    <ng-container *transloco="let t">
      <h2>{{ t('listening.sources.title') }}</h2>
      <p class="quiet">{{ t('listening.sources.lead') }}</p>
      <ul data-testid="sources">
        @for (source of sources; track source.id) {
          <li>
            <app-cover-art [name]="source.name" [size]="44" />
            <div>
              <h3>
                {{ source.id === 'csv' ? t('listening.sources.csvName') : source.name }}
              </h3>
              <p class="small quiet">{{ t('listening.sources.how.' + source.id) }}</p>
              @if (source.link; as link) {
                <a class="small" target="_blank" rel="noopener noreferrer" [href]="link">
                  {{ t('listening.sources.open', { name: source.name }) }}
                </a>
              }
            </div>
          </li>
        }
      </ul>
    </ng-container>
  `,
  styles: `
    :host {
      display: grid;
      gap: var(--s-3);
    }
    ul {
      display: grid;
      grid-template-columns: repeat(auto-fill, minmax(min(300px, 100%), 1fr));
      gap: var(--s-3);
      margin: 0;
      padding: 0;
      list-style: none;
    }
    li {
      display: grid;
      grid-template-columns: auto minmax(0, 1fr);
      align-items: start;
      gap: var(--s-3);
      padding: var(--s-4);
      border: 1px solid var(--line);
      border-radius: var(--r-m);
      background: var(--surface);
    }
    li > div {
      display: grid;
      gap: var(--s-1);
    }
  `,
})
export class SourceGallery {
  protected readonly sources = SOURCES;
}
