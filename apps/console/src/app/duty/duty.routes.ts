import type { Routes } from '@angular/router';

export const dutyRoutes: Routes = ['', ':id'].map((path) => ({ path, title: 'Duty', loadComponent: () => import('./duty-page').then((m) => m.DutyPage) }));
