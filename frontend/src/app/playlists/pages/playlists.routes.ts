import { Routes } from '@angular/router';

const routes: Routes = [
  {
    path: '',
    title: 'playlists.title',
    loadComponent: () => import('./playlists-page/playlists-page'),
  },
  {
    path: ':id',
    title: 'playlists.title',
    loadComponent: () => import('./playlist-page/playlist-page'),
  },
];
export default routes;
