import type { ParamMap, Params } from '@angular/router';
import { type OverreadQuery, type OverreadView, overreadViews } from '@causeway/contracts';

/** What the worklist can be narrowed by; several values are any of them. */
export const filterFields = ['kind', 'subspecialty', 'urgency'] as const;
export type FilterField = (typeof filterFields)[number];
export type Filters = Readonly<Partial<Record<FilterField, readonly string[]>>>;

type Sort = OverreadQuery['sort'];
const sorts: readonly Sort[] = ['clock', 'received', 'patient', 'state'];

/** The worklist as its address says it. */
export interface ListQuery {
  readonly view: OverreadView;
  readonly filters: Filters;
  readonly sort: Sort;
}

const split = (text: string | null): string[] => (text ?? '').split(',').map((t) => t.trim()).filter((t) => t !== '');

export function queryFrom(params: ParamMap, first: OverreadView): ListQuery {
  const filters: Partial<Record<FilterField, readonly string[]>> = {};
  for (const field of filterFields) {
    const values = split(params.get(field));
    if (values.length > 0) filters[field] = values;
  }
  return { view: overreadViews.find((v) => v === params.get('view')) ?? first, filters, sort: sorts.find((s) => s === params.get('sort')) ?? 'clock' };
}

/** For the router: what stands at its default leaves the address. */
export function paramsOf(query: ListQuery, first: OverreadView): Params {
  const filters = Object.fromEntries(filterFields.map((field) => [field, query.filters[field]?.join(',') ?? null]));
  return { view: query.view === first ? null : query.view, ...filters, sort: query.sort === 'clock' ? null : query.sort };
}

/** For the api. */
export function searchOf(query: ListQuery): Partial<OverreadQuery> {
  const joined = Object.fromEntries(Object.entries(query.filters).map(([field, values]) => [field, values.join(',')]));
  return { view: query.view, sort: query.sort, ...joined };
}

/** Adds a value to a filter, or takes it away when it is there. */
export function toggled(query: ListQuery, field: FilterField, value: string): ListQuery {
  const now = query.filters[field] ?? [];
  const values = now.includes(value) ? now.filter((v) => v !== value) : [...now, value];
  return withFilter(query, field, values);
}

export function withFilter(query: ListQuery, field: FilterField, values: readonly string[]): ListQuery {
  const { [field]: _, ...rest } = query.filters;
  return { ...query, filters: values.length === 0 ? rest : { ...rest, [field]: values } };
}
