import { Component, computed, inject } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { TranslocoDirective } from '@jsverse/transloco';

import { Language } from '@app/shared/i18n/language';
import { DayPipe, PluralPipe } from '@app/shared/i18n/pipes';
import { Change, SWITCHES, toldChange } from '../../../model/names';
import { NamesStore } from '../names.store';
import { Tell } from '../told';

/** Every change of switches and rules: when, what, and how many listens it moved. */
@Component({
  selector: 'app-audit-section',
  imports: [DayPipe, MatButton, PluralPipe, TranslocoDirective],
  template: `
    <ng-container *transloco="let t">
      <h2>{{ t('listening.names.audit') }}</h2>
      <ol data-testid="audit">
        @for (change of changes(); track change.id) {
          <li>
            <span class="small quiet figures">{{ change.created_at | day: 'time' }}</span>
            <span class="what">
              {{ t('listening.names.actions.' + change.action) }}: {{ change.said }}
            </span>
            @if (change.listens !== null) {
              <span class="small quiet figures">
                {{ change.listens | plural: 'listening.names.listens' }}
              </span>
            }
          </li>
        } @empty {
          <li class="quiet">{{ t('listening.names.noChanges') }}</li>
        }
      </ol>
      @if (store.changes().next_cursor) {
        <button matButton="outlined" type="button" class="more" (click)="more()">
          {{ t('ui.more') }}
        </button>
      }
    </ng-container>
  `,
  styles: `
    ol {
      margin: 0;
      padding: 0;
      list-style: none;
    }
    li {
      display: flex;
      flex-wrap: wrap;
      align-items: baseline;
      gap: 0 var(--s-4);
      padding: var(--s-2) 0;
      border-top: 1px solid var(--line);
    }
    .what {
      flex: 1 1 260px;
      min-width: 0;
      overflow-wrap: anywhere;
    }
    .more {
      justify-self: center;
    }
  `,
})
export class AuditSection {
  readonly #tell = inject(Tell);
  readonly #language = inject(Language);
  protected readonly store = inject(NamesStore);
  protected readonly changes = computed(() =>
    this.store.changes().items.map((change) => ({ ...change, said: this.#said(change) })),
  );

  protected more(): void {
    void this.store.moreChanges();
  }

  #said(change: Change): string {
    const told = toldChange(change);
    if (told !== null) return this.#tell.rule(told);
    return SWITCHES.filter((name) => name in change.details)
      .map((name) => {
        const state = this.#language.t(`listening.names.${change.details[name] ? 'on' : 'off'}`);
        return `${this.#language.t(`listening.names.switches.${name}`)} – ${state}`;
      })
      .join(', ');
  }
}
