import type { Routes } from '@angular/router';
import { ExamStore } from './exam.store';

/** Stands below `:id` of the inbox. */
export const examRoutes: Routes = [
  { path: '', title: 'Exam', providers: [ExamStore], loadComponent: () => import('./exam-page').then((m) => m.ExamPage) },
];
