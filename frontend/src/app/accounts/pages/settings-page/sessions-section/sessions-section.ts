import { Component, computed, inject } from '@angular/core';
import { rxResource } from '@angular/core/rxjs-interop';
import { MatButton } from '@angular/material/button';
import { TranslocoDirective } from '@jsverse/transloco';
import { map } from 'rxjs';

import { endSession, listSessions } from '@app/shared/api-client/endpoints/accounts/accounts';
import { Api } from '@app/shared/http/api';
import { AppError } from '@app/shared/http/app-error';
import { ErrorText } from '@app/shared/http/error-text';
import { ago } from '@app/shared/i18n/format';
import { Language } from '@app/shared/i18n/language';
import { ErrorState } from '@app/shared/ui/error-state/error-state';
import { Skeleton } from '@app/shared/ui/skeleton/skeleton';
import { Toasts } from '@app/shared/ui/toasts/toasts';
import { deviceOf } from '../../../model/device';

@Component({
  selector: 'app-sessions-section',
  imports: [ErrorState, MatButton, Skeleton, TranslocoDirective],
  template: `
    <ng-container *transloco="let t">
      <h2>{{ t('accounts.settings.sessions') }}</h2>
      @if (problem(); as error) {
        <app-error-state
          [sentence]="errorText.of(error)"
          [code]="error.code"
          [requestId]="error.requestId"
          (retry)="sessions.reload()"
        />
      } @else if (sessions.hasValue()) {
        <ul>
          @for (session of rows(); track session.id) {
            <li class="row">
              <div>
                <strong>{{ session.device }}</strong>
                <p class="small quiet">{{ session.note }}</p>
              </div>
              @if (!session.current) {
                <button
                  matButton
                  class="flush"
                  type="button"
                  [attr.aria-label]="t('accounts.settings.revokeLabel', { device: session.device })"
                  (click)="revoke(session.id)"
                >
                  {{ t('accounts.settings.revoke') }}
                </button>
              }
            </li>
          }
        </ul>
      } @else {
        <app-skeleton [lines]="2" />
      }
    </ng-container>
  `,
  styles: `
    ul {
      margin: 0;
      padding: 0;
      list-style: none;
    }
    li {
      flex-wrap: nowrap;
      justify-content: space-between;
      padding: var(--s-3) 0;
      border-top: 1px solid var(--line);
    }
    button {
      flex: none;
    }
  `,
})
export class SessionsSection {
  readonly #api = inject(Api);
  readonly #language = inject(Language);
  readonly #toasts = inject(Toasts);
  protected readonly errorText = inject(ErrorText);
  protected readonly sessions = rxResource({
    stream: () => this.#api.send(listSessions()).pipe(map(({ items }) => items)),
  });
  protected readonly problem = computed(() => {
    const error = this.sessions.error();
    return error === undefined ? null : AppError.from(error);
  });
  protected readonly rows = computed(() => {
    const list = this.sessions.hasValue() ? this.sessions.value() : [];
    return list.map(({ id, user_agent, ip_hint, last_used_at, current }) => {
      const device = deviceOf(user_agent);
      const used = ago(last_used_at, this.#language.current());
      const note = this.#language.t('accounts.settings.lastUsed', { ago: used });
      return {
        id,
        current,
        device: this.#language.t(`accounts.settings.${device ? 'device' : 'unknownDevice'}`, {
          ...device,
        }),
        note: `${ip_hint} · ${current ? this.#language.t('accounts.settings.here') : note}`,
      };
    });
  });

  protected revoke(id: string): void {
    this.#api.send(endSession(id)).subscribe({
      next: () => this.sessions.reload(),
      error: (error: unknown) => {
        this.#toasts.show(this.errorText.of(error), 'bad');
      },
    });
  }
}
