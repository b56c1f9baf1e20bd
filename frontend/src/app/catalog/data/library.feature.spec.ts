import { AppError } from '@app/shared/http/app-error';
import { MediaItem } from '@app/shared/upload/media';
import { uploadsApiActions } from '@app/shared/upload/uploads.actions';
import { libraryApiActions, libraryPageActions } from './library.actions';
import { libraryFeature } from './library.feature';

const item = (id: string, day: number): MediaItem => ({
  id,
  kind: 'audio',
  filename: `${id}.wav`,
  content_type: 'audio/wav',
  bytes: 1,
  duration_ms: 1,
  channels: 1,
  codec: 'pcm_s16le',
  sample_rate: 44_100,
  sha256: id,
  created_at: `2026-11-${day}T00:00:00Z`,
  url: id,
});

describe('library state', () => {
  const { reducer, name } = libraryFeature;
  const start = reducer(undefined, { type: 'start' });
  const ids = (state: typeof start): string[] =>
    libraryFeature.selectAll({ [name]: state }).map(({ id }) => id);
  const loaded = reducer(
    start,
    libraryApiActions.pageLoaded({
      items: [item('a', 11), item('b', 12)],
      nextCursor: 'n',
      first: true,
    }),
  );

  it('shows the newest first and adds further pages', () => {
    const more = reducer(
      loaded,
      libraryApiActions.pageLoaded({ items: [item('c', 10)], nextCursor: null, first: false }),
    );
    expect(ids(more)).toEqual(['b', 'a', 'c']);
    expect(more.nextCursor).toBeNull();
  });

  it('takes in what was just uploaded, and lets go what was deleted', () => {
    const grown = reducer(loaded, uploadsApiActions.mediaStored({ item: item('d', 20) }));
    expect(ids(grown)).toEqual(['d', 'b', 'a']);
    expect(ids(reducer(grown, libraryApiActions.removed({ id: 'b' })))).toEqual(['d', 'a']);
  });

  it('keeps the list when a reload fails, and clears the error at the next try', () => {
    const error = new AppError(503, 'server_away');
    const failed = reducer(loaded, libraryApiActions.loadingFailed({ error }));
    expect([failed.status, ids(failed).length]).toEqual(['failed', 2]);
    expect(reducer(failed, libraryPageActions.opened()).error).toBeNull();
  });
});
