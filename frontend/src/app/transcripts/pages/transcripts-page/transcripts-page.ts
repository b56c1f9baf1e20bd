import { Component, computed, inject, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Router, RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';

import { ErrorText } from '@app/shared/http/error-text';
import { Language } from '@app/shared/i18n/language';
import { AgoPipe, ClockPipe } from '@app/shared/i18n/pipes';
import { CoverArt } from '@app/shared/ui/cover-art/cover-art';
import { EmptyState } from '@app/shared/ui/empty-state/empty-state';
import { ErrorState } from '@app/shared/ui/error-state/error-state';
import { JobProgress } from '@app/shared/ui/job-progress/job-progress';
import { PageHeader } from '@app/shared/ui/page-header/page-header';
import { Segmented } from '@app/shared/ui/segmented/segmented';
import { Skeleton } from '@app/shared/ui/skeleton/skeleton';
import { SoundPicker } from '@app/shared/ui/sound-picker/sound-picker';
import { Toasts } from '@app/shared/ui/toasts/toasts';
import { Intake } from '@app/shared/upload/intake.store';
import { Transcripts } from '../../data/transcripts.store';
import { Spoken } from '../../model/transcript';

const LANGUAGES: readonly Spoken[] = ['auto', 'kk', 'ru', 'en'];

/** Bring a recording, say its language, see what was written down so far. */
@Component({
  selector: 'app-transcripts-page',
  imports: [
    AgoPipe,
    ClockPipe,
    CoverArt,
    EmptyState,
    ErrorState,
    JobProgress,
    MatButton,
    PageHeader,
    RouterLink,
    Segmented,
    Skeleton,
    SoundPicker,
    TranslocoDirective,
  ],
  providers: [Intake, Transcripts],
  templateUrl: './transcripts-page.html',
  styleUrl: './transcripts-page.scss',
})
export default class TranscriptsPage {
  readonly #router = inject(Router);
  readonly #toasts = inject(Toasts);
  readonly #language = inject(Language);
  protected readonly intake = inject(Intake);
  protected readonly transcripts = inject(Transcripts);
  protected readonly errorText = inject(ErrorText);
  protected readonly spoken = signal<Spoken>('auto');
  protected readonly languages = computed(() =>
    LANGUAGES.map((value) => ({
      value,
      label: this.#language.t(`transcripts.languages.${value}`),
    })),
  );

  constructor() {
    void this.transcripts.load();
  }

  protected async send(file: File): Promise<void> {
    const item = await this.intake.send(file);
    if (item !== null) await this.start(item.id);
  }

  protected async start(mediaId: string): Promise<void> {
    try {
      const id = await this.transcripts.start(mediaId, this.spoken());
      await this.#router.navigate(['/transcripts', id]);
    } catch (error) {
      this.#toasts.show(this.errorText.of(error), 'bad');
    }
  }
}
