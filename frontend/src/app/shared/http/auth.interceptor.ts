import { HttpContextToken, HttpInterceptorFn, HttpRequest } from '@angular/common/http';
import { inject } from '@angular/core';
import { catchError, from, switchMap, throwError } from 'rxjs';

import { isApi } from './api-address';
import { AppError } from './app-error';
import { TOKEN_SOURCE } from './token-source';

/** Set on the log-in and refresh calls themselves: they carry no bearer and are never retried. */
export const WITHOUT_BEARER = new HttpContextToken<boolean>(() => false);

/** Proof that our own page asks: no form or picture of another site can send a header. */
const SAME_SITE = { 'X-Musaic-CSRF': '1' };

/** Adds the bearer, and after a 401 asks for a fresh one and tries exactly once more. */
export const authInterceptor: HttpInterceptorFn = (request, next) => {
  if (!isApi(request.url)) return next(request);
  const marked = request.method === 'GET' ? request : request.clone({ setHeaders: SAME_SITE });
  if (request.context.get(WITHOUT_BEARER)) return next(marked);
  const tokens = inject(TOKEN_SOURCE);
  const token = tokens.token();
  return next(withBearer(marked, token)).pipe(
    catchError((error: unknown) => {
      if (AppError.from(error).status !== 401) return throwError(() => error);
      return from(tokens.refresh()).pipe(
        switchMap((fresh) =>
          fresh === null ? throwError(() => error) : next(withBearer(marked, fresh)),
        ),
      );
    }),
  );
};

function withBearer<T>(request: HttpRequest<T>, token: string | null): HttpRequest<T> {
  return token === null
    ? request
    : request.clone({ setHeaders: { Authorization: `Bearer ${token}` } });
}
