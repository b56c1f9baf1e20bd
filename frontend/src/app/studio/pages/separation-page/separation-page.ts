import { Component, effect, inject, input } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';

import { ErrorText } from '@app/shared/http/error-text';
import { Language } from '@app/shared/i18n/language';
import { ConfirmButton } from '@app/shared/ui/confirm-button/confirm-button';
import { CoverArt } from '@app/shared/ui/cover-art/cover-art';
import { ErrorState } from '@app/shared/ui/error-state/error-state';
import { Icon } from '@app/shared/ui/icon/icon';
import { JobProgress } from '@app/shared/ui/job-progress/job-progress';
import { Skeleton } from '@app/shared/ui/skeleton/skeleton';
import { Toasts } from '@app/shared/ui/toasts/toasts';
import { SeparationStore } from '../../data/separation.store';
import type { Separation } from '../../model/separation';
import { Mixer } from './mixer/mixer';

/** One song on the desk; while its job runs, how far it is. */
@Component({
  selector: 'app-separation-page',
  imports: [
    ConfirmButton,
    CoverArt,
    ErrorState,
    Icon,
    JobProgress,
    Mixer,
    RouterLink,
    Skeleton,
    TranslocoDirective,
  ],
  providers: [SeparationStore],
  templateUrl: './separation-page.html',
  styleUrl: './separation-page.scss',
})
export default class SeparationPage {
  readonly #router = inject(Router);
  readonly #toasts = inject(Toasts);
  readonly #language = inject(Language);
  protected readonly store = inject(SeparationStore);
  protected readonly errorText = inject(ErrorText);
  /** From the address. */
  readonly id = input.required<string>();
  protected readonly steps = ['separate', 'encode', 'save'] as const;

  constructor() {
    effect(() => void this.store.load(this.id()));
    effect(() => {
      if (this.store.stale()) void this.store.load(this.id());
    });
  }

  /** What the engine says about this split, in the reader's language where it is known. */
  protected note(song: Separation): string | null {
    const code = song.engine_note_code ?? 'unknown';
    return this.#language.find(`studio.notes.${code}`) ?? song.engine_note;
  }

  protected stepState(step: string): 'done' | 'now' | 'later' {
    const steps: readonly string[] = this.steps;
    const now = steps.indexOf(this.store.job()?.step ?? '');
    const place = steps.indexOf(step);
    return place < now ? 'done' : place === now ? 'now' : 'later';
  }

  protected async remove(): Promise<void> {
    try {
      await this.store.remove(this.id());
      this.#toasts.show(this.#language.t('studio.removed'), 'good');
      await this.#router.navigateByUrl('/studio');
    } catch (error) {
      this.#toasts.show(this.errorText.of(error), 'bad');
    }
  }
}
