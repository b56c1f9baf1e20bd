import {
  Component,
  computed,
  effect,
  ElementRef,
  input,
  output,
  signal,
  viewChild,
} from '@angular/core';
import { MatButton } from '@angular/material/button';
import { TranslocoDirective } from '@jsverse/transloco';

import { ClockPipe, NumPipe } from '@app/shared/i18n/pipes';
import { hasWordTimes, wordAt } from '../../model/reading';
import { Segment } from '../../model/transcript';

/** One segment: when, who, what. A click on a word or on the time goes there. */
@Component({
  selector: 'app-segment-row',
  imports: [ClockPipe, MatButton, NumPipe, TranslocoDirective],
  templateUrl: './segment-row.html',
  styleUrl: './segment-row.scss',
  host: {
    'data-testid': 'transcript-segment',
    '[class.current]': 'positionMs() !== null',
    '[attr.aria-current]': "positionMs() !== null ? 'true' : null",
    '(click)': 'clicked($event)',
  },
})
export class SegmentRow {
  readonly segment = input.required<Segment>();
  /** Who speaks; empty where it goes without saying. */
  readonly speaker = input('');
  /** Where the recording is; null while another segment has its turn. */
  readonly positionMs = input<number | null>(null);
  readonly sought = output<number>();
  readonly corrected = output<string>();

  private readonly field = viewChild<ElementRef<HTMLTextAreaElement>>('field');
  protected readonly editing = signal(false);
  protected readonly timed = computed(() => hasWordTimes(this.segment()));
  protected readonly word = computed(() => {
    const at = this.positionMs();
    return at === null ? -1 : wordAt(this.segment().words, at);
  });

  constructor() {
    effect(() => this.field()?.nativeElement.focus());
  }

  /** One listener for all words: a thousand buttons would drown the keyboard. */
  protected clicked({ target }: Event): void {
    const start = target instanceof HTMLElement ? target.dataset['start'] : undefined;
    if (start !== undefined) this.sought.emit(Number(start));
  }

  protected save(text: string): void {
    this.editing.set(false);
    const trimmed = text.trim();
    if (trimmed !== this.segment().text) this.corrected.emit(trimmed);
  }

  protected pressed(event: KeyboardEvent, text: string): void {
    if (event.key === 'Escape') this.editing.set(false);
    if (event.key !== 'Enter' || event.shiftKey) return;
    event.preventDefault();
    this.save(text);
  }
}
