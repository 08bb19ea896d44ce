import type { Routes } from '@angular/router';
import { CasesStore } from './cases.store';

export const caseRoutes: Routes = [
  { path: '', title: 'Cases', providers: [CasesStore], loadComponent: () => import('./cases-page').then((m) => m.CasesPage) },
  { path: 'new', title: 'Open a case', loadComponent: () => import('./open-page').then((m) => m.OpenPage) },
  { path: 'boards', title: 'Tumor boards', loadComponent: () => import('./boards-page').then((m) => m.BoardsPage) },
  { path: 'boards/:id', title: 'Agenda', loadComponent: () => import('./board-page').then((m) => m.BoardPage) },
  { path: 'opinions', title: 'Asked by patients', loadComponent: () => import('../opinions/opinions-page').then((m) => m.OpinionsPage) },
  { path: 'opinions/:id', title: 'Asked by a patient', loadComponent: () => import('../opinions/opinion-page').then((m) => m.OpinionPage) },
  { path: ':id', title: 'Case', loadComponent: () => import('./case-page').then((m) => m.CasePage) },
];
