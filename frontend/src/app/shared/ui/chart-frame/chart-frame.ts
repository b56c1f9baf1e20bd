import { Component, ElementRef, inject, input, signal } from '@angular/core';
import { MatIconButton } from '@angular/material/button';
import { TranslocoDirective } from '@jsverse/transloco';

import { saveFile } from '@app/shared/util/save-file';
import { DataTable } from '../data-table/data-table';
import { Icon } from '../icon/icon';
import { ChartPoint, plainFormat, ValueFormat } from './chart-point';
import { pictureOf } from './picture';

/** Heading, the projected picture, and buttons: the same figures as a table, the picture as PNG. */
@Component({
  selector: 'app-chart-frame',
  imports: [DataTable, Icon, MatIconButton, TranslocoDirective],
  template: `
    <figure *transloco="let t">
      <figcaption>
        <h2>{{ heading() }}</h2>
        @if (!asTable()) {
          <button
            matIconButton
            type="button"
            data-testid="png"
            [attr.aria-label]="t('ui.asPng') + ': ' + heading()"
            (click)="save()"
          >
            <app-icon name="picture" [size]="20" />
          </button>
        }
        <button
          matIconButton
          type="button"
          data-testid="as-table"
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
      margin-bottom: var(--s-3);
    }
    h2 {
      flex: 1;
      min-width: 0;
    }
    button {
      --mat-icon-button-state-layer-size: 40px;
      margin-block: -8px;
      color: var(--ink-2);
    }
  `,
})
export class ChartFrame {
  readonly heading = input.required<string>();
  readonly data = input.required<readonly ChartPoint[]>();
  readonly format = input<ValueFormat>(plainFormat);
  protected readonly asTable = signal(false);
  readonly #host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;

  protected async save(): Promise<void> {
    const drawing = this.#host.querySelector<SVGSVGElement>('svg[role=img]');
    if (drawing === null) return;
    saveFile(await pictureOf(drawing, this.heading()), `${this.heading()}.png`);
  }
}
