import { Routes } from '@angular/router';

const routes: Routes = [
  {
    path: '',
    title: 'accounts.settings.title',
    loadComponent: () => import('./settings-page/settings-page'),
  },
  {
    path: 'apps',
    title: 'accounts.apps.title',
    loadComponent: () => import('./apps-page/apps-page'),
  },
];
export default routes;
