import { LanguageFiles } from '@app/shared/i18n/provide-i18n';

export const LANGUAGE_FILES: LanguageFiles = {
  en: () => import('./en').then((file) => file.default),
  ru: () => import('./ru').then((file) => file.default),
  kk: () => import('./kk').then((file) => file.default),
};
