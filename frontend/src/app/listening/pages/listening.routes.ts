import { Routes } from '@angular/router';

const story = (kind: 'artist' | 'album' | 'track'): Routes[number] => ({
  path: `${kind}s/:id`,
  title: `listening.story.kinds.${kind}`,
  data: { kind },
  loadComponent: () => import('./story-page/story-page'),
});

const routes: Routes = [
  {
    path: 'imports',
    title: 'listening.imports.title',
    loadComponent: () => import('./imports-page/imports-page'),
  },
  {
    path: 'names',
    title: 'listening.names.title',
    loadComponent: () => import('./names-page/names-page'),
  },
  {
    path: '',
    loadComponent: () => import('./listening-room/listening-room'),
    children: [
      {
        path: '',
        pathMatch: 'full',
        title: 'listening.title',
        loadComponent: () => import('./dashboard-page/dashboard-page'),
      },
      { path: 'top', pathMatch: 'full', redirectTo: 'top/tracks' },
      {
        path: 'top/:entity',
        title: 'listening.ranking.title',
        loadComponent: () => import('./ranking-page/ranking-page'),
      },
      {
        path: 'patterns',
        title: 'listening.patterns.title',
        loadComponent: () => import('./patterns-page/patterns-page'),
      },
      {
        path: 'discovery',
        title: 'listening.discovery.title',
        loadComponent: () => import('./discovery-page/discovery-page'),
      },
      {
        path: 'compare',
        title: 'listening.compare.title',
        loadComponent: () => import('./compare-page/compare-page'),
      },
      {
        path: 'people/invitation',
        title: 'listening.people.invitation.title',
        loadComponent: () => import('./invitation-page/invitation-page'),
      },
      {
        path: 'history',
        title: 'listening.history.title',
        loadComponent: () => import('./history-page/history-page'),
      },
      {
        path: 'life-events',
        title: 'listening.events.title',
        loadComponent: () => import('./life-events-page/life-events-page'),
      },
      {
        path: 'life-events/:id',
        title: 'listening.events.title',
        loadComponent: () => import('./life-events-page/impact-page'),
      },
      {
        path: 'rewind',
        title: 'listening.rewind.title',
        loadComponent: () => import('./rewind-page/rewind-home'),
      },
      {
        path: 'rewind/:year',
        title: 'listening.rewind.title',
        loadComponent: () => import('./rewind-page/rewind-page'),
      },
      {
        path: 'site',
        title: 'listening.site.title',
        loadComponent: () => import('./site-page/site-page'),
      },
      {
        path: 'definitions',
        title: 'listening.definitions.title',
        loadComponent: () => import('./definitions-page/definitions-page'),
      },
      {
        path: 'genres/:name',
        title: 'listening.genres.title',
        loadComponent: () => import('./genre-page/genre-page'),
      },
      story('artist'),
      story('album'),
      story('track'),
    ],
  },
];
export default routes;
