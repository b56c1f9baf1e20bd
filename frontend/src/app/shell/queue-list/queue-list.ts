import { Component, inject } from '@angular/core';
import { MatIconButton } from '@angular/material/button';
import { TranslocoDirective } from '@jsverse/transloco';
import { Store } from '@ngrx/store';

import { playerPageActions } from '@app/shared/player/player.actions';
import { playerFeature } from '@app/shared/player/player.feature';
import { CoverArt } from '@app/shared/ui/cover-art/cover-art';
import { Icon } from '@app/shared/ui/icon/icon';

/** What plays next; a row jumps there, its cross takes it out. */
@Component({
  selector: 'app-queue-list',
  imports: [CoverArt, Icon, MatIconButton, TranslocoDirective],
  template: `
    <ol *transloco="let t" [attr.aria-label]="t('shell.player.queue')">
      @for (item of queue(); track $index) {
        <li [class.here]="$index === index()">
          <button type="button" class="pick" (click)="pick($index)">
            <app-cover-art [name]="item.title" [size]="36" />
            <span class="clip">{{ item.title }}</span>
            <span class="quiet small clip">{{ item.artist }}</span>
          </button>
          <button
            matIconButton
            type="button"
            [attr.aria-label]="t('shell.player.remove', { title: item.title })"
            (click)="remove($index)"
          >
            <app-icon name="close" [size]="18" />
          </button>
        </li>
      }
    </ol>
  `,
  styles: `
    ol {
      max-height: 40vh;
      overflow: auto;
      margin: 0;
      padding: var(--s-3);
      border-bottom: 1px solid var(--line);
      list-style: none;
    }
    li {
      display: flex;
      border-radius: var(--r-m);
    }
    .here {
      background: var(--accent-soft);
    }
    .pick {
      flex: 1;
      display: grid;
      grid-template-columns: auto minmax(0, 1fr) minmax(0, 1fr);
      align-items: center;
      gap: var(--s-3);
      padding: var(--s-1) var(--s-2);
      border: 0;
      background: none;
      color: inherit;
      text-align: left;
      cursor: pointer;
    }
  `,
})
export class QueueList {
  readonly #store = inject(Store);
  protected readonly queue = this.#store.selectSignal(playerFeature.selectQueue);
  protected readonly index = this.#store.selectSignal(playerFeature.selectIndex);

  protected pick(index: number): void {
    this.#store.dispatch(playerPageActions.queueItemChosen({ index }));
  }

  protected remove(index: number): void {
    this.#store.dispatch(playerPageActions.queueItemRemoved({ index }));
  }
}
