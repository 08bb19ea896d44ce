import type { Routes } from '@angular/router';
import { needs } from '../core/session/session.guards';

export const useCaseRoutes: Routes = [
  { path: '', title: 'Use cases', loadComponent: () => import('./use-cases-page').then((m) => m.UseCasesPage) },
  { path: 'patients-ask', title: 'Patients ask by themselves', canActivate: [needs('settings.change')], loadComponent: () => import('../opinions/lines-page').then((m) => m.OpinionLinesPage) },
  { path: ':useCase', title: 'Use case', loadComponent: () => import('./use-case-page').then((m) => m.UseCasePage) },
];
