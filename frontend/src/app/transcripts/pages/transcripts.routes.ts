import { Routes } from '@angular/router';

const routes: Routes = [
  {
    path: '',
    title: 'transcripts.title',
    loadComponent: () => import('./transcripts-page/transcripts-page'),
  },
  {
    path: ':id',
    title: 'transcripts.read.title',
    loadComponent: () => import('./transcript-page/transcript-page'),
  },
];
export default routes;
