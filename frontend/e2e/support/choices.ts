import { Page } from '@playwright/test';

/**
 * Clicks one of a few as a person does, on its words: the radio button itself is out of sight,
 * and a click forced on it goes astray while charts above still grow.
 */
export async function choose(page: Page, words: string): Promise<void> {
  await page
    .locator('label')
    .filter({ has: page.getByRole('radio', { name: words, exact: true }) })
    .click();
}
