import { Component, computed, input } from '@angular/core';
import { RouterLink } from '@angular/router';

import { PluralPipe, SpanPipe } from '@app/shared/i18n/pipes';
import { CoverArt } from '@app/shared/ui/cover-art/cover-art';
import { valueOf } from '../../model/choices';
import { storyLink } from '../../model/links';
import { Entity, Metric, TopItem } from '../../model/listening';

/** Ranked names with their covers; the bar behind a row shows its share of the first one. */
@Component({
  selector: 'app-top-list',
  imports: [CoverArt, PluralPipe, RouterLink, SpanPipe],
  template: `
    <ol data-testid="top-list">
      @for (row of rows(); track row.id) {
        <li [style.--share]="row.share + '%'">
          <span class="rank figures">{{ row.rank }}</span>
          <app-cover-art
            [name]="row.name"
            [shape]="entity() === 'artist' ? 'round' : 'square'"
            [size]="48"
          />
          <div class="names">
            <a class="clip" [routerLink]="row.link">{{ row.name }}</a>
            @if (row.artist && entity() !== 'artist') {
              <span class="small quiet clip">{{ row.artist }}</span>
            }
          </div>
          <span class="small figures">
            @if (metric() === 'plays') {
              {{ row.plays | plural: 'listening.plays' }}
            } @else {
              {{ row.ms_played | span }}
            }
          </span>
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
      margin-bottom: var(--s-1);
      position: relative;
      isolation: isolate;
      display: grid;
      grid-template-columns: 1.8em auto minmax(0, 1fr) auto;
      align-items: center;
      gap: var(--s-3);
      padding: var(--s-2) var(--s-3) var(--s-2) 0;
    }
    li::before {
      content: '';
      position: absolute;
      inset: 0 auto 0 2.2em;
      z-index: -1;
      width: calc(100% - 2.2em);
      clip-path: inset(0 calc(100% - var(--share)) 0 0 round var(--r-m));
      background: color-mix(in oklab, var(--tile-1) 17%, var(--surface));
      transition: clip-path var(--slow) var(--ease);
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

      &:hover {
        text-decoration: underline;
      }
    }
    .names {
      display: grid;
      min-width: 0;
    }
  `,
})
export class TopList {
  readonly items = input.required<readonly TopItem[]>();
  readonly entity = input.required<Entity>();
  readonly metric = input.required<Metric>();
  protected readonly rows = computed(() => {
    const most = Math.max(1, ...this.items().map((item) => valueOf(item, this.metric())));
    return this.items().map((item) => ({
      ...item,
      link: storyLink(this.entity(), item.id),
      share: Math.round((valueOf(item, this.metric()) / most) * 1000) / 10,
    }));
  });
}
