import { Routes } from '@angular/router';
import { provideEffects } from '@ngrx/effects';

import { provideLibrary } from './catalog/public';
import { provideJobs } from './shared/jobs/provide-jobs';
import { providePlayer } from './shared/player/provide-player';
import { Frame } from './shell/frame/frame';
import * as shellEffects from './shell/shell.effects';

/**
 * The frame and the rooms in it. Jobs, player and library outlive the pages, but nobody needs them
 * before log-in: they come with the frame and stay from then on.
 */
const routes: Routes = [
  {
    path: '',
    component: Frame,
    providers: [provideJobs(), providePlayer(), provideLibrary(), provideEffects(shellEffects)],
    children: [
      { path: 'listening', loadChildren: () => import('./listening/pages/listening.routes') },
      { path: 'playlists', loadChildren: () => import('./playlists/pages/playlists.routes') },
      { path: 'studio', loadChildren: () => import('./studio/pages/studio.routes') },
      { path: 'transcripts', loadChildren: () => import('./transcripts/pages/transcripts.routes') },
      { path: 'settings', loadChildren: () => import('./accounts/pages/settings.routes') },
      { path: '', loadChildren: () => import('./catalog/pages/catalog.routes') },
    ],
  },
];
export default routes;
