import { Component, input, signal } from '@angular/core';
import { MatIconButton } from '@angular/material/button';
import { TranslocoDirective } from '@jsverse/transloco';

import { DataTable } from '../data-table/data-table';
import { Icon } from '../icon/icon';
import { ChartPoint, plainFormat, ValueFormat } from './chart-point';

/** Heading, the projected picture, and a button that shows the same figures as a table. */
@Component({
  selector: 'app-chart-frame',
  imports: [DataTable, Icon, MatIconButton, TranslocoDirective],
  template: `
    <figure *transloco="let t">
      <figcaption>
        <h2>{{ heading() }}</h2>
        <button
          matIconButton
          type="button"
          [attr.aria-label]="(asTable() ? t('ui.asChart') : t('ui.asTable')) + ': ' + heading()"
          (click)="asTable.set(!asTable())"
        >
          <app-icon [name]="asTable() ? 'chart' : 'table'" [size]="20" />
        </button>
      </figcaption>
      @if (asTable()) {
        <app-data-table [data]="data()" [label]="heading()" [format]="format()" />
      } @else {
        <ng-content />
      }
    </figure>
  `,
  styles: `
    :host {
      display: block;
      min-width: 0;
    }
    figure {
      margin: 0;
    }
    figcaption {
      display: flex;
      align-items: center;
      justify-content: space-between;
      margin-bottom: var(--s-3);
    }
  `,
})
export class ChartFrame {
  readonly heading = input.required<string>();
  readonly data = input.required<readonly ChartPoint[]>();
  readonly format = input<ValueFormat>(plainFormat);
  protected readonly asTable = signal(false);
}
