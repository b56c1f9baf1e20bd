import { HttpClient, HttpContext, HttpParams } from '@angular/common/http';
import { inject, Injectable } from '@angular/core';
import { Observable } from 'rxjs';

import { API } from '@app/shared/http/api';
import { WITHOUT_BEARER } from '@app/shared/http/auth.interceptor';
import { CursorPage } from '@app/shared/util/page';
import {
  Credentials,
  DeviceSession,
  Grant,
  ProfileChange,
  Registration,
  SetupState,
  User,
} from '../model/account';

/** Calls of the accounts room. Those that make a session carry no bearer. */
@Injectable({ providedIn: 'root' })
export class AccountsApi {
  readonly #http = inject(HttpClient);
  readonly #open = { context: new HttpContext().set(WITHOUT_BEARER, true) };

  logIn({ email, password }: Credentials): Observable<Grant> {
    const body = new HttpParams({ fromObject: { username: email, password } });
    return this.#http.post<Grant>(`${API}/auth/token`, body, this.#open);
  }

  register(body: Registration): Observable<Grant> {
    return this.#http.post<Grant>(`${API}/auth/register`, body, this.#open);
  }

  setUp(body: Registration & { token: string }): Observable<Grant> {
    return this.#http.post<Grant>(`${API}/setup`, body, this.#open);
  }

  setupState(): Observable<SetupState> {
    return this.#http.get<SetupState>(`${API}/setup`, this.#open);
  }

  refresh(): Observable<Grant> {
    return this.#http.post<Grant>(`${API}/auth/refresh`, null, this.#open);
  }

  logOut(): Observable<unknown> {
    return this.#http.post(`${API}/auth/logout`, null);
  }

  update(change: ProfileChange): Observable<User> {
    return this.#http.patch<User>(`${API}/me`, change);
  }

  changePassword(current_password: string, new_password: string): Observable<unknown> {
    return this.#http.post(`${API}/me/password`, { current_password, new_password });
  }

  sessions(): Observable<CursorPage<DeviceSession>> {
    return this.#http.get<CursorPage<DeviceSession>>(`${API}/me/sessions`);
  }

  revoke(id: string): Observable<unknown> {
    return this.#http.delete(`${API}/me/sessions/${id}`);
  }
}
