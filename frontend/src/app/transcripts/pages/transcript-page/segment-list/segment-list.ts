import {
  afterRenderEffect,
  Component,
  computed,
  ElementRef,
  inject,
  input,
  output,
  signal,
} from '@angular/core';
import { MatButton } from '@angular/material/button';
import { TranslocoDirective } from '@jsverse/transloco';

import { ReadingAudio } from '../../../data/reading-audio';
import { segmentAt } from '../../../model/reading';
import { Segment, Speaker } from '../../../model/transcript';
import { SegmentRow } from '../../../ui/segment-row/segment-row';

/** All segments. While playing, the current one stays in sight until the reader scrolls away. */
@Component({
  selector: 'app-segment-list',
  imports: [MatButton, SegmentRow, TranslocoDirective],
  template: `
    <ng-container *transloco="let t">
      @for (segment of segments(); track segment.id) {
        <app-segment-row
          [segment]="segment"
          [speaker]="speakerOf($index)"
          [positionMs]="$index === current() ? audio.positionMs() : null"
          (sought)="seek($event)"
          (corrected)="corrected.emit({ id: segment.id, text: $event })"
        />
      }
      @if (away() && audio.playing()) {
        <button matButton="filled" class="return" type="button" (click)="away.set(false)">
          {{ t('transcripts.read.follow') }}
        </button>
      }
    </ng-container>
  `,
  styles: `
    :host {
      display: grid;
      gap: 2px;
      max-width: 860px;
    }
    .return {
      position: sticky;
      bottom: 140px;
      justify-self: center;
      box-shadow: var(--shadow-2);
    }
  `,
  host: {
    '(window:wheel)': 'wander()',
    '(window:touchmove)': 'wander()',
    '(window:keydown)': 'pressed($event)',
  },
})
export class SegmentList {
  readonly #host = inject<ElementRef<HTMLElement>>(ElementRef);
  protected readonly audio = inject(ReadingAudio);
  readonly segments = input.required<readonly Segment[]>();
  readonly speakers = input.required<readonly Speaker[]>();
  readonly corrected = output<{ id: number; text: string }>();
  /** The reader scrolled somewhere else: the page keeps still. */
  protected readonly away = signal(false);
  protected readonly current = computed(() => segmentAt(this.segments(), this.audio.positionMs()));

  constructor() {
    afterRenderEffect(() => {
      const index = this.current();
      if (index < 0 || this.away() || !this.audio.playing()) return;
      if (this.#host.nativeElement.querySelector('textarea') !== null) return;
      const row = this.#host.nativeElement.querySelectorAll('app-segment-row').item(index);
      row.scrollIntoView({ block: 'nearest', behavior: 'smooth' });
    });
  }

  protected speakerOf(index: number): string {
    if (this.speakers().length < 2) return '';
    const { speaker } = this.segments()[index] ?? {};
    if (this.segments()[index - 1]?.speaker === speaker) return '';
    return this.speakers().find(({ id }) => id === speaker)?.label ?? '';
  }

  protected seek(ms: number): void {
    this.away.set(false);
    this.audio.seek(ms);
  }

  protected wander(): void {
    if (this.audio.playing()) this.away.set(true);
  }

  protected pressed({ key }: KeyboardEvent): void {
    if (['PageUp', 'PageDown', 'ArrowUp', 'ArrowDown', 'Home', 'End'].includes(key)) this.wander();
  }
}
