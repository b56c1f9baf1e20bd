import { Component, computed, inject, input, linkedSignal, output, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { TranslocoDirective } from '@jsverse/transloco';

import { ErrorText } from '@app/shared/http/error-text';
import { localDate } from '@app/shared/ui/range-picker/range';
import { LifeEventsStore } from '../../data/life-events.store';
import { LifeEvent, LifeEventKind } from '../../model/bands';
import { draftOf, emptyDraft, EVENT_COLOURS, EVENT_KINDS, eventOf } from '../../model/event-form';
import { EventDraft } from '../../model/event-form';

/** The fields of one life event, new or known. */
@Component({
  selector: 'app-event-form',
  imports: [MatButton, TranslocoDirective],
  templateUrl: './event-form.html',
  styleUrl: './event-form.scss',
})
export class EventForm {
  readonly #store = inject(LifeEventsStore);
  readonly #errorText = inject(ErrorText);
  readonly event = input<LifeEvent>();
  readonly done = output();
  protected readonly kinds = EVENT_KINDS;
  protected readonly colours = EVENT_COLOURS;
  protected readonly draft = linkedSignal(() => {
    const known = this.event();
    return known === undefined ? emptyDraft(localDate(new Date())) : draftOf(known);
  });
  protected readonly ready = computed(() => eventOf(this.draft()));
  protected readonly crossed = computed(() => {
    const { first_day, last_day } = this.draft();
    return last_day !== '' && last_day < first_day;
  });
  protected readonly busy = signal(false);
  protected readonly problem = signal<string | null>(null);

  protected set(change: Partial<EventDraft>): void {
    this.draft.update((draft) => ({ ...draft, ...change }));
  }
  protected setKind(kind: string): void {
    this.set({ kind: kind as LifeEventKind });
  }

  protected save(event: SubmitEvent): void {
    event.preventDefault();
    const wanted = this.ready();
    if (wanted === null) return;
    this.busy.set(true);
    const known = this.event();
    const saved =
      known === undefined ? this.#store.add(wanted) : this.#store.change(known.id, wanted);
    saved.subscribe({
      next: () => {
        this.done.emit();
      },
      error: (error: unknown) => {
        this.busy.set(false);
        this.problem.set(this.#errorText.of(error));
      },
    });
  }
}
