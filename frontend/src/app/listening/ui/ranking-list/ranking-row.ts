import { Component, input } from '@angular/core';
import { RouterLink } from '@angular/router';

import { CoverArt } from '@app/shared/ui/cover-art/cover-art';
import { RankingPlace } from './places';

/** One row of a long ranking: as high as every other, so that only those in sight need to exist. */
@Component({
  selector: 'app-ranking-row',
  imports: [CoverArt, RouterLink],
  template: `
    <span class="rank figures" [class.best]="row().rank <= 3">{{ row().rank }}</span>
    <app-cover-art
      [name]="row().name"
      [shape]="row().round ? 'round' : 'square'"
      [size]="52"
      aria-hidden="true"
    />
    <div class="names">
      <a class="clip" [class.word]="row().word" [routerLink]="row().link">{{ row().name }}</a>
      @if (row().by; as by) {
        <span class="small quiet clip">{{ by }}</span>
      }
    </div>
    <i [style.--share.%]="row().share"></i>
    <span class="small figures figure">{{ row().figure }}</span>
  `,
  styles: `
    :host {
      display: grid;
      grid-template:
        'rank cover names names' auto
        'rank cover bar figure' auto / 2em 52px minmax(0, 1fr) auto;
      align-content: center;
      align-items: center;
      gap: var(--s-1) var(--s-3);
      height: 72px;
      padding-right: var(--s-2);
      border-radius: var(--r-m);
      /* Behind the sticky bar nothing can be seen that has the focus. */
      scroll-margin: 96px 0 160px;
    }
    :host(:hover) {
      background: var(--surface-2);
    }
    .rank {
      grid-area: rank;
      color: var(--ink-2);
      font-weight: 700;
      text-align: right;
    }
    .best {
      color: var(--accent-text);
      font-size: var(--text-l);
    }
    app-cover-art {
      grid-area: cover;
    }
    .names {
      grid-area: names;
      display: grid;
      min-width: 0;
      line-height: 1.3;
    }
    a {
      color: var(--ink);
      font-weight: 650;
      text-decoration: none;

      &:hover {
        text-decoration: underline;
      }
    }
    .word::first-letter {
      text-transform: uppercase;
    }
    .figure {
      grid-area: figure;
      text-align: right;
      white-space: nowrap;
    }
    i {
      grid-area: bar;
      height: 4px;
      border-radius: var(--r-pill);
      background: linear-gradient(var(--tile-1), var(--tile-1)) 0 / var(--share) 100% no-repeat
        var(--surface-2);
    }
    :host(:hover) i {
      background-color: var(--surface-3);
    }
    @media (min-width: 900px) {
      :host {
        grid-template: 'rank cover names bar figure' auto / 3em 52px minmax(0, 5fr) 4fr 9em;
        gap: var(--s-4);
      }
      i {
        height: 8px;
      }
    }
  `,
})
export class RankingRow {
  readonly row = input.required<RankingPlace>();
}
