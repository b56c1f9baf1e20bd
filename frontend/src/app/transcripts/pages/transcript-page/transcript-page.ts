import { Component, effect, inject, input, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Router, RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';

import { ErrorText } from '@app/shared/http/error-text';
import { Language } from '@app/shared/i18n/language';
import { ConfirmButton } from '@app/shared/ui/confirm-button/confirm-button';
import { ErrorState } from '@app/shared/ui/error-state/error-state';
import { Icon } from '@app/shared/ui/icon/icon';
import { JobProgress } from '@app/shared/ui/job-progress/job-progress';
import { Skeleton } from '@app/shared/ui/skeleton/skeleton';
import { Toasts } from '@app/shared/ui/toasts/toasts';
import { TranscriptExport } from '../../data/export';
import { ReadingAudio } from '../../data/reading-audio';
import { TranscriptStore } from '../../data/transcript.store';
import { EXPORT_FORMATS, ExportFormat, Speaker, TranscriptItem } from '../../model/transcript';
import { ReadingBar } from './reading-bar/reading-bar';
import { SegmentList } from './segment-list/segment-list';
import { SpeakerNames } from './speaker-names/speaker-names';

/** Read along, correct, take away. */
@Component({
  selector: 'app-transcript-page',
  imports: [
    ConfirmButton,
    ErrorState,
    Icon,
    JobProgress,
    MatButton,
    ReadingBar,
    RouterLink,
    SegmentList,
    Skeleton,
    SpeakerNames,
    TranslocoDirective,
  ],
  providers: [ReadingAudio, TranscriptStore],
  templateUrl: './transcript-page.html',
  styleUrl: './transcript-page.scss',
})
export default class TranscriptPage {
  readonly #router = inject(Router);
  readonly #toasts = inject(Toasts);
  readonly #language = inject(Language);
  readonly #exports = inject(TranscriptExport);
  readonly #audio = inject(ReadingAudio);
  protected readonly store = inject(TranscriptStore);
  protected readonly errorText = inject(ErrorText);
  protected readonly formats = EXPORT_FORMATS;
  protected readonly renaming = signal(false);
  /** From the address. */
  readonly id = input.required<string>();

  constructor() {
    effect(() => void this.store.load(this.id()));
    effect(() => {
      if (this.store.stale()) void this.store.load(this.id());
    });
    effect(() => {
      const mediaId = this.store.transcript()?.media_id;
      if (mediaId !== undefined && this.store.ready()) void this.#audio.open(mediaId);
    });
  }

  protected rename(event: Event, title: string): Promise<void> {
    event.preventDefault();
    this.renaming.set(false);
    const trimmed = title.trim();
    return this.#try(async () => {
      if (trimmed !== '') await this.store.rename(trimmed);
    });
  }

  protected correct(segmentId: number, text: string): Promise<void> {
    return this.#try(async () => {
      const before = await this.store.correct(segmentId, text);
      const run = (): void => void this.#try(() => this.store.correct(segmentId, before));
      const label = this.#language.t('transcripts.read.undo');
      this.#toasts.show(this.#language.t('transcripts.read.saved'), 'good', { label, run });
    });
  }

  protected nameSpeakers(speakers: Speaker[]): Promise<void> {
    return this.#try(() => this.store.nameSpeakers(speakers));
  }

  protected save(transcript: TranscriptItem, format: ExportFormat): Promise<void> {
    return this.#try(() => this.#exports.save(transcript, format));
  }

  protected remove(): Promise<void> {
    return this.#try(async () => {
      await this.store.remove();
      this.#toasts.show(this.#language.t('transcripts.removed'), 'good');
      await this.#router.navigateByUrl('/transcripts');
    });
  }

  async #try(work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#toasts.show(this.errorText.of(error), 'bad');
    }
  }
}
