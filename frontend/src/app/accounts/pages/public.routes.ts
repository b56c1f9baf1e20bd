import { Routes } from '@angular/router';

import { anonymousOnly } from '../data/guards';

/** Pages before log-in: rendered at build time, so they show before any script has run. */
export const publicRoutes: Routes = [
  {
    path: '',
    pathMatch: 'full',
    canMatch: [anonymousOnly],
    loadComponent: () => import('./landing-page/landing-page'),
  },
  {
    path: 'log-in',
    title: 'accounts.logIn.title',
    canMatch: [anonymousOnly],
    loadComponent: () => import('./log-in-page/log-in-page'),
  },
  {
    path: 'register',
    title: 'accounts.register.title',
    canMatch: [anonymousOnly],
    loadComponent: () => import('./register-page/register-page'),
  },
  {
    path: 'setup',
    title: 'accounts.setup.title',
    canMatch: [anonymousOnly],
    loadComponent: () => import('./setup-page/setup-page'),
  },
];
