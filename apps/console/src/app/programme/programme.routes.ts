import type { Routes } from '@angular/router';

export const programmeRoutes: Routes = [
  { path: '', title: 'Programme', loadComponent: () => import('./goals-page').then((m) => m.GoalsPage) },
  { path: 'plan', title: 'Plan of the programme', loadComponent: () => import('./plan-page').then((m) => m.PlanPage) },
  { path: 'work', title: 'Handwork and uptake', loadComponent: () => import('./work-page').then((m) => m.WorkPage) },
  { path: 'vendors', title: 'Vendors', loadComponent: () => import('./vendors-page').then((m) => m.VendorsPage) },
  { path: 'channels', title: 'Channels', loadComponent: () => import('./channels-page').then((m) => m.ChannelsPage) },
  { path: 'owners', title: 'Owners', loadComponent: () => import('./owners-page').then((m) => m.OwnersPage) },
  { path: 'behind/:measure', title: 'Behind a figure', loadComponent: () => import('./behind-page').then((m) => m.BehindAFigurePage) },
];
