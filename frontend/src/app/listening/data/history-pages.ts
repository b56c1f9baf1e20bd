import { map, Observable } from 'rxjs';

import { listeningListens } from '@app/shared/api-client/endpoints/listening/listening';
import type { ListeningListensParams } from '@app/shared/api-client/model/listeningListensParams';
import { Api } from '@app/shared/http/api';
import { Listen } from '../model/history';
import { Pages } from './pages';

/** The page of plays after `cursor`, or the newest ones. */
export function playsAfter(
  api: Api,
  query: ListeningListensParams,
  cursor: string | null,
): Observable<Pages<Listen>> {
  return api
    .send(listeningListens({ ...query, cursor }))
    .pipe(map(({ items, next_cursor }) => ({ items, cursor: next_cursor })));
}
