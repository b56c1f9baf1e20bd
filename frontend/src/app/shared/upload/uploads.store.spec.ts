import { TestBed } from '@angular/core/testing';
import { Store } from '@ngrx/store';

import { Histories } from './histories.store';
import { UploadRunner } from './upload-runner';
import { uploadsApiActions } from './uploads.actions';
import { Uploads } from './uploads.store';

describe('Uploads', () => {
  const run = vi.fn<UploadRunner['run']>();
  const dispatch = vi.fn();

  beforeEach(() => {
    run.mockReset().mockResolvedValue(null);
    dispatch.mockReset();
    TestBed.configureTestingModule({
      providers: [
        { provide: UploadRunner, useValue: { run } },
        { provide: Store, useValue: { dispatch } },
      ],
    });
  });

  const file = (name: string): File => new File(['x'], name);

  it('sends sound, and only offers a history: it is looked into before it is imported', () => {
    const unknown = TestBed.inject(Uploads).addAll([
      file('song.flac'),
      file('my_spotify_data.zip'),
      file('letter.docx'),
    ]);
    expect(unknown.map(({ name }) => name)).toEqual(['letter.docx']);
    expect(run.mock.calls.map(([, { name }]) => name)).toEqual(['song.flac']);
    expect(dispatch).toHaveBeenCalledExactlyOnceWith(uploadsApiActions.historyOffered());
    const histories = TestBed.inject(Histories);
    expect(histories.take().map(({ name }) => name)).toEqual(['my_spotify_data.zip']);
    expect(histories.take()).toEqual([]);
  });
});
