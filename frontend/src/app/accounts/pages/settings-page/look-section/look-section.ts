import { Component, computed, inject } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';

import { Language } from '@app/shared/i18n/language';
import { LANGUAGES } from '@app/shared/i18n/languages';
import { Theme, ThemeChoice } from '@app/shared/theme/theme';
import { Segment, Segmented } from '@app/shared/ui/segmented/segmented';

@Component({
  selector: 'app-look-section',
  imports: [Segmented, TranslocoDirective],
  template: `
    <ng-container *transloco="let t">
      <h2>{{ t('accounts.settings.look') }}</h2>
      <p class="small quiet">{{ t('accounts.settings.theme') }}</p>
      <app-segmented
        [label]="t('accounts.settings.theme')"
        [options]="themes()"
        [value]="theme.choice()"
        (valueChange)="theme.choose($event)"
      />
      <p class="small quiet">{{ t('accounts.settings.language') }}</p>
      <app-segmented
        [label]="t('accounts.settings.language')"
        [options]="languages"
        [value]="language.current()"
        (valueChange)="language.choose($event)"
      />
    </ng-container>
  `,
  styles: `
    p {
      margin-bottom: calc(-1 * var(--s-2));
    }
  `,
})
export class LookSection {
  protected readonly theme = inject(Theme);
  protected readonly language = inject(Language);
  protected readonly languages = LANGUAGES.map(({ code, name }) => ({ value: code, label: name }));
  protected readonly themes = computed<Segment<ThemeChoice>[]>(() =>
    (['system', 'light', 'dark'] as const).map((value) => ({
      value,
      label: this.language.t(`shell.theme.${value}`),
    })),
  );
}
