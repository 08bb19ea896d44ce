export type FactType = 'bool' | 'int' | 'code' | 'codes' | 'id' | 'text' | 'date' | 'instant';

export interface FactRow {
  readonly type: FactType;
  readonly unit?: string;
  readonly values?: readonly string[];
  readonly usedBy: readonly string[];
  readonly source: string;
  readonly unknownWhen: string;
}

/** A fact's value; null is unknown. Dates are `YYYY-MM-DD`, instants ISO 8601 with offset. */
export type FactValue = boolean | number | string | readonly string[] | null;
export type Facts = Readonly<Record<string, FactValue>>;
