import type { Routes } from '@angular/router';
import { RequestsInStore } from './records.store';

export const recordsRoutes: Routes = [
  { path: '', title: 'Asked of us', providers: [RequestsInStore], loadComponent: () => import('./records-page').then((m) => m.RecordsPage) },
  { path: 'new', title: 'Ask for exams', loadComponent: () => import('./ask-page').then((m) => m.AskPage) },
  { path: ':id', title: 'Asked of us', loadComponent: () => import('./record-page').then((m) => m.RecordPage) },
];
