import { Component, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';

import { CoverArt } from '@app/shared/ui/cover-art/cover-art';
import { Playing } from '../../model/listening';

/** The song of this moment, as a player told it. */
@Component({
  selector: 'app-now-playing',
  imports: [CoverArt, RouterLink, TranslocoDirective],
  template: `
    <ng-container *transloco="let t">
      <app-cover-art [name]="song().album ?? song().title" [size]="72" />
      <div class="names" aria-live="polite" data-testid="now-playing">
        <span class="small now">
          <i aria-hidden="true"><b></b><b></b><b></b></i>
          {{ t('listening.now', { client: song().client }) }}
        </span>
        <strong class="clip">
          @if (song().track_id; as id) {
            <a [routerLink]="['/listening/tracks', id]">{{ song().title }}</a>
          } @else {
            {{ song().title }}
          }
        </strong>
        <span class="quiet clip">
          @if (song().artist_id; as id) {
            <a [routerLink]="['/listening/artists', id]">{{ song().artist }}</a>
          } @else {
            {{ song().artist }}
          }
          @if (song().album; as album) {
            ·
            @if (song().album_id; as id) {
              <a [routerLink]="['/listening/albums', id]">{{ album }}</a>
            } @else {
              {{ album }}
            }
          }
        </span>
      </div>
    </ng-container>
  `,
  styles: `
    :host {
      display: flex;
      align-items: center;
      gap: var(--s-4);
      padding: var(--s-3);
      border: 1px solid var(--line);
      border-radius: var(--r-l);
      background: linear-gradient(90deg, var(--accent-soft), var(--surface) 70%);
    }
    .names {
      display: grid;
      min-width: 0;
    }
    .now {
      color: var(--accent-text);
      font-weight: 650;
    }
    strong {
      font-size: var(--text-l);
    }
    i {
      display: inline-flex;
      gap: 2px;
      align-items: end;
      height: 12px;
    }
    b {
      width: 3px;
      height: 100%;
      background: currentColor;
      transform-origin: bottom;
      animation: beat 0.9s infinite alternate ease-in-out;
    }
    b:nth-child(2) {
      animation-delay: -0.4s;
    }
    b:nth-child(3) {
      animation-delay: -0.7s;
    }
    @keyframes beat {
      from {
        transform: scaleY(0.25);
      }
    }
  `,
})
export class NowPlaying {
  readonly song = input.required<Playing>();
}
