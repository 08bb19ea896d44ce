import type { Routes } from '@angular/router';

export const facilityRoutes: Routes = [
  { path: '', title: 'Facilities', loadComponent: () => import('./pipeline/pipeline-page').then((m) => m.PipelinePage) },
  { path: 'import', title: 'Import partners', loadComponent: () => import('./import/import-page').then((m) => m.ImportPage) },
  { path: 'campaigns', title: 'Campaigns', loadComponent: () => import('./campaigns/campaigns-page').then((m) => m.CampaignsPage) },
  { path: 'playbooks', title: 'Playbooks', loadComponent: () => import('./playbooks/playbooks-page').then((m) => m.PlaybooksPage) },
  { path: 'contacts', title: 'Contact plan', loadComponent: () => import('./contact-plan/contact-plan-page').then((m) => m.ContactPlanPage) },
  { path: 'networks', title: 'Networks', loadComponent: () => import('./networks/networks-page').then((m) => m.NetworksPage) },
  { path: 'networks/:id', title: 'Network', loadComponent: () => import('./networks/network-page').then((m) => m.NetworkPage) },
  { path: 'radar', title: 'Radar', loadComponent: () => import('./radar/radar-page').then((m) => m.RadarPage) },
  { path: ':id', title: 'Facility', loadComponent: () => import('./facility-page').then((m) => m.FacilityPage) },
];
