import { Component, computed, inject } from '@angular/core';
import { rxResource } from '@angular/core/rxjs-interop';
import { MatButton } from '@angular/material/button';
import { Router, RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';

import { listSeparationEngines } from '@app/shared/api-client/endpoints/studio/studio';
import { Api } from '@app/shared/http/api';
import { ErrorText } from '@app/shared/http/error-text';
import { AgoPipe } from '@app/shared/i18n/pipes';
import { CoverArt } from '@app/shared/ui/cover-art/cover-art';
import { EmptyState } from '@app/shared/ui/empty-state/empty-state';
import { ErrorState } from '@app/shared/ui/error-state/error-state';
import { Icon } from '@app/shared/ui/icon/icon';
import { JobProgress } from '@app/shared/ui/job-progress/job-progress';
import { PageHeader } from '@app/shared/ui/page-header/page-header';
import { Skeleton } from '@app/shared/ui/skeleton/skeleton';
import { SoundPicker } from '@app/shared/ui/sound-picker/sound-picker';
import { Toasts } from '@app/shared/ui/toasts/toasts';
import { Intake } from '@app/shared/upload/intake.store';
import { Separations } from '../../data/separations.store';

/** The studio's front room: bring a song, see what was split. */
@Component({
  selector: 'app-studio-page',
  imports: [
    AgoPipe,
    CoverArt,
    EmptyState,
    ErrorState,
    Icon,
    JobProgress,
    MatButton,
    PageHeader,
    RouterLink,
    Skeleton,
    SoundPicker,
    TranslocoDirective,
  ],
  providers: [Intake, Separations],
  templateUrl: './studio-page.html',
  styleUrl: './studio-page.scss',
})
export default class StudioPage {
  readonly #router = inject(Router);
  readonly #toasts = inject(Toasts);
  readonly #api = inject(Api);
  protected readonly intake = inject(Intake);
  protected readonly separations = inject(Separations);
  protected readonly errorText = inject(ErrorText);
  readonly #engines = rxResource({ stream: () => this.#api.send(listSeparationEngines()) });
  /** The engine that `auto` will take: the first that can be used, best first. */
  protected readonly engine = computed(() =>
    this.#engines.hasValue() ? this.#engines.value().find(({ available }) => available) : undefined,
  );

  constructor() {
    void this.separations.load();
  }

  protected async send(file: File): Promise<void> {
    const item = await this.intake.send(file);
    if (item !== null) await this.start(item.id);
  }

  protected async start(mediaId: string): Promise<void> {
    try {
      const id = await this.separations.start(mediaId);
      await this.#router.navigate(['/studio', id]);
    } catch (error) {
      this.#toasts.show(this.errorText.of(error), 'bad');
    }
  }
}
