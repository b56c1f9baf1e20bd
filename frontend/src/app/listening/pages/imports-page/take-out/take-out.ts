import { Component, inject, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { TranslocoDirective } from '@jsverse/transloco';

import { exportListens } from '@app/shared/api-client/endpoints/listening/listening';
import { ExportListensFormat } from '@app/shared/api-client/model/exportListensFormat';
import { Api } from '@app/shared/http/api';
import { ErrorText } from '@app/shared/http/error-text';
import { CoverArt } from '@app/shared/ui/cover-art/cover-art';
import { Icon } from '@app/shared/ui/icon/icon';
import { localDate } from '@app/shared/ui/range-picker/range';
import { Toasts } from '@app/shared/ui/toasts/toasts';
import { saveFile } from '@app/shared/util/save-file';

const FILES: readonly { format: ExportListensFormat; name: string; extension: string }[] = [
  { format: 'musaic', name: 'Musaic', extension: 'json' },
  { format: 'listenbrainz', name: 'ListenBrainz', extension: 'jsonl' },
  { format: 'csv', name: 'CSV', extension: 'csv' },
];

/** The whole history as a file: what came in goes out again, with everything that was made of it. */
@Component({
  selector: 'app-take-out',
  imports: [CoverArt, Icon, MatButton, TranslocoDirective],
  template: `
    <ng-container *transloco="let t">
      <h2>{{ t('listening.takeOut.title') }}</h2>
      <p class="quiet">{{ t('listening.takeOut.lead') }}</p>
      <ul>
        @for (file of files; track file.format) {
          <li class="card">
            <app-cover-art [name]="file.name" [size]="44" />
            <div>
              <h3>{{ file.name }}</h3>
              <p class="small quiet">{{ t('listening.takeOut.what.' + file.format) }}</p>
            </div>
            <button
              matButton="outlined"
              type="button"
              [attr.data-testid]="'take-out-' + file.format"
              [attr.aria-label]="t('listening.takeOut.save', { format: file.name })"
              [disabled]="busy() !== null"
              (click)="save(file.format, file.extension)"
            >
              <app-icon name="download" [size]="20" />
              {{
                busy() === file.format ? t('listening.takeOut.busy') : file.extension.toUpperCase()
              }}
            </button>
          </li>
        }
      </ul>
    </ng-container>
  `,
  styles: `
    :host {
      display: grid;
      gap: var(--s-3);
    }
    ul {
      display: grid;
      grid-template-columns: repeat(auto-fill, minmax(min(300px, 100%), 1fr));
      gap: var(--s-3);
      margin: 0;
      padding: 0;
      list-style: none;
    }
    li {
      display: grid;
      grid-template-columns: auto minmax(0, 1fr);
      grid-template-rows: 1fr auto;
      align-items: start;
      gap: var(--s-3);
      padding: var(--s-4);
    }
    li > div {
      display: grid;
      gap: var(--s-1);
    }
    button {
      grid-column: 2;
      justify-self: start;
    }
  `,
})
export class TakeOut {
  readonly #api = inject(Api);
  readonly #toasts = inject(Toasts);
  readonly #errorText = inject(ErrorText);
  protected readonly files = FILES;
  protected readonly busy = signal<ExportListensFormat | null>(null);

  protected save(format: ExportListensFormat, extension: string): void {
    this.busy.set(format);
    this.#api.download(exportListens({ format })).subscribe({
      next: (file) => {
        this.busy.set(null);
        saveFile(file, `musaic-listens-${localDate(new Date())}.${extension}`);
      },
      error: (error: unknown) => {
        this.busy.set(null);
        this.#toasts.show(this.#errorText.of(error), 'bad');
      },
    });
  }
}
