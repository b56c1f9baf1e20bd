import { Component, computed, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import { Store } from '@ngrx/store';

import { AgoPipe, NumPipe } from '@app/shared/i18n/pipes';
import { isActive } from '@app/shared/jobs/job';
import { jobsFeature } from '@app/shared/jobs/jobs.feature';
import { CoverArt } from '@app/shared/ui/cover-art/cover-art';
import { Icon } from '@app/shared/ui/icon/icon';
import { Recent } from '../recent';

/** Playlists, songs on the desk and transcripts, newest first, each one tap away. */
@Component({
  selector: 'app-continue-list',
  imports: [AgoPipe, CoverArt, Icon, NumPipe, RouterLink, TranslocoDirective],
  template: `
    <ng-container *transloco="let t">
      <h2>{{ t('catalog.home.continue') }}</h2>
      <ul>
        @for (row of rows(); track row.item.id) {
          <li>
            <a [routerLink]="['/', row.item.room, row.item.id]" data-testid="home-recent">
              <app-cover-art [name]="row.item.title" [size]="64" />
              <span class="names">
                <strong class="clip">{{ row.item.title }}</strong>
                <span class="small quiet clip">
                  <app-icon [name]="row.item.room" [size]="16" />
                  {{ t('shell.nav.' + row.item.room) }} ·
                  @if (row.job; as job) {
                    {{ job.percent / 100 | num: percent }}
                  } @else {
                    {{ row.item.createdAt | ago }}
                  }
                </span>
              </span>
            </a>
          </li>
        }
      </ul>
    </ng-container>
  `,
  styles: `
    :host {
      display: grid;
      gap: var(--s-4);
    }
    ul {
      display: grid;
      grid-template-columns: repeat(auto-fill, minmax(min(100%, 300px), 1fr));
      gap: var(--s-3);
      margin: 0;
      padding: 0;
      list-style: none;
    }
    li {
      min-width: 0;
    }
    a {
      display: grid;
      grid-template-columns: auto minmax(0, 1fr);
      gap: var(--s-4);
      align-items: center;
      padding: var(--s-3);
      border: 1px solid var(--line);
      border-radius: var(--r-l);
      background: var(--surface);
      color: var(--ink);
      text-decoration: none;
    }
    a:hover {
      border-color: var(--line-strong);
    }
    .names {
      display: grid;
      min-width: 0;
    }
    app-icon {
      display: inline-block;
      vertical-align: -3px;
    }
  `,
})
export class ContinueList {
  readonly #jobs = inject(Store).selectSignal(jobsFeature.selectEntities);
  readonly items = input.required<readonly Recent[]>();
  protected readonly percent: Intl.NumberFormatOptions = { style: 'percent' };
  protected readonly rows = computed(() =>
    this.items().map((item) => {
      const job = this.#jobs()[item.jobId ?? ''];
      return { item, job: job !== undefined && isActive(job) ? job : null };
    }),
  );
}
