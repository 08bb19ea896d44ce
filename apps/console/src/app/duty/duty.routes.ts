import type { Routes } from '@angular/router';

export const dutyRoutes: Routes = [
  { path: 'tasks', title: 'Whose work', loadComponent: () => import('./tasks-page').then((m) => m.TasksPage) },
  ...['', ':id'].map((path) => ({ path, title: 'Duty', loadComponent: () => import('./duty-page').then((m) => m.DutyPage) })),
];
