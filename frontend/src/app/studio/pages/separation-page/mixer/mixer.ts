import {
  Component,
  computed,
  DOCUMENT,
  effect,
  inject,
  input,
  output,
  untracked,
} from '@angular/core';
import { MatButton } from '@angular/material/button';
import { TranslocoDirective } from '@jsverse/transloco';
import { Store } from '@ngrx/store';

import { Language } from '@app/shared/i18n/language';
import { ClockPipe } from '@app/shared/i18n/pipes';
import { playerPageActions } from '@app/shared/player/player.actions';
import { playerFeature } from '@app/shared/player/player.feature';
import { Icon } from '@app/shared/ui/icon/icon';
import { Mix } from '../../../data/mix.store';
import { MixerKeys } from '../../../data/mixer-keys';
import { StemPlayer } from '../../../data/stem-player';
import { OPEN_FADER } from '../../../model/mix';
import { Stem } from '../../../model/separation';
import { StemLane } from '../../../ui/stem-lane/stem-lane';

/** The desk: one transport for all stems, one lane for each. */
@Component({
  selector: 'app-mixer',
  imports: [ClockPipe, Icon, MatButton, StemLane, TranslocoDirective],
  providers: [Mix, MixerKeys, StemPlayer],
  templateUrl: './mixer.html',
  styleUrl: './mixer.scss',
})
export class Mixer {
  readonly #store = inject(Store);
  readonly #language = inject(Language);
  readonly #others = this.#store.selectSignal(playerFeature.selectPlaying);
  protected readonly player = inject(StemPlayer);
  protected readonly mix = inject(Mix);
  readonly stems = input.required<readonly Stem[]>();
  readonly title = input.required<string>();
  readonly durationMs = input.required<number>();
  /** The addresses of the files may have expired: fetch the separation again. */
  readonly renew = output();

  protected readonly lanes = computed(() =>
    this.stems().map((stem) => ({
      stem,
      name: this.#language.find(`studio.stems.${stem.kind}`) ?? stem.kind,
      fader: this.mix.faders()[stem.kind] ?? OPEN_FADER,
      silent: this.mix.gains()[stem.kind] === 0,
    })),
  );

  constructor() {
    inject(MixerKeys).listen(inject(DOCUMENT), () => {
      this.toggle();
    });
    effect(() => {
      const stems = this.stems();
      untracked(() => {
        this.mix.reset(stems.map(({ kind }) => kind));
        void this.player.load(stems);
      });
    });
    effect(() => {
      this.player.setGains(this.mix.gains());
    });
    // One thing sounds at a time: the player of the app and the desk make room for each other.
    effect(() => {
      if (this.#others()) this.player.pause();
    });
  }

  protected toggle(): void {
    if (!this.player.playing()) this.#store.dispatch(playerPageActions.paused());
    void this.player.toggle();
  }
}
