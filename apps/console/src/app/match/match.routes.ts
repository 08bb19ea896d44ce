import type { Routes } from '@angular/router';
import { MatchStore } from './match.store';

export const matchRoutes: Routes = [
  { path: ':examId', title: 'Match', providers: [MatchStore], loadComponent: () => import('./match-page').then((m) => m.MatchPage) },
];
