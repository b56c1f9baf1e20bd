import {
  EnvironmentProviders,
  inject,
  isDevMode,
  makeEnvironmentProviders,
  provideAppInitializer,
} from '@angular/core';
import { provideTransloco, Translation, TranslocoLoader } from '@jsverse/transloco';

import { Language } from './language';
import { isLanguage, LanguageCode, LANGUAGES } from './languages';

export type LanguageFiles = Record<LanguageCode, () => Promise<Translation>>;

/** Texts come as lazy chunks of the build, so a release never mixes old texts with new code. */
export function provideI18n(files: LanguageFiles): EnvironmentProviders {
  class ChunkLoader implements TranslocoLoader {
    getTranslation(lang: string): Promise<Translation> {
      return files[isLanguage(lang) ? lang : 'en']();
    }
  }
  return makeEnvironmentProviders([
    provideTransloco({
      config: {
        availableLangs: LANGUAGES.map(({ code }) => code),
        defaultLang: 'en',
        reRenderOnLangChange: true,
        prodMode: !isDevMode(),
      },
      loader: ChunkLoader,
    }),
    provideAppInitializer(() => inject(Language).start()),
  ]);
}
