import { Component, input } from '@angular/core';
import { RouterLink } from '@angular/router';

import { CoverArt } from '@app/shared/ui/cover-art/cover-art';

/** A stretch of years and the song that stands for it. */
export interface Decade {
  name: string;
  title: string;
  artist: string | null;
  link: string;
}

/** One cover for each decade, oldest first. */
@Component({
  selector: 'app-decade-covers',
  imports: [CoverArt, RouterLink],
  template: `
    <ol [attr.aria-label]="label()" data-testid="decades">
      @for (decade of decades(); track decade.name) {
        <li>
          <app-cover-art [name]="decade.title" />
          <strong class="figures">{{ decade.name }}</strong>
          <a class="clip small" [routerLink]="decade.link">{{ decade.title }}</a>
          <span class="clip small quiet">{{ decade.artist }}</span>
        </li>
      }
    </ol>
  `,
  styles: `
    ol {
      display: grid;
      grid-template-columns: repeat(auto-fill, minmax(96px, 1fr));
      gap: var(--s-4) var(--s-3);
      margin: 0;
      padding: 0;
      list-style: none;
    }
    li {
      display: grid;
      align-content: start;
      gap: 2px;
      min-width: 0;
    }
    app-cover-art {
      width: 100%;
      max-width: 160px;
      margin-bottom: var(--s-1);
    }
    strong {
      font-size: var(--text-l);
    }
    a {
      color: var(--ink);
      font-weight: 600;
    }
  `,
})
export class DecadeCovers {
  readonly decades = input.required<readonly Decade[]>();
  readonly label = input.required<string>();
}
