import type { Routes } from '@angular/router';
import { OverreadsStore } from './list/overreads.store';
import { storeTextFirst } from './report/store-text-first';

export const overreadRoutes: Routes = [
  { path: '', title: 'Over-reads', providers: [OverreadsStore], loadComponent: () => import('./list/overreads-page').then((m) => m.OverreadsPage) },
  { path: ':id', title: 'Over-read', canDeactivate: [storeTextFirst], loadComponent: () => import('./report/overread-page').then((m) => m.OverreadPage) },
];
