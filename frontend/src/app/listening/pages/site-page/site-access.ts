import { Component, inject, input, linkedSignal, signal } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import { firstValueFrom } from 'rxjs';

import { setSiteAccess } from '@app/shared/api-client/endpoints/listening/listening';
import { Api } from '@app/shared/http/api';
import { ErrorText } from '@app/shared/http/error-text';
import { Toasts } from '@app/shared/ui/toasts/toasts';
import { Toggle } from '@app/shared/ui/toggle/toggle';

/** Who may see the server's sums: its administrators, or everybody. */
@Component({
  selector: 'app-site-access',
  imports: [Toggle, TranslocoDirective],
  template: `
    <section class="card" *transloco="let t">
      <h2>{{ t('listening.site.access') }}</h2>
      <app-toggle
        data-testid="open-to-all"
        [on]="open()"
        [disabled]="busy()"
        (turned)="openTo($event)"
      >
        <strong>{{ t('listening.site.open') }}</strong>
        <span class="small quiet">{{ t('listening.site.openText') }}</span>
      </app-toggle>
    </section>
  `,
  styleUrl: '../page.scss',
  styles: `
    section {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      align-content: start;
      gap: var(--s-4);
    }
  `,
})
export class SiteAccess {
  readonly #api = inject(Api);
  readonly #toasts = inject(Toasts);
  readonly #errorText = inject(ErrorText);
  readonly openToAll = input.required<boolean>();
  protected readonly open = linkedSignal(() => this.openToAll());
  protected readonly busy = signal(false);

  protected async openTo(everybody: boolean): Promise<void> {
    this.busy.set(true);
    this.open.set(everybody);
    try {
      await firstValueFrom(this.#api.send(setSiteAccess({ open_to_all: everybody })));
    } catch (error) {
      this.open.set(!everybody);
      this.#toasts.show(this.#errorText.of(error), 'bad');
    }
    this.busy.set(false);
  }
}
