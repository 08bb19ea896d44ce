import type { Routes } from '@angular/router';

export const noticesRoutes: Routes = [
  { path: '', title: 'Notices', loadComponent: () => import('./notices-page').then((m) => m.NoticesPage) },
  { path: 'bulletin', title: 'Changed rules', loadComponent: () => import('../policies/bulletin-page').then((m) => m.BulletinPage) },
  { path: 'preferences', title: 'How notices reach you', loadComponent: () => import('./preferences-page').then((m) => m.PreferencesPage) },
  { path: 'channels', title: 'Ways out', loadComponent: () => import('./channels-page').then((m) => m.ChannelsPage) },
];
