import { Component, input } from '@angular/core';
import { RouterLink } from '@angular/router';

import { CoverArt } from '@app/shared/ui/cover-art/cover-art';
import { Row } from '../../model/rows';

/** Large covers in a row: on a phone one pushes them along, elsewhere they stand in a grid. */
@Component({
  selector: 'app-shelf',
  imports: [CoverArt, RouterLink],
  template: `
    <ol [attr.aria-label]="label()">
      @for (row of rows(); track row.key) {
        <li>
          <app-cover-art [name]="row.name" [shape]="row.round ? 'round' : 'square'" />
          <div class="names">
            @if (row.link) {
              <a [routerLink]="row.link">{{ row.name }}</a>
            } @else {
              <strong>{{ row.name }}</strong>
            }
            @if (row.by) {
              <span class="small quiet clip">{{ row.by }}</span>
            }
            <span class="note quiet figures">{{ row.figure }}</span>
            @if (row.note) {
              <span class="note quiet figures">{{ row.note }}</span>
            }
          </div>
        </li>
      }
    </ol>
  `,
  styleUrl: './shelf.scss',
})
export class Shelf {
  readonly rows = input.required<readonly Row[]>();
  readonly label = input.required<string>();
}
