import { Component, ElementRef, inject, output, viewChild } from '@angular/core';
import { MatIconButton } from '@angular/material/button';
import { MatMenu, MatMenuItem, MatMenuTrigger } from '@angular/material/menu';
import { Router, RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import { Store } from '@ngrx/store';

import { sessionFeature, sessionPageActions } from '@app/accounts/public';
import { jobsFeature } from '@app/shared/jobs/jobs.feature';
import { SettingsMenu } from '@app/shared/theme/settings-menu/settings-menu';
import { CoverArt } from '@app/shared/ui/cover-art/cover-art';
import { Icon } from '@app/shared/ui/icon/icon';
import { Logo } from '@app/shared/ui/logo/logo';
import { Uploads } from '@app/shared/upload/uploads.store';

@Component({
  selector: 'app-top-bar',
  imports: [
    CoverArt,
    Icon,
    Logo,
    MatIconButton,
    MatMenu,
    MatMenuItem,
    MatMenuTrigger,
    RouterLink,
    SettingsMenu,
    TranslocoDirective,
  ],
  templateUrl: './top-bar.html',
  styleUrl: './top-bar.scss',
})
export class TopBar {
  readonly #store = inject(Store);
  readonly #router = inject(Router);
  readonly trayToggled = output();
  readonly helpChosen = output();
  protected readonly user = this.#store.selectSignal(sessionFeature.selectUser);
  protected readonly jobs = this.#store.selectSignal(jobsFeature.selectActive);
  protected readonly uploads = inject(Uploads).active;
  private readonly field = viewChild.required<ElementRef<HTMLInputElement>>('field');

  focusSearch(): void {
    this.field().nativeElement.focus();
    this.field().nativeElement.select();
  }

  protected search(event: Event, query: string): void {
    event.preventDefault();
    if (query.trim() !== '') {
      void this.#router.navigate(['/search'], { queryParams: { q: query.trim() } });
    }
  }

  protected logOut(): void {
    this.#store.dispatch(sessionPageActions.logOutChosen());
  }
}
