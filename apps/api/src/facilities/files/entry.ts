import { FacilityFields, SaveContact } from '@causeway/contracts';
import type { NewEndpoint } from '../connections/untested';

/** One partner as a file says it: what the file is silent about is absent, and stays as it is here. */
export interface Entry {
  /** Line of the file, or number of the resource. */
  readonly line: number;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly contacts: readonly Readonly<Record<string, unknown>>[];
  readonly endpoints: readonly NewEndpoint[];
  readonly faults: readonly string[];
}

export interface CheckedEntry { readonly fields: FacilityFields; readonly contacts: readonly SaveContact[] }

/** The entry on top of what is known, or what is wrong with it by column. */
export function check(entry: Entry, known: Readonly<Record<string, unknown>>): CheckedEntry | { readonly faults: readonly string[] } {
  const fields = FacilityFields.safeParse({ kind: 'hospital', ...known, ...entry.fields });
  const contacts = entry.contacts.map((c) => SaveContact.safeParse(c));
  const faults = [
    ...entry.faults,
    ...(fields.success ? [] : fields.error.issues.map((i) => `${i.path.map(String).join('.')}: ${i.message}`)),
    ...contacts.flatMap((c, n) => (c.success ? [] : c.error.issues.map((i) => `contact ${n + 1}, ${i.path.map(String).join('.')}: ${i.message}`))),
    ...contacts.flatMap((c, n) => (c.success && c.data.phone === '' && c.data.email === '' ? [`contact ${n + 1}: give a phone number or a mail address`] : [])),
  ];
  if (faults.length > 0 || !fields.success) return { faults };
  return { fields: fields.data, contacts: contacts.flatMap((c) => (c.success ? [c.data] : [])) };
}
