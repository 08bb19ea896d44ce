import type { Routes } from '@angular/router';

export const departmentRoutes: Routes = [{ path: '', title: 'Departments', loadComponent: () => import('./departments-page').then((m) => m.DepartmentsPage) }];
