import { Routes } from '@angular/router';

import { publicRoutes } from './accounts/pages/public.routes';
import { signedInOnly } from './accounts/public';

/** Rooms are lazy; each brings its own routes, state and effects. */
export const routes: Routes = [
  ...publicRoutes,
  {
    path: '',
    canMatch: [signedInOnly],
    loadComponent: () => import('./shell/frame/frame').then(({ Frame }) => Frame),
    children: [
      { path: 'listening', loadChildren: () => import('./listening/pages/listening.routes') },
      { path: 'playlists', loadChildren: () => import('./playlists/pages/playlists.routes') },
      { path: 'studio', loadChildren: () => import('./studio/pages/studio.routes') },
      { path: 'transcripts', loadChildren: () => import('./transcripts/pages/transcripts.routes') },
      { path: 'settings', loadChildren: () => import('./accounts/pages/settings.routes') },
      { path: '', loadChildren: () => import('./catalog/pages/catalog.routes') },
    ],
  },
  {
    path: '**',
    title: 'shell.titles.notFound',
    loadComponent: () => import('./shell/not-found/not-found'),
  },
];
