import type { Routes } from '@angular/router';
import { RequestsStore } from './requests.store';

export const requestRoutes: Routes = [
  { path: '', title: 'Requests', providers: [RequestsStore], loadComponent: () => import('./requests-page').then((m) => m.RequestsPage) },
  { path: 'new', title: 'Ask for exams', loadComponent: () => import('./wizard-page').then((m) => m.WizardPage) },
  { path: ':id', title: 'Request', loadComponent: () => import('./request-page').then((m) => m.RequestPage) },
];
