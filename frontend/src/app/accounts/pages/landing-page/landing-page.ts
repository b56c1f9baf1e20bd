import { afterNextRender, Component, inject, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Router, RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import { catchError, EMPTY } from 'rxjs';

import { readSetup } from '@app/shared/api-client/endpoints/accounts/accounts';
import { Api } from '@app/shared/http/api';
import { SettingsMenu } from '@app/shared/theme/settings-menu/settings-menu';
import { Icon } from '@app/shared/ui/icon/icon';
import { IconName } from '@app/shared/ui/icon/icon-paths';
import { Logo } from '@app/shared/ui/logo/logo';
import { MosaicWall } from '../../ui/mosaic-wall/mosaic-wall';

const ROOMS: readonly { icon: IconName; title: string; text: string }[] = [
  {
    icon: 'listening',
    title: 'accounts.landing.listening',
    text: 'accounts.landing.listeningText',
  },
  { icon: 'studio', title: 'accounts.landing.studio', text: 'accounts.landing.studioText' },
  {
    icon: 'transcripts',
    title: 'accounts.landing.transcripts',
    text: 'accounts.landing.transcriptsText',
  },
  {
    icon: 'playlists',
    title: 'accounts.landing.playlists',
    text: 'accounts.landing.playlistsText',
  },
];

@Component({
  selector: 'app-landing-page',
  imports: [Icon, Logo, MatButton, MosaicWall, RouterLink, SettingsMenu, TranslocoDirective],
  templateUrl: './landing-page.html',
  styleUrl: './landing-page.scss',
})
export default class LandingPage {
  protected readonly rooms = ROOMS;
  protected readonly registrationOpen = signal(true);

  constructor() {
    const api = inject(Api);
    const router = inject(Router);
    // Only in the browser: the built page must not depend on a server's state.
    afterNextRender(() => {
      api
        .send(readSetup(), { bearer: false })
        .pipe(catchError(() => EMPTY))
        .subscribe(({ needs_admin, registration_open }) => {
          this.registrationOpen.set(registration_open);
          if (needs_admin) void router.navigateByUrl('/setup');
        });
    });
  }
}
