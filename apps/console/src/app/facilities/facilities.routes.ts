import type { Routes } from '@angular/router';

export const facilityRoutes: Routes = [{ path: '', title: 'Facilities', loadComponent: () => import('./facilities-page').then((m) => m.FacilitiesPage) }];
