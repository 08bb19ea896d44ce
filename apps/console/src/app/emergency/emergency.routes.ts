import type { Routes } from '@angular/router';

export const emergencyRoutes: Routes = [
  { path: '', title: 'Emergency access', loadComponent: () => import('./emergency-page').then((m) => m.EmergencyPage) },
  { path: ':id', title: 'Emergency access', loadComponent: () => import('./emergency-detail').then((m) => m.EmergencyDetailPage) },
];
