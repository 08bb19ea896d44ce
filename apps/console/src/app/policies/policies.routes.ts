import type { Routes } from '@angular/router';

export const policyRoutes: Routes = [
  { path: '', title: 'Policies', loadComponent: () => import('./policies-page').then((m) => m.PoliciesPage) },
  { path: 'committees', title: 'Committees', loadComponent: () => import('./committees-page').then((m) => m.CommitteesPage) },
  { path: 'lines', title: 'Which policy applies', loadComponent: () => import('./lines-page').then((m) => m.LinesPage) },
  { path: 'payers', title: 'What is paid for', loadComponent: () => import('./payers-page').then((m) => m.PayersPage) },
  { path: 'bulletin', title: 'Policy bulletin', loadComponent: () => import('./bulletin-page').then((m) => m.BulletinPage) },
  { path: ':id', title: 'Policy', loadComponent: () => import('./policy-page').then((m) => m.PolicyPage) },
];
