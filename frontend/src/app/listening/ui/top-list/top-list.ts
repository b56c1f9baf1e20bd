import { Component, computed, input } from '@angular/core';
import { RouterLink } from '@angular/router';

import { PluralPipe, SpanPipe } from '@app/shared/i18n/pipes';
import { CoverArt } from '@app/shared/ui/cover-art/cover-art';
import { valueOf } from '../../model/choices';
import { storyLink } from '../../model/links';
import { Entity, Metric, TopItem } from '../../model/listening';

/** Ranked names: covers of the first three, then rows whose bar shows the share of the first. */
@Component({
  selector: 'app-top-list',
  imports: [CoverArt, PluralPipe, RouterLink, SpanPipe],
  template: `
    <ol data-testid="top-list">
      @for (row of rows(); track row.id) {
        <li [style.--share]="row.share + '%'">
          <span class="rank figures">{{ row.rank }}</span>
          <app-cover-art [name]="row.name" [shape]="entity() === 'artist' ? 'round' : 'square'" />
          <div class="names">
            @if (linked()) {
              <a [routerLink]="row.link">{{ row.name }}</a>
            } @else {
              <strong>{{ row.name }}</strong>
            }
            @if (row.artist; as by) {
              <span class="small quiet clip">{{ by }}</span>
            }
          </div>
          <span class="small figures figure">
            @if (metric() === 'plays') {
              {{ row.plays | plural: 'listening.plays' }}
            } @else {
              {{ row.ms_played | span }}
            }
          </span>
          <i></i>
        </li>
      }
    </ol>
  `,
  styleUrl: './top-list.scss',
})
export class TopList {
  readonly items = input.required<readonly TopItem[]>();
  readonly entity = input.required<Entity>();
  readonly metric = input.required<Metric>();
  /** Whether there are stories to lead to. */
  readonly linked = input(true);
  protected readonly rows = computed(() => {
    const most = Math.max(1, ...this.items().map((item) => valueOf(item, this.metric())));
    return this.items().map((item) => ({
      ...item,
      link: storyLink(this.entity(), item.id),
      share: Math.round((valueOf(item, this.metric()) / most) * 1000) / 10,
    }));
  });
}
