import { Routes } from '@angular/router';

const routes: Routes = [
  {
    path: 'home',
    title: 'catalog.home.title',
    loadComponent: () => import('./home-page/home-page'),
  },
  {
    path: 'library',
    title: 'catalog.library.title',
    loadComponent: () => import('./library-page/library-page'),
  },
  {
    path: 'search',
    title: 'catalog.search.title',
    loadComponent: () => import('./search-page/search-page'),
  },
];
export default routes;
