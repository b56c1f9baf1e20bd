import { Component, computed, inject, signal, viewChild } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { MatDialog } from '@angular/material/dialog';
import { RouterOutlet } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import { Store } from '@ngrx/store';
import { fromEvent, map, merge } from 'rxjs';

import { sessionFeature } from '@app/accounts/public';
import { Icon } from '@app/shared/ui/icon/icon';
import { BottomNav } from '../bottom-nav/bottom-nav';
import { DropOverlay } from '../drop-overlay/drop-overlay';
import { JobsTray } from '../jobs-tray/jobs-tray';
import { PlayerBar } from '../player-bar/player-bar';
import { Shortcuts } from '../shortcuts';
import { SideNav } from '../side-nav/side-nav';
import { TopBar } from '../top-bar/top-bar';

/** What stands around every room: navigation, search, jobs, player. */
@Component({
  selector: 'app-frame',
  imports: [
    BottomNav,
    DropOverlay,
    Icon,
    JobsTray,
    PlayerBar,
    RouterOutlet,
    SideNav,
    TopBar,
    TranslocoDirective,
  ],
  templateUrl: './frame.html',
  styleUrl: './frame.scss',
  host: { '(document:keydown)': 'pressed($event)' },
})
export class Frame {
  readonly #shortcuts = inject(Shortcuts);
  readonly #dialog = inject(MatDialog);
  readonly #status = inject(Store).selectSignal(sessionFeature.selectStatus);
  protected readonly trayOpen = signal(false);
  protected readonly offline = toSignal(
    merge(fromEvent(window, 'online'), fromEvent(window, 'offline')).pipe(
      map(() => !navigator.onLine),
    ),
    { initialValue: !navigator.onLine },
  );
  protected readonly away = computed(() => !this.offline() && this.#status() === 'away');
  private readonly topBar = viewChild.required(TopBar);

  protected pressed(event: KeyboardEvent): void {
    if (event.key === 'Escape') this.trayOpen.set(false);
    const wanted = this.#shortcuts.press(event);
    if (wanted === 'search') this.topBar().focusSearch();
    if (wanted === 'jobs') this.toggleTray();
    if (wanted === 'help') this.openHelp();
  }

  protected toggleTray(): void {
    this.trayOpen.update((open) => !open);
  }

  protected openHelp(): void {
    if (this.#dialog.openDialogs.length > 0) return;
    void import('../help-dialog/help-dialog').then(({ HelpDialog }) =>
      this.#dialog.open(HelpDialog, { width: '680px', maxWidth: '94vw' }),
    );
  }

  protected skip(event: Event, main: HTMLElement): void {
    event.preventDefault();
    main.focus();
  }
}
