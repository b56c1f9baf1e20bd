import { Component, computed, inject } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { TranslocoDirective } from '@jsverse/transloco';

import { AgoPipe } from '@app/shared/i18n/pipes';
import { ConfirmButton } from '@app/shared/ui/confirm-button/confirm-button';
import { toldRule } from '../../../model/names';
import { NamesStore } from '../names.store';
import { Tell } from '../told';

/** The rules that hold, and those that were undone. */
@Component({
  selector: 'app-rules-section',
  imports: [AgoPipe, ConfirmButton, MatButton, TranslocoDirective],
  template: `
    <ng-container *transloco="let t">
      <h2>{{ t('listening.names.rules') }}</h2>
      <ul data-testid="rules">
        @for (rule of rules(); track rule.id) {
          <li [class.over]="rule.undone_at !== null">
            <div class="names">
              <span>{{ rule.said }}</span>
              <span class="small quiet">
                {{ rule.created_at | ago }}
                @if (rule.undone_at; as at) {
                  · {{ t('listening.names.undone', { ago: (at | ago) }) }}
                }
              </span>
            </div>
            @if (rule.undone_at === null) {
              <button
                matButton
                class="flush"
                type="button"
                data-testid="rule-undo"
                [disabled]="store.busy()"
                [attr.aria-label]="t('listening.names.undoLabel', { rule: rule.said })"
                (click)="undo(rule.id)"
              >
                {{ t('listening.names.undo') }}
              </button>
            } @else {
              <app-confirm-button
                [label]="t('listening.names.delete')"
                [question]="t('listening.names.deleteAsk')"
                (confirmed)="remove(rule.id)"
              />
            }
          </li>
        } @empty {
          <li class="quiet">{{ t('listening.names.noRules') }}</li>
        }
      </ul>
      @if (store.rules().next_cursor) {
        <button matButton="outlined" type="button" class="more" (click)="more()">
          {{ t('ui.more') }}
        </button>
      }
    </ng-container>
  `,
  styles: `
    ul {
      margin: 0;
      padding: 0;
      list-style: none;
    }
    li {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: var(--s-3);
      padding: var(--s-3) 0;
      border-top: 1px solid var(--line);
    }
    .names {
      display: grid;
      flex: 1 1 220px;
      min-width: 0;
      overflow-wrap: anywhere;
    }
    .over .names > :first-child {
      color: var(--ink-2);
      text-decoration: line-through;
    }
    .more {
      justify-self: center;
    }
  `,
})
export class RulesSection {
  readonly #tell = inject(Tell);
  protected readonly store = inject(NamesStore);
  protected readonly rules = computed(() =>
    this.store.rules().items.map((rule) => ({ ...rule, said: this.#tell.rule(toldRule(rule)) })),
  );

  protected undo(id: string): void {
    void this.store.undo(id);
  }

  protected remove(id: string): void {
    void this.store.remove(id);
  }

  protected more(): void {
    void this.store.moreRules();
  }
}
