import type { Routes } from '@angular/router';
import { SendsStore } from './sends.store';

export const sendRoutes: Routes = [
  { path: '', title: 'Sends', providers: [SendsStore], loadComponent: () => import('./sends-page').then((m) => m.SendsPage) },
  { path: 'new', title: 'Send exams', loadComponent: () => import('./wizard/send-wizard').then((m) => m.SendWizard) },
  { path: 'refusals', title: 'Not given on', loadComponent: () => import('./refusals-page').then((m) => m.RefusalsPage) },
  { path: ':id', title: 'Send', loadComponent: () => import('./send-page').then((m) => m.SendPage) },
  { path: ':id/edit', title: 'Change a send', loadComponent: () => import('./wizard/send-wizard').then((m) => m.SendWizard) },
];
