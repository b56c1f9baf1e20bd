import { Component, computed, input } from '@angular/core';
import { RouterLink } from '@angular/router';

import { NumPipe, PluralPipe, SpanPipe } from '@app/shared/i18n/pipes';
import { valueOf } from '../../model/choices';
import { genreLink } from '../../model/links';
import { GenreItem, Metric } from '../../model/listening';

/** Ranked genres; the band of a row is as long as its figure beside that of the first one. */
@Component({
  selector: 'app-genre-list',
  imports: [NumPipe, PluralPipe, RouterLink, SpanPipe],
  template: `
    <ol data-testid="genre-list">
      @for (row of rows(); track row.name) {
        <li [style.--share]="row.width" [style.--tile]="row.tile">
          <span class="rank figures">{{ row.rank }}</span>
          <a class="clip" [routerLink]="row.link">{{ row.name }}</a>
          <span class="small figures">
            @if (metric() === 'plays') {
              {{ row.plays | plural: 'listening.plays' }}
            } @else {
              {{ row.ms_played | span }}
            }
            @if (row.share !== null) {
              <strong>{{ row.share | num: percent }}</strong>
            }
          </span>
          <i></i>
        </li>
      }
    </ol>
  `,
  styles: `
    :host {
      display: block;
      container-type: inline-size;
    }
    ol {
      margin: 0;
      padding: 0;
      list-style: none;
      column-gap: var(--s-6);

      @container (min-width: 760px) {
        columns: 2;
      }
    }
    li {
      break-inside: avoid;
      display: grid;
      grid-template-columns: 1.8em minmax(0, 1fr) auto;
      align-items: center;
      gap: var(--s-1) var(--s-3);
      padding: var(--s-2) 0;
    }
    .rank {
      color: var(--ink-2);
      font-weight: 700;
      text-align: right;
    }
    a {
      color: var(--ink);
      font-weight: 650;
      text-decoration: none;

      &::first-letter {
        text-transform: uppercase;
      }
      &:hover {
        text-decoration: underline;
      }
    }
    strong {
      display: inline-block;
      min-width: 4ch;
      text-align: right;
    }
    i {
      grid-column: 2 / -1;
      height: 10px;
      border-radius: var(--r-pill);
      background: linear-gradient(var(--tile), var(--tile)) 0 / var(--share) 100% no-repeat
        var(--surface-2);
    }
  `,
})
export class GenreList {
  readonly items = input.required<readonly GenreItem[]>();
  readonly metric = input.required<Metric>();
  protected readonly percent: Intl.NumberFormatOptions = {
    style: 'percent',
    maximumFractionDigits: 0,
  };
  protected readonly rows = computed(() => {
    const most = Math.max(1, ...this.items().map((item) => valueOf(item, this.metric())));
    return this.items().map((item, index) => ({
      ...item,
      link: genreLink(item.name ?? ''),
      width: `${Math.round((valueOf(item, this.metric()) / most) * 1000) / 10}%`,
      tile: `var(--tile-${(index % 6) + 1})`,
    }));
  });
}
