import { Component, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';

import { Icon } from '@app/shared/ui/icon/icon';
import { IconName } from '@app/shared/ui/icon/icon-paths';

interface Door {
  path: string;
  icon: IconName;
  title: string;
  text: string;
}

const DOORS: readonly Door[] = [
  {
    path: '/listening',
    icon: 'listening',
    title: 'shell.nav.listening',
    text: 'catalog.home.listening',
  },
  {
    path: '/playlists',
    icon: 'playlists',
    title: 'shell.nav.playlists',
    text: 'catalog.home.playlists',
  },
  { path: '/studio', icon: 'studio', title: 'shell.nav.studio', text: 'catalog.home.studio' },
  {
    path: '/transcripts',
    icon: 'transcripts',
    title: 'shell.nav.transcripts',
    text: 'catalog.home.transcripts',
  },
];

/** The four rooms: large for who is new, one low line for who has something to go on with. */
@Component({
  selector: 'app-doors',
  imports: [Icon, RouterLink, TranslocoDirective],
  template: `
    <nav *transloco="let t" [class.low]="low()" [attr.aria-label]="t('catalog.home.doors')">
      @for (door of doors; track door.path) {
        <a [routerLink]="door.path" [style.--tile]="'var(--tile-' + ($index + 1) + ')'">
          <app-icon [name]="door.icon" [size]="low() ? 24 : 40" />
          <strong>{{ t(door.title) }}</strong>
          <span>{{ t(door.text) }}</span>
        </a>
      }
    </nav>
  `,
  styleUrl: './doors.scss',
})
export class Doors {
  readonly low = input(false);
  protected readonly doors = DOORS;
}
