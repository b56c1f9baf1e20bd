import { Component, computed, inject } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { TranslocoDirective } from '@jsverse/transloco';

import { ErrorText } from '@app/shared/http/error-text';
import { Language } from '@app/shared/i18n/language';
import { ErrorState } from '@app/shared/ui/error-state/error-state';
import { Segmented } from '@app/shared/ui/segmented/segmented';
import { Toasts } from '@app/shared/ui/toasts/toasts';
import { Catalogued, ENTITIES, needsSubject, RULE_KINDS } from '../../../model/names';
import { RuleFields } from '../../../ui/rule-fields/rule-fields';
import { RulePreviewView } from '../../../ui/rule-preview/rule-preview';
import { NamePicker } from '../name-picker/name-picker';
import { NamesStore } from '../names.store';
import { RuleDraftStore } from '../rule-draft.store';

/** Writes a rule step by step, and shows what it would change before it is saved. */
@Component({
  selector: 'app-rule-composer',
  imports: [
    ErrorState,
    MatButton,
    NamePicker,
    RuleFields,
    RulePreviewView,
    Segmented,
    TranslocoDirective,
  ],
  providers: [RuleDraftStore],
  templateUrl: './rule-composer.html',
  styleUrl: './rule-composer.scss',
})
export class RuleComposer {
  readonly #names = inject(NamesStore);
  readonly #language = inject(Language);
  readonly #toasts = inject(Toasts);
  protected readonly store = inject(RuleDraftStore);
  protected readonly errorText = inject(ErrorText);
  protected readonly kinds = RULE_KINDS;
  protected readonly entities = computed(() =>
    ENTITIES[this.store.draft().kind].map((value) => ({
      value,
      label: this.#language.t(`listening.names.entities.${value}`),
    })),
  );
  /** What the picker looks for; null where the rule is about no name of the history. */
  protected readonly picks = computed(() => {
    const draft = this.store.draft();
    return needsSubject(draft) ? (draft.entity as Catalogued) : null;
  });
  protected async save(event: Event): Promise<void> {
    event.preventDefault();
    const job = await this.store.save();
    if (job === undefined) return;
    this.#toasts.show(this.#language.t('listening.names.saved'), 'good');
    await this.#names.settle(job);
  }
}
