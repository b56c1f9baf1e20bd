import { Component } from '@angular/core';
import { RouterLink, RouterLinkActive, RouterOutlet } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';

import { ScrollEdges } from '@app/shared/ui/segmented/scroll-edges';
import { HistoryStore } from '../../data/history.store';
import { LifeEventsStore } from '../../data/life-events.store';
import { RankingsStore } from '../../data/rankings.store';
import { RoomStore } from '../../data/room.store';

/** What all pages of listening stand in: the way between them, and the choices they share. */
@Component({
  selector: 'app-listening-room',
  imports: [RouterLink, RouterLinkActive, RouterOutlet, ScrollEdges, TranslocoDirective],
  providers: [RoomStore, HistoryStore, LifeEventsStore, RankingsStore],
  template: `
    <ng-container *transloco="let t">
      <nav
        #edges="appScrollEdges"
        appScrollEdges
        [attr.aria-label]="t('listening.nav.label')"
        data-testid="room-nav"
      >
        @for (page of pages; track page) {
          <a
            #link
            routerLinkActive="on"
            ariaCurrentWhenActive="page"
            [routerLink]="page === 'overview' ? '/listening' : '/listening/' + page"
            [routerLinkActiveOptions]="{ exact: page === 'overview' }"
            (isActiveChange)="$event && edges.show(link)"
          >
            {{ t('listening.nav.' + page) }}
          </a>
        }
      </nav>
      <router-outlet />
    </ng-container>
  `,
  styles: `
    :host {
      display: block;
      max-width: 1240px;
      margin: 0 auto;
    }
    nav {
      position: relative;
      display: flex;
      gap: 2px;
      overflow-x: auto;
      scrollbar-width: none;
      padding: var(--s-3) var(--s-3) 0;

      --fade-start: 0px;
      --fade-end: 0px;
      mask-image: linear-gradient(
        90deg,
        transparent,
        #000 var(--fade-start) calc(100% - var(--fade-end)),
        transparent
      );

      @media (min-width: 768px) {
        padding: var(--s-4) var(--s-5) 0;
      }
    }
    nav.more-before {
      --fade-start: 48px;
    }
    nav.more-after {
      --fade-end: 48px;
    }
    a {
      flex: none;
      padding: 0 var(--s-3);
      border-bottom: 3px solid transparent;
      color: var(--ink-2);
      font-size: var(--text-s);
      font-weight: 600;
      line-height: 44px;
      text-decoration: none;

      &:hover {
        color: var(--ink);
      }
      &:focus-visible {
        outline-offset: -3px;
      }
      &.on {
        border-color: var(--accent);
        color: var(--ink);
      }
    }
  `,
})
export default class ListeningRoom {
  protected readonly pages = [
    'overview',
    'top',
    'patterns',
    'discovery',
    'compare',
    'history',
    'life-events',
    'rewind',
  ];
}
