import type { Routes } from '@angular/router';

export const valueRoutes: Routes = [
  { path: '', title: 'Value', loadComponent: () => import('./values-page').then((m) => m.ValuesPage) },
  { path: ':value', title: 'Value', loadComponent: () => import('./value-page').then((m) => m.ValuePage) },
];
export const rateRoutes: Routes = [{ path: '', title: 'Rates', loadComponent: () => import('./rates-page').then((m) => m.RatesPage) }];
