import type { ParamMap, Params } from '@angular/router';
import { type InboundQuery, type InboundSearch, type InboundView, inboundViews } from '@causeway/contracts';

/** What a list can be narrowed by. `source` holds facility ids, the others codes; several values are any of them. */
export const filterFields = ['state', 'urgency', 'modality', 'source', 'door', 'match', 'serviceLine', 'report'] as const;
export type FilterField = (typeof filterFields)[number];
export type Filters = Readonly<Partial<Record<FilterField, readonly string[]>>>;

type Sort = InboundQuery['sort'];
const sorts: readonly Sort[] = ['clock', 'received', 'patient', 'source', 'state'];

/** The inbox as its address says it: view, filters and order. Words that are searched for are never part of it. */
export interface InboxQuery {
  readonly view: InboundView;
  readonly filters: Filters;
  readonly sort: Sort;
  readonly order: 'asc' | 'desc';
}

const split = (text: string | null): string[] => (text ?? '').split(',').map((t) => t.trim()).filter((t) => t !== '');

export function queryFrom(params: ParamMap): InboxQuery {
  const filters: Partial<Record<FilterField, readonly string[]>> = {};
  for (const field of filterFields) {
    const values = split(params.get(field));
    if (values.length > 0) filters[field] = values;
  }
  const view = params.get('view');
  const sort = params.get('sort');
  return {
    view: inboundViews.find((v) => v === view) ?? 'open',
    filters,
    sort: sorts.find((s) => s === sort) ?? 'clock',
    order: params.get('order') === 'desc' ? 'desc' : 'asc',
  };
}

/** For the router: what stands at its default leaves the address. */
export function paramsOf(query: InboxQuery): Params {
  const filters = Object.fromEntries(filterFields.map((field) => [field, query.filters[field]?.join(',') ?? null]));
  return {
    view: query.view === 'open' ? null : query.view,
    ...filters,
    sort: query.sort === 'clock' ? null : query.sort,
    order: query.order === 'asc' ? null : 'desc',
  };
}

/** For the api. */
export function searchOf(query: InboxQuery, words: string): Partial<InboundSearch> {
  const { report, ...lists } = query.filters;
  const joined: Partial<Record<Exclude<FilterField, 'report'>, string>> = {};
  for (const [field, values] of Object.entries(lists)) joined[field as keyof typeof joined] = values.join(',');
  const yesOrNo = report?.[0] === 'yes' || report?.[0] === 'no' ? { report: report[0] } as const : {};
  const q = words.trim();
  return { view: query.view, sort: query.sort, order: query.order, ...joined, ...yesOrNo, ...(q === '' ? {} : { q }) };
}

export function withFilter(query: InboxQuery, field: FilterField, values: readonly string[]): InboxQuery {
  const { [field]: _, ...rest } = query.filters;
  return { ...query, filters: values.length === 0 ? rest : { ...rest, [field]: values } };
}

/** Adds a value to a filter, or takes it away when it is there. Yes-or-no filters hold one value. */
export function toggled(query: InboxQuery, field: FilterField, value: string): InboxQuery {
  const now = query.filters[field] ?? [];
  if (now.includes(value)) return withFilter(query, field, now.filter((v) => v !== value));
  return withFilter(query, field, field === 'report' ? [value] : [...now, value]);
}

export const hasFilters = (query: InboxQuery): boolean => Object.keys(query.filters).length > 0;
