import { TestBed } from '@angular/core/testing';
import { SwUpdate, VersionEvent } from '@angular/service-worker';
import { Subject } from 'rxjs';

import { Language } from '@app/shared/i18n/language';
import { Toasts } from '@app/shared/ui/toasts/toasts';
import { provideTexts } from '../../testing/provide-texts';
import { AppUpdate } from './app-update';

describe('AppUpdate', () => {
  const updates = {
    isEnabled: true,
    versionUpdates: new Subject<Pick<VersionEvent, 'type'>>(),
    unrecoverable: new Subject<unknown>(),
    checkForUpdate: vi.fn<() => Promise<boolean>>(),
  };
  let texts: () => string[];

  beforeEach(async () => {
    updates.checkForUpdate.mockReset().mockRejectedValue(new Error('offline'));
    TestBed.configureTestingModule({
      providers: [provideTexts(), { provide: SwUpdate, useValue: updates }],
    });
    await TestBed.inject(Language).use('en');
    const toasts = TestBed.inject(Toasts);
    texts = () => toasts.list().map(({ text }) => text);
    TestBed.inject(AppUpdate).watch();
  });

  it('offers a version only when it is there whole', () => {
    updates.versionUpdates.next({ type: 'VERSION_DETECTED' });
    expect(texts()).toEqual([]);
    updates.versionUpdates.next({ type: 'VERSION_READY' });
    expect(texts()).toHaveLength(1);
  });

  it('offers a load when the files of the running version are gone', () => {
    updates.unrecoverable.next({});
    expect(texts()).toHaveLength(1);
  });

  it('looks for a new version when a tab is looked at again, once an hour', () => {
    vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('visible');
    document.dispatchEvent(new Event('visibilitychange'));
    const first = updates.checkForUpdate.mock.calls.length;
    expect(first).toBeGreaterThan(0);
    document.dispatchEvent(new Event('visibilitychange'));
    expect(updates.checkForUpdate).toHaveBeenCalledTimes(first);
    vi.restoreAllMocks();
  });
});
