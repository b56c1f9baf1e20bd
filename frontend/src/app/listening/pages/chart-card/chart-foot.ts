import { Component, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';

import type { ApiRequest } from '@app/shared/api-client/request';
import { Api } from '@app/shared/http/api';
import { ErrorText } from '@app/shared/http/error-text';
import { Icon } from '@app/shared/ui/icon/icon';
import { Toasts } from '@app/shared/ui/toasts/toasts';
import { saveFile } from '@app/shared/util/save-file';
import { asCsv } from '../../data/chart';
import { Defined } from '../../model/definitions';

/** Below every chart: what it counts, and its figures as a file. */
@Component({
  selector: 'app-chart-foot',
  imports: [Icon, RouterLink, TranslocoDirective],
  template: `
    <ng-container *transloco="let t">
      <a routerLink="/listening/definitions" [fragment]="definition()" data-testid="definition">
        <app-icon name="info" [size]="16" />
        {{ t('listening.card.definition') }}
        <span class="visually-hidden">: {{ heading() }}</span>
      </a>
      @if (request()) {
        <button type="button" data-testid="csv" (click)="save()">
          <app-icon name="download" [size]="16" />
          {{ t('listening.card.csv') }}
          <span class="visually-hidden">: {{ heading() }}</span>
        </button>
      }
    </ng-container>
  `,
  styles: `
    :host {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      justify-content: space-between;
      gap: var(--s-2);
      margin-top: auto;
      padding-top: var(--s-2);
      border-top: 1px solid var(--line);
      font-size: var(--text-xs);
    }
    a,
    button {
      display: inline-flex;
      align-items: center;
      gap: var(--s-1);
      min-height: 32px;
      padding: 0;
      border: 0;
      background: none;
      color: var(--ink-2);
      font-size: inherit;
      font-weight: 500;
      text-decoration: none;
      cursor: pointer;

      &:hover {
        color: var(--ink);
        text-decoration: underline;
      }
    }
  `,
})
export class ChartFoot {
  readonly #api = inject(Api);
  readonly #toasts = inject(Toasts);
  readonly #errorText = inject(ErrorText);
  readonly heading = input.required<string>();
  /** The heading of the definitions that says what is counted. */
  readonly definition = input.required<Defined>();
  /** What the chart asked for; without it there is no file. */
  readonly request = input<ApiRequest<unknown>>();

  protected save(): void {
    const request = this.request();
    if (request === undefined) return;
    this.#api.download(asCsv(request)).subscribe({
      next: (file) => {
        saveFile(file, `${this.heading()}.csv`);
      },
      error: (error: unknown) => {
        this.#toasts.show(this.#errorText.of(error), 'bad');
      },
    });
  }
}
