import type { Routes } from '@angular/router';

export const policyRoutes: Routes = [{ path: '', title: 'Policies', loadComponent: () => import('./policies-page').then((m) => m.PoliciesPage) }];
