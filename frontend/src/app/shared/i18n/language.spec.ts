import { TestBed } from '@angular/core/testing';

import { provideTexts } from '../../../testing/provide-texts';
import { Language } from './language';

describe('Language', () => {
  let language: Language;

  beforeEach(async () => {
    localStorage.clear();
    TestBed.configureTestingModule({ providers: [provideTexts()] });
    language = TestBed.inject(Language);
    await language.use('en');
  });

  it('switches texts, the page language and remembers the choice', async () => {
    await language.choose('ru');
    expect(language.t('ui.retry')).toBe('Повторить');
    expect(document.documentElement.lang).toBe('ru');
    expect(localStorage.getItem('musaic.language')).toBe('ru');
  });

  it('picks plural forms by the rules of the language', async () => {
    expect(language.plural('catalog.plays', 1)).toBe('1 play');
    expect(language.plural('catalog.plays', 1200)).toBe('1,200 plays');
    await language.use('ru');
    expect([1, 2, 5, 22].map((count) => language.plural('catalog.plays', count))).toEqual([
      '1 раз',
      '2 раза',
      '5 раз',
      '22 раза',
    ]);
  });

  it('says null for a code it has no text for', () => {
    expect(language.find('errors.not_a_known_code')).toBeNull();
    expect(language.find('errors.email_taken')).toContain('already an account');
  });
});
