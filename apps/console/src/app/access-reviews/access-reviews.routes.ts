import type { Routes } from '@angular/router';

export const accessReviewRoutes: Routes = [
  { path: '', title: 'Access reviews', loadComponent: () => import('./reviews-page').then((m) => m.ReviewsPage) },
  { path: ':id', title: 'Access review', loadComponent: () => import('./review-page').then((m) => m.ReviewPage) },
];
