import type { Routes } from '@angular/router';

export const recallRoutes: Routes = [{ path: '', title: 'Call-backs', loadComponent: () => import('./recalls-page').then((m) => m.RecallsPage) }];
