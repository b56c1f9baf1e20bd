import { TestBed } from '@angular/core/testing';
import { provideStore } from '@ngrx/store';
import { NEVER, of, throwError } from 'rxjs';

import { Api } from '@app/shared/http/api';
import { AppError } from '@app/shared/http/app-error';
import { UploadApi } from '@app/shared/upload/upload.api';
import { startingMap } from '../../model/column-map';
import { ImportPreview } from '../../model/imports';
import { ImportDraft } from './import-draft.store';

const preview = {
  media_id: 'm1',
  needs_mapping: false,
  rows: 3,
  skipped: 0,
  rejected: 0,
  files: [],
  tables: [],
} as unknown as ImportPreview;
const table = {
  name: 'x',
  signature: 'a1',
  delimiter: ';',
  columns: ['a'],
  rows: [['a']],
  mapping: null,
};
const file = (name: string): File => new File(['x'], name);

describe('ImportDraft', () => {
  const look = vi.fn<UploadApi['look']>();
  const send = vi.fn<Api['send']>();
  const bodies = (): unknown[] => send.mock.calls.map(([call]) => call.data);
  let draft: InstanceType<typeof ImportDraft>;

  beforeEach(() => {
    vi.useFakeTimers();
    look.mockReset().mockResolvedValue(preview);
    send.mockReset();
    TestBed.configureTestingModule({
      providers: [
        provideStore(),
        ImportDraft,
        { provide: UploadApi, useValue: { look } },
        { provide: Api, useValue: { send } },
      ],
    });
    draft = TestBed.inject(ImportDraft);
  });

  afterEach(() => {
    vi.useRealTimers();
  });

  const answer = (reply: unknown): void => {
    send.mockReturnValue(of(reply));
  };

  it('takes one file at a time, and the next when the first is decided', async () => {
    await draft.add([file('a.json'), file('b.json')]);
    expect([draft.file()?.name, draft.waiting().length]).toEqual(['a.json', 1]);
    expect(draft.startable()).toBe(true);
    await draft.leave();
    expect([draft.file()?.name, draft.waiting().length]).toEqual(['b.json', 0]);
    await draft.leave();
    expect(draft.step()).toBe('idle');
  });

  it('looks again once after a pause, with what was chosen', async () => {
    answer(preview);
    await draft.add([file('a.csv')]);
    draft.choose({ timezone: 'Asia/Almaty' });
    draft.choose({ include_incognito: false });
    expect([draft.looking(), draft.startable()]).toEqual([true, false]);
    vi.advanceTimersByTime(1000);
    expect(bodies()).toEqual([
      {
        media_id: 'm1',
        timezone: 'Asia/Almaty',
        include_incognito: false,
        count_recognitions: false,
      },
    ]);
    expect(draft.startable()).toBe(true);
  });

  it('starts mapping a table that nobody knows', async () => {
    send.mockReturnValue(NEVER);
    look.mockResolvedValue({ ...preview, needs_mapping: true, rows: 0, tables: [table] } as never);
    await draft.add([file('x.csv')]);
    expect(draft.options().mappings).toMatchObject({ a1: { delimiter: ';', title: '' } });
    expect(draft.startable()).toBe(false);
  });

  it('reads each table of an archive by its own columns', async () => {
    answer(preview);
    const other = { ...table, name: 'y', signature: 'b2' };
    const found = { ...preview, needs_mapping: true, tables: [table, other] };
    look.mockResolvedValue(found as never);
    await draft.add([file('all.zip')]);
    expect(Object.keys(draft.options().mappings)).toEqual(['a1']);
    const map = { ...startingMap(table as never), title: 'a', time: 'b' };
    draft.mapTable('a1', map);
    draft.mapTable('b2', { ...map, artist: 'c' });
    vi.advanceTimersByTime(1000);
    expect(bodies().at(-1)).toMatchObject({ mappings: { a1: map, b2: { artist: 'c' } } });
    expect(draft.startable()).toBe(true);
    draft.mapTable('a1', null);
    vi.advanceTimersByTime(1000);
    expect(bodies().at(-1)).toMatchObject({ mappings: { b2: { artist: 'c' } } });
    expect(Object.keys(draft.options().mappings)).toEqual(['b2']);
  });

  it('says why a file was refused, and takes another in its place', async () => {
    look.mockRejectedValueOnce(new AppError(422, 'archive_bomb'));
    await draft.add([file('bad.zip')]);
    expect(draft.error()?.code).toBe('archive_bomb');
    await draft.add([file('good.zip')]);
    expect([draft.file()?.name, draft.error()]).toEqual(['good.zip', null]);
  });

  it('imports what was looked into, and keeps it when the server refuses', async () => {
    await draft.add([file('a.json')]);
    send.mockReturnValueOnce(throwError(() => new AppError(503, 'server_away')));
    await draft.start();
    expect([draft.step(), draft.error()?.code]).toEqual(['ready', 'server_away']);
    draft.choose({});
    answer(preview);
    vi.advanceTimersByTime(1000);
    answer({ id: 'i1', job_id: 'j1' });
    await draft.start();
    expect([draft.step(), draft.file()]).toEqual(['idle', null]);
  });
});
