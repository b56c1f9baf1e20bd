import { Routes } from '@angular/router';

const routes: Routes = [
  {
    path: '',
    title: 'studio.title',
    loadComponent: () => import('./studio-page/studio-page'),
  },
  {
    path: ':id',
    title: 'studio.mix.title',
    loadComponent: () => import('./separation-page/separation-page'),
  },
];
export default routes;
