import { Routes } from '@angular/router';

const routes: Routes = [
  {
    path: '',
    title: 'listening.title',
    loadComponent: () => import('./dashboard-page/dashboard-page'),
  },
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
];
export default routes;
