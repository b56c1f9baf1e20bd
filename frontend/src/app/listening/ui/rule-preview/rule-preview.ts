import { Component, input } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';

import { PluralPipe } from '@app/shared/i18n/pipes';
import { Skeleton } from '@app/shared/ui/skeleton/skeleton';
import { RulePreview } from '../../model/names';

/** What a rule would change: how many listens, and songs before and after. */
@Component({
  selector: 'app-rule-preview',
  imports: [PluralPipe, Skeleton, TranslocoDirective],
  template: `
    <ng-container *transloco="let t">
      <p role="status">
        @if (preview(); as found) {
          <strong>
            @if (!found.exact) {
              {{ t('listening.names.about') }}
            }
            {{ found.listens | plural: 'listening.names.listens' }}
          </strong>
          @if (found.songs > 0) {
            <span class="quiet"> · {{ found.songs | plural: 'listening.names.songs' }}</span>
          }
        }
      </p>
      @if (looking()) {
        <app-skeleton [lines]="2" height="40px" />
      }
      @if (preview(); as found) {
        <ul data-testid="rule-examples">
          @for (example of found.examples; track $index) {
            <li>
              <span class="quiet">{{ example.artist }} – {{ example.title }}</span>
              <span class="after">
                @if (example.excluded) {
                  {{ t('listening.names.out') }}
                } @else {
                  → {{ example.artists_after.join(', ') }} – {{ example.title_after }}
                }
              </span>
            </li>
          }
        </ul>
      }
    </ng-container>
  `,
  styles: `
    :host {
      display: grid;
      gap: var(--s-2);
      min-width: 0;
    }
    ul {
      margin: 0;
      padding: 0;
      list-style: none;
    }
    li {
      display: grid;
      grid-template-columns: repeat(auto-fit, minmax(min(280px, 100%), 1fr));
      gap: 0 var(--s-4);
      padding: var(--s-2) 0;
      border-top: 1px solid var(--line);
      font-size: var(--text-s);
      overflow-wrap: anywhere;
    }
    .after {
      font-weight: 600;
    }
  `,
})
export class RulePreviewView {
  readonly preview = input.required<RulePreview | null>();
  readonly looking = input(false);
}
