import type { Routes } from '@angular/router';
import { RequestsStore } from './requests.store';

export const requestRoutes: Routes = [
  { path: '', title: 'Requests', providers: [RequestsStore], loadComponent: () => import('./requests-page').then((m) => m.RequestsPage) },
  { path: 'new', title: 'Ask for exams', loadComponent: () => import('./wizard-page').then((m) => m.WizardPage) },
  { path: 'lists', title: 'Lists and templates', loadComponent: () => import('./lists/lists-page').then((m) => m.ListsPage) },
  { path: 'lists/new', title: 'New list', loadComponent: () => import('./lists/list-form-page').then((m) => m.ListFormPage) },
  { path: 'lists/:id', title: 'List', loadComponent: () => import('./lists/list-page').then((m) => m.ListPage) },
  { path: 'lists/:id/edit', title: 'Change the list', loadComponent: () => import('./lists/list-form-page').then((m) => m.ListFormPage) },
  { path: ':id', title: 'Request', loadComponent: () => import('./request-page').then((m) => m.RequestPage) },
];
