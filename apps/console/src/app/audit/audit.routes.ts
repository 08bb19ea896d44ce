import type { Routes } from '@angular/router';

export const auditRoutes: Routes = [
  { path: '', title: 'Audit', loadComponent: () => import('./audit-page').then((m) => m.AuditPage) },
  { path: 'disclosures', title: 'Disclosures', loadComponent: () => import('./disclosures-page').then((m) => m.DisclosuresPage) },
];
