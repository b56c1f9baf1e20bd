import { EnvironmentProviders } from '@angular/core';

import { LANGUAGE_FILES } from '@app/i18n/language-files';
import { provideI18n } from '@app/shared/i18n/provide-i18n';

/** The real texts, for component tests. */
export function provideTexts(): EnvironmentProviders {
  return provideI18n(LANGUAGE_FILES);
}
