import { Component, input, output } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { TranslocoDirective } from '@jsverse/transloco';

import { AgoPipe, ClockPipe, NumPipe } from '@app/shared/i18n/pipes';
import { CoverArt } from '../cover-art/cover-art';
import { FileDrop } from '../file-drop/file-drop';

/** What a picker shows of a sound; media of the API fit. */
export interface SoundChoice {
  id: string;
  filename: string;
  duration_ms: number | null;
  created_at: string;
}

/** A file from this device, or one that is already in the library. Shows the upload's way. */
@Component({
  selector: 'app-sound-picker',
  imports: [AgoPipe, ClockPipe, CoverArt, FileDrop, MatButton, NumPipe, TranslocoDirective],
  templateUrl: './sound-picker.html',
  styleUrl: './sound-picker.scss',
})
export class SoundPicker {
  readonly label = input.required<string>();
  readonly hint = input('');
  readonly libraryLabel = input.required<string>();
  readonly emptyLabel = input.required<string>();
  /** The upload under way; null while none is. */
  readonly sending = input<{ filename: string; fraction: number } | null>(null);
  readonly choices = input.required<readonly SoundChoice[]>();
  readonly more = input(false);
  readonly disabled = input(false);

  readonly file = output<File>();
  readonly chosen = output<string>();
  /** The library was opened: time to load it. */
  readonly opened = output();
  readonly moreWanted = output();
  readonly cancelled = output();

  protected take(files: readonly File[]): void {
    const [first] = files;
    if (first !== undefined) this.file.emit(first);
  }

  protected toggled(event: Event): void {
    if ((event.target as HTMLDetailsElement).open) this.opened.emit();
  }
}
