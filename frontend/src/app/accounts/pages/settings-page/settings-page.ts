import { Component } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';

import { SettingsMenu } from '@app/shared/theme/settings-menu/settings-menu';
import { PageHeader } from '@app/shared/ui/page-header/page-header';

@Component({
  selector: 'app-settings-page',
  imports: [PageHeader, SettingsMenu, TranslocoDirective],
  template: `
    <div class="page" *transloco="let t">
      <app-page-header [heading]="t('accounts.settings.title')" />
      <app-settings-menu />
    </div>
  `,
})
export default class SettingsPage {}
