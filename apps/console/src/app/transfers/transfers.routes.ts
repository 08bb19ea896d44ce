import type { Routes } from '@angular/router';
import { TransfersStore } from './transfers.store';

const page = () => import('./transfers-page').then((m) => m.TransfersPage);

export const transferRoutes: Routes = [
  { path: '', title: 'Transfers', providers: [TransfersStore], loadComponent: page },
  { path: ':id', title: 'Transfer', providers: [TransfersStore], loadComponent: page },
];
