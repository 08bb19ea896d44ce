import type { Routes } from '@angular/router';

export const parcelRoutes: Routes = [
  { path: '', title: 'Discs', loadComponent: () => import('./parcels-page').then((m) => m.ParcelsPage) },
  { path: ':id', title: 'Disc', loadComponent: () => import('./parcel-page').then((m) => m.ParcelPage) },
];
