import type { Routes } from '@angular/router';
import { InboundStore } from './inbound.store';

export const inboundRoutes: Routes = [
  { path: '', title: 'Inbox', providers: [InboundStore], loadComponent: () => import('./inbound-page').then((m) => m.InboundPage) },
  { path: ':id', loadChildren: () => import('../exam/exam.routes').then((m) => m.examRoutes) },
];
