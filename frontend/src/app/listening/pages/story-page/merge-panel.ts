import { Component, effect, inject, input, output, untracked } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Router, RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import { Store } from '@ngrx/store';

import { ErrorText } from '@app/shared/http/error-text';
import { jobsPageActions } from '@app/shared/jobs/jobs.actions';
import { ErrorState } from '@app/shared/ui/error-state/error-state';
import { Toasts } from '@app/shared/ui/toasts/toasts';
import { RoomStore } from '../../data/room.store';
import { storyLink } from '../../model/links';
import { Catalogued, Named } from '../../model/names';
import { RulePreviewView } from '../../ui/rule-preview/rule-preview';
import { Words } from '../../ui/words';
import { NamePicker } from '../names-page/name-picker/name-picker';
import { RuleDraftStore } from '../names-page/rule-draft.store';

/** Says what a name is the same as, and shows what that would change before it is saved. */
@Component({
  selector: 'app-merge-panel',
  imports: [ErrorState, MatButton, NamePicker, RouterLink, RulePreviewView, TranslocoDirective],
  providers: [RuleDraftStore],
  template: `
    <section *transloco="let t" class="card" data-testid="merge-panel">
      <h2>{{ t('listening.story.sameHeading', { name: of().name }) }}</h2>
      <p class="quiet">{{ t('listening.names.kinds.does.merge') }}</p>
      <app-name-picker
        [label]="t('listening.names.target')"
        [entity]="entity()"
        [value]="store.draft().target"
        [without]="of().id"
        (picked)="store.change({ target: $event })"
      />
      @if (store.error(); as problem) {
        <app-error-state
          [sentence]="errorText.of(problem)"
          [code]="problem.code"
          [retryable]="false"
        />
      }
      <app-rule-preview [preview]="store.preview()" [looking]="store.looking()" />
      <div class="row">
        <button
          matButton="filled"
          type="button"
          data-testid="merge-save"
          [disabled]="store.saving() || !store.preview()"
          (click)="save()"
        >
          {{ t('listening.names.save') }}
        </button>
        <button matButton type="button" (click)="closed.emit()">{{ t('ui.cancel') }}</button>
        <a class="small" routerLink="/listening/names">{{ t('listening.story.allRules') }}</a>
      </div>
    </section>
  `,
  styles: `
    section {
      display: grid;
      gap: var(--s-4);
      min-width: 0;
    }
  `,
})
export class MergePanel {
  readonly #router = inject(Router);
  readonly #jobs = inject(Store);
  readonly #room = inject(RoomStore);
  readonly #toasts = inject(Toasts);
  readonly #words = inject(Words);
  protected readonly store = inject(RuleDraftStore);
  protected readonly errorText = inject(ErrorText);
  readonly of = input.required<Named>();
  readonly entity = input.required<Catalogued>();
  readonly closed = output();

  constructor() {
    effect(() => {
      const [subject, entity] = [this.of(), this.entity()];
      untracked(() => {
        this.store.change({ kind: 'merge', entity });
        this.store.change({ subject });
      });
    });
  }

  protected async save(): Promise<void> {
    const target = this.store.draft().target;
    const job = await this.store.save();
    if (job === undefined || target === null) return;
    this.#toasts.show(this.#words.t('listening.names.saved'), 'good');
    if (job !== null) this.#jobs.dispatch(jobsPageActions.jobSubmitted({ id: job }));
    this.#room.changed();
    // What it was merged into goes on with both stories.
    await this.#router.navigateByUrl(storyLink(this.entity(), target.id));
  }
}
