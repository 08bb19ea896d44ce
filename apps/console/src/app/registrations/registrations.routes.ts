import type { Routes } from '@angular/router';

export const registrationRoutes: Routes = [{ path: '', title: 'Registrations', loadComponent: () => import('./registrations-page').then((m) => m.RegistrationsPage) }];
