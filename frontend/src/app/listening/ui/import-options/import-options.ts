import { Component, computed, input, output } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';

import { NumPipe } from '@app/shared/i18n/pipes';
import { hasRecognitions, ImportOptions, incognitoRows } from '../../model/import-draft';
import { ImportPreview } from '../../model/imports';
import { ZonePicker } from '../zone-picker/zone-picker';

/** What can be chosen about a file: only the questions that this file raises. */
@Component({
  selector: 'app-import-options',
  imports: [NumPipe, TranslocoDirective, ZonePicker],
  template: `
    <ng-container *transloco="let t">
      @if (preview().needs_zone) {
        <app-zone-picker
          data-testid="draft-zone"
          [label]="t('listening.draft.zone')"
          [hint]="t('listening.draft.zoneHint')"
          [zone]="options().timezone ?? preview().timezone"
          (zoneChange)="chosen.emit({ timezone: $event })"
        />
      }
      @if (incognito() > 0) {
        <label>
          <input
            #keep
            type="checkbox"
            [checked]="options().include_incognito"
            (change)="chosen.emit({ include_incognito: keep.checked })"
          />
          {{ t('listening.draft.incognito', { count: (incognito() | num) }) }}
        </label>
      }
      @if (recognitions()) {
        <label>
          <input
            #heard
            type="checkbox"
            [checked]="options().count_recognitions"
            (change)="chosen.emit({ count_recognitions: heard.checked })"
          />
          {{ t('listening.draft.recognitions') }}
        </label>
      }
    </ng-container>
  `,
  styles: `
    /* Often there is nothing to ask: then it takes no place, not even a gap. */
    :host {
      display: contents;
    }
    label {
      display: flex;
      align-items: start;
      gap: var(--s-3);
      max-width: 62ch;
    }
    input {
      flex: none;
      width: 18px;
      height: 18px;
      margin-top: 0.2em;
      accent-color: var(--accent-text);
    }
  `,
})
export class ImportOptionsForm {
  readonly preview = input.required<ImportPreview>();
  readonly options = input.required<ImportOptions>();
  readonly chosen = output<Partial<ImportOptions>>();
  protected readonly incognito = computed(() => incognitoRows(this.preview()));
  protected readonly recognitions = computed(() => hasRecognitions(this.preview()));
}
