import { createActionGroup, emptyProps, props } from '@ngrx/store';

import type { AppError } from '@app/shared/http/app-error';
import { Credentials, Grant, Registration, User } from '../model/account';

export const sessionPageActions = createActionGroup({
  source: 'Session Page',
  events: {
    'App Started': emptyProps(),
    'Log In Submitted': props<{ credentials: Credentials }>(),
    'Registration Submitted': props<{ registration: Registration }>(),
    'Setup Submitted': props<{ registration: Registration; token: string }>(),
    'Log Out Chosen': emptyProps(),
    'Form Opened': emptyProps(),
  },
});

export const sessionApiActions = createActionGroup({
  source: 'Session API',
  events: {
    'Signed In': props<{ grant: Grant }>(),
    'Sign In Failed': props<{ error: AppError }>(),
    Renewed: props<{ user: User }>(),
    'Nobody Signed In': emptyProps(),
    'Session Over': emptyProps(),
    'Server Away': emptyProps(),
    'Logged Out': emptyProps(),
    'Profile Changed': props<{ user: User }>(),
  },
});
