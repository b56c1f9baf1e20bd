import { Component, computed, input, output } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';

import { RuleDraft } from '../../model/names';

/** What a rule wants written: a name, several names, or a window of time. */
@Component({
  selector: 'app-rule-fields',
  imports: [TranslocoDirective],
  template: `
    <ng-container *transloco="let t">
      @if (wanted(); as text) {
        <label>
          {{ t('listening.names.text.' + text) }}
          <input
            #name
            class="input"
            maxlength="500"
            data-testid="rule-text"
            [placeholder]="t('listening.names.example.' + text)"
            [value]="draft().text"
            (input)="written.emit({ text: name.value })"
          />
        </label>
      }
      @if (draft().kind === 'split_as') {
        <label>
          {{ t('listening.names.lines') }}
          <textarea
            #lines
            class="input"
            rows="3"
            [value]="draft().names"
            (input)="written.emit({ names: lines.value })"
          ></textarea>
        </label>
      }
      @if (draft().kind === 'exclude' && draft().entity === 'window') {
        <label>
          {{ t('listening.names.from') }}
          <input
            #from
            class="input"
            type="datetime-local"
            [value]="draft().from"
            (input)="written.emit({ from: from.value })"
          />
        </label>
        <label>
          {{ t('listening.names.until') }}
          <input
            #until
            class="input"
            type="datetime-local"
            [value]="draft().until"
            (input)="written.emit({ until: until.value })"
          />
        </label>
      }
    </ng-container>
  `,
  styles: `
    :host {
      display: grid;
      align-content: start;
      gap: var(--s-3);
      max-width: 480px;
    }
    label {
      display: grid;
      gap: var(--s-1);
      font-size: var(--text-s);
      font-weight: 600;
    }
    textarea.input {
      padding: var(--s-3) var(--s-4);
      resize: vertical;
    }
  `,
})
export class RuleFields {
  readonly draft = input.required<RuleDraft>();
  readonly written = output<Partial<RuleDraft>>();
  /** Which text the rule wants, as part of a key; null where it wants none. */
  protected readonly wanted = computed(() => {
    const { kind, entity } = this.draft();
    if (kind === 'exclude') return entity === 'genre' ? 'genre' : null;
    return kind === 'merge' ? null : kind;
  });
}
