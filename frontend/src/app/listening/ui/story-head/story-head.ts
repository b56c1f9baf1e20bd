import { Component, computed, input } from '@angular/core';

import { tintOf } from '@app/shared/ui/cover-art/cover';
import { CoverArt } from '@app/shared/ui/cover-art/cover-art';

/** The head of a story: covers, a name, and their colours around both. */
@Component({
  selector: 'app-story-head',
  imports: [CoverArt],
  template: `
    <header [style.--tint]="tint()">
      <div class="wall" [class.round]="round()">
        @for (name of covers(); track $index) {
          <app-cover-art [name]="name" />
        }
      </div>
      <div class="about">
        <p class="kind">{{ kind() }}</p>
        <h1>{{ heading() }}</h1>
        <ng-content />
      </div>
    </header>
  `,
  styleUrl: './story-head.scss',
})
export class StoryHead {
  /** What it is the story of, such as an artist. */
  readonly kind = input.required<string>();
  readonly heading = input.required<string>();
  /** Names whose covers make the picture: one, or four; the first one gives the colour. */
  readonly covers = input.required<readonly string[]>();
  readonly round = input(false);
  protected readonly tint = computed(() => tintOf(this.covers()[0] ?? ''));
}
