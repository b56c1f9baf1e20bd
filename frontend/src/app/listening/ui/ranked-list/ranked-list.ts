import { Component, input } from '@angular/core';
import { RouterLink } from '@angular/router';

import { CoverArt } from '@app/shared/ui/cover-art/cover-art';
import { Row } from '../../model/rows';

/** Names with their covers and one figure each; a name leads to its story. */
@Component({
  selector: 'app-ranked-list',
  imports: [CoverArt, RouterLink],
  template: `
    <ol>
      @for (row of rows(); track row.key) {
        <li>
          <app-cover-art [name]="row.name" [shape]="row.round ? 'round' : 'square'" [size]="44" />
          <div class="names">
            @if (row.link) {
              <a class="clip" [routerLink]="row.link">{{ row.name }}</a>
            } @else {
              <strong class="clip">{{ row.name }}</strong>
            }
            @if (row.by) {
              <span class="small quiet clip">{{ row.by }}</span>
            }
          </div>
          <div class="end">
            <span class="small figures">{{ row.figure }}</span>
            @if (row.note) {
              <span class="note quiet figures">{{ row.note }}</span>
            }
          </div>
        </li>
      }
    </ol>
  `,
  styles: `
    :host {
      display: block;
      container-type: inline-size;
    }
    :host(.columns) ol {
      @container (min-width: 700px) {
        grid-template-columns: repeat(2, minmax(0, 1fr));
        column-gap: var(--s-6);
      }
    }
    ol {
      display: grid;
      margin: 0;
      padding: 0;
      list-style: none;
    }
    li {
      display: grid;
      grid-template-columns: auto minmax(0, 1fr) auto;
      align-items: center;
      gap: var(--s-3);
      padding: var(--s-2) 0;
    }
    .names,
    .end {
      display: grid;
      min-width: 0;
    }
    .end {
      justify-items: end;
      max-width: 18ch;
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
    .note {
      font-size: var(--text-xs);
    }
  `,
})
export class RankedList {
  readonly rows = input.required<readonly Row[]>();
}
