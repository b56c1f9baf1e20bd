import { Routes } from '@angular/router';

import { publicRoutes } from './accounts/pages/public.routes';
import { signedInOnly } from './accounts/public';

/** What is behind log-in is lazy, frame and rooms alike. */
export const routes: Routes = [
  ...publicRoutes,
  {
    path: '',
    canMatch: [signedInOnly],
    loadChildren: () => import('./signed-in.routes'),
  },
  {
    path: '**',
    title: 'shell.titles.notFound',
    loadComponent: () => import('./shell/not-found/not-found'),
  },
];
