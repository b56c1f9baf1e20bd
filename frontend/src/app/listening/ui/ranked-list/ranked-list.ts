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
              <a [routerLink]="row.link">{{ row.name }}</a>
            } @else {
              <strong>{{ row.name }}</strong>
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
  styleUrl: './ranked-list.scss',
})
export class RankedList {
  readonly rows = input.required<readonly Row[]>();
}
