import { Component, effect, inject, signal } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { MatButton } from '@angular/material/button';
import { ActivatedRoute, Router, RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import { firstValueFrom } from 'rxjs';

import {
  acceptInvitation,
  lookAtInvitation,
} from '@app/shared/api-client/endpoints/listening/listening';
import type { Invited } from '@app/shared/api-client/model/invited';
import { Api } from '@app/shared/http/api';
import { AppError } from '@app/shared/http/app-error';
import { ErrorText } from '@app/shared/http/error-text';
import { DayPipe } from '@app/shared/i18n/pipes';
import { ErrorState } from '@app/shared/ui/error-state/error-state';
import { PageHeader } from '@app/shared/ui/page-header/page-header';
import { Skeleton } from '@app/shared/ui/skeleton/skeleton';

/** Where the link of an invitation leads: who asks, what both would see, and the answer. */
@Component({
  selector: 'app-invitation-page',
  imports: [DayPipe, ErrorState, MatButton, PageHeader, RouterLink, Skeleton, TranslocoDirective],
  templateUrl: './invitation-page.html',
  styles: `
    .card,
    .lists {
      display: grid;
      gap: var(--s-4);
    }
    .lists {
      grid-template-columns: repeat(auto-fit, minmax(min(260px, 100%), 1fr));
    }
    ul {
      margin: var(--s-2) 0 0;
      padding-left: 1.2em;
    }
    .actions {
      display: flex;
      flex-wrap: wrap;
      gap: var(--s-3);
    }
  `,
})
export default class InvitationPage {
  readonly #api = inject(Api);
  readonly #router = inject(Router);
  protected readonly errorText = inject(ErrorText);
  protected readonly shown = ['totals', 'shared', 'loved', 'match'];
  protected readonly hidden = ['plays', 'today', 'excluded', 'rare'];
  /** Stands behind the # of the address, which browsers keep to themselves. */
  readonly #code = toSignal(inject(ActivatedRoute).fragment, { requireSync: true });
  protected readonly invited = signal<Invited | null>(null);
  protected readonly problem = signal<AppError | null>(null);
  protected readonly busy = signal(false);

  constructor() {
    effect(() => {
      void this.#look(this.#code() ?? '');
    });
  }

  protected async accept(): Promise<void> {
    this.busy.set(true);
    try {
      const call = acceptInvitation({ code: this.#code() ?? '' });
      const { id } = await firstValueFrom(this.#api.send(call));
      await this.#router.navigate(['/listening/compare'], {
        queryParams: { what: 'people', with: id },
        replaceUrl: true,
      });
    } catch (error) {
      this.problem.set(AppError.from(error));
    }
    this.busy.set(false);
  }

  async #look(code: string): Promise<void> {
    this.invited.set(null);
    this.problem.set(null);
    try {
      this.invited.set(await firstValueFrom(this.#api.send(lookAtInvitation({ code }))));
    } catch (error) {
      this.problem.set(AppError.from(error));
    }
  }
}
