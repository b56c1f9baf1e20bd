import { Component, computed, input } from '@angular/core';

import { getMediaPeaks } from '@app/shared/api-client/endpoints/media/media';
import { apiResource } from '@app/shared/http/api-resource';
import { barsPath, toBars } from '@app/shared/ui/waveform/outline';

const BARS = 64;

/** The outline of a sound as a picture, to tell quiet takes from loud ones in a list. */
@Component({
  selector: 'app-row-wave',
  template: `
    <svg viewBox="0 0 64 100" preserveAspectRatio="none">
      <path [attr.d]="path()" />
    </svg>
  `,
  styles: `
    :host {
      display: block;
      height: 32px;
    }
    svg {
      display: block;
      width: 100%;
      height: 100%;
    }
    path {
      fill: none;
      stroke: var(--chart);
      stroke-width: 2.2px;
      stroke-linecap: round;
      vector-effect: non-scaling-stroke;
    }
  `,
  host: { 'aria-hidden': 'true' },
})
export class RowWave {
  readonly media = input.required<string>();
  readonly #peaks = apiResource(() => getMediaPeaks(this.media()));
  // A sound without an outline, or one still on its way, is a quiet line.
  protected readonly path = computed(() => {
    const points = this.#peaks.hasValue() ? this.#peaks.value().points : [];
    return barsPath(toBars(points, BARS));
  });
}
