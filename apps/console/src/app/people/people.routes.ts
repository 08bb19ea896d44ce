import type { Routes } from '@angular/router';

export const peopleRoutes: Routes = [
  { path: '', title: 'People', loadComponent: () => import('./people-page').then((m) => m.PeoplePage) },
  { path: 'add', title: 'Add a person', loadComponent: () => import('./rights-page').then((m) => m.RightsPage) },
  { path: 'roles', title: 'Roles', loadComponent: () => import('./roles-page').then((m) => m.RolesPage) },
  { path: 'why', title: 'Who may', loadComponent: () => import('./why-page').then((m) => m.WhyPage) },
  { path: ':id', title: 'Person', loadComponent: () => import('./person-page').then((m) => m.PersonPage) },
  { path: ':id/change', title: 'Change a person', loadComponent: () => import('./rights-page').then((m) => m.RightsPage) },
];
