import type { Routes } from '@angular/router';

export const useCaseRoutes: Routes = [
  { path: '', title: 'Use cases', loadComponent: () => import('./use-cases-page').then((m) => m.UseCasesPage) },
  { path: ':useCase', title: 'Use case', loadComponent: () => import('./use-case-page').then((m) => m.UseCasePage) },
];
