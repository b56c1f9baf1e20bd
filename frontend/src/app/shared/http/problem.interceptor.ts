import { HttpInterceptorFn } from '@angular/common/http';
import { catchError, throwError } from 'rxjs';

import { isApi } from './api-address';
import { AppError } from './app-error';

/** Every failed API call ends as an AppError, so that no page reads raw HTTP errors. */
export const problemInterceptor: HttpInterceptorFn = (request, next) =>
  isApi(request.url)
    ? next(request).pipe(catchError((error: unknown) => throwError(() => AppError.from(error))))
    : next(request);
