import { Routes } from '@angular/router';

const routes: Routes = [
  {
    path: '',
    title: 'accounts.settings.title',
    loadComponent: () => import('./settings-page/settings-page'),
  },
];
export default routes;
