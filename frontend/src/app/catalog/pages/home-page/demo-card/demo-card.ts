import { Component, computed, inject, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { TranslocoDirective } from '@jsverse/transloco';
import { Store } from '@ngrx/store';

import { getDemo, loadDemo, removeDemo } from '@app/shared/api-client/endpoints/demo/demo';
import { Api } from '@app/shared/http/api';
import { apiResource } from '@app/shared/http/api-resource';
import { AppError } from '@app/shared/http/app-error';
import { ErrorText } from '@app/shared/http/error-text';
import { idempotent } from '@app/shared/http/idempotency';
import { jobsPageActions } from '@app/shared/jobs/jobs.actions';
import { jobsFeature } from '@app/shared/jobs/jobs.feature';
import { Toasts } from '@app/shared/ui/toasts/toasts';
import { HomeStore } from '../home.store';

/** Offers demo data, says that they are loading or loaded, and takes them away again. */
@Component({
  selector: 'app-demo-card',
  imports: [MatButton, TranslocoDirective],
  template: `
    <ng-container *transloco="let t">
      @if (state() === 'loaded') {
        <div>
          <h2>{{ t('catalog.demo.loaded') }}</h2>
          <p class="quiet">{{ t('catalog.demo.loadedText') }}</p>
        </div>
        <button matButton="outlined" type="button" [disabled]="busy()" (click)="remove()">
          {{ t('catalog.demo.remove') }}
        </button>
      } @else if (state() === 'absent') {
        <div>
          <h2>{{ t('catalog.demo.heading') }}</h2>
          <p class="quiet">{{ t('catalog.demo.text') }}</p>
        </div>
        <button
          matButton="filled"
          type="button"
          data-testid="home-demo"
          [disabled]="busy() || running()"
          (click)="load()"
        >
          {{ running() ? t('listening.empty.demoRuns') : t('catalog.demo.load') }}
        </button>
      }
    </ng-container>
  `,
  styles: `
    :host {
      display: flex;
      flex-wrap: wrap;
      gap: var(--s-3) var(--s-5);
      align-items: center;
      justify-content: space-between;
    }
    div {
      display: grid;
      flex: 1 1 240px;
      gap: var(--s-1);
    }
  `,
  host: { class: 'card', '[hidden]': "state() === 'unknown'" },
})
export class DemoCard {
  readonly #store = inject(Store);
  readonly #api = inject(Api);
  readonly #toasts = inject(Toasts);
  readonly #errorText = inject(ErrorText);
  readonly #home = inject(HomeStore);
  readonly #active = this.#store.selectSignal(jobsFeature.selectActive);
  protected readonly busy = signal(false);
  protected readonly running = computed(() =>
    this.#active().some(({ kind }) => kind === 'demo.load'),
  );
  readonly #demo = apiResource(() => {
    this.#home.revision();
    return getDemo();
  });
  // A server without demo data answers 404: then there is nothing to offer.
  protected readonly state = computed(() => {
    if (!this.#demo.hasValue()) return 'unknown';
    return this.#demo.value().loaded && !this.running() ? 'loaded' : 'absent';
  });

  protected load(): void {
    this.busy.set(true);
    this.#api.send(loadDemo(idempotent())).subscribe({
      next: ({ job_id }) => {
        this.busy.set(false);
        this.#store.dispatch(jobsPageActions.jobSubmitted({ id: job_id }));
      },
      error: this.#fail,
    });
  }

  protected remove(): void {
    this.busy.set(true);
    this.#api.send(removeDemo()).subscribe({
      next: () => {
        this.busy.set(false);
        this.#home.renew();
      },
      error: this.#fail,
    });
  }

  readonly #fail = (error: unknown): void => {
    this.busy.set(false);
    this.#toasts.show(this.#errorText.of(AppError.from(error)), 'bad');
  };
}
