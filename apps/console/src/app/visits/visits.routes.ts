import type { Routes } from '@angular/router';

export const visitRoutes: Routes = [{ path: '', title: 'Pre-visit', loadComponent: () => import('./visits-page').then((m) => m.VisitsPage) }];
