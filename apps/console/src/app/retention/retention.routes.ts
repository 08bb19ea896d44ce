import type { Routes } from '@angular/router';

export const retentionRoutes: Routes = [
  { path: '', title: 'Retention', loadComponent: () => import('./retention-page').then((m) => m.RetentionPage) },
  { path: 'purged', title: 'Purged exams', loadComponent: () => import('./tombstones-page').then((m) => m.TombstonesPage) },
];
export const holdRoutes: Routes = [
  { path: '', title: 'Holds', loadComponent: () => import('./holds-page').then((m) => m.HoldsPage) },
  { path: ':id', title: 'Hold', loadComponent: () => import('./hold-page').then((m) => m.HoldPage) },
];
export const dispositionRoutes: Routes = [
  { path: '', title: 'Dispositions', loadComponent: () => import('./dispositions-page').then((m) => m.DispositionsPage) },
  { path: ':id', title: 'Disposition', loadComponent: () => import('./disposition-page').then((m) => m.DispositionPage) },
];
