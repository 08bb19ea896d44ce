import type { EndpointDetail, FormField, NewEndpoint, TransportForm } from '@causeway/contracts';
import { directionsOf, purposesOf } from './line-words';

/** What stands in the fields, by name or by the path of the setting. */
export type Values = Readonly<Record<string, string>>;
export type LineAnswers = Omit<NewEndpoint, 'facilityId'>;

/** What the fields begin with. */
export function asked(line: EndpointDetail | null, forms: readonly TransportForm[]): Values {
  const kind = line?.kind ?? forms[0]?.kind ?? '';
  const own: Record<string, string> = {
    kind, label: line?.label ?? '', purpose: line?.purpose ?? purposesOf[kind]?.[0] ?? '', direction: line?.direction ?? directionsOf[kind]?.[0] ?? 'out', calling: line?.calling ?? '', addresses: line?.addresses.join(', ') ?? '', gatewayId: line?.gateway?.id ?? '',
  };
  for (const { path, kind: fieldKind, fallback } of line?.form ?? forms.flatMap((form) => form.fields)) {
    const value = line ? at(line.settings, path) : undefined;
    if (value !== undefined) own[path] = String(value);
    else if (fieldKind === 'switch' && fallback !== undefined) own[path] = String(fallback);
  }
  return own;
}

/** Settings as the transport takes them: what is empty is left out. */
export function settingsFrom(values: Values, fields: readonly FormField[]): Record<string, unknown> {
  const settings: Record<string, unknown> = {};
  for (const field of fields) {
    const text = (values[field.path] ?? '').trim();
    if (field.kind === 'switch') {
      if (text !== '' && text !== String(field.fallback ?? false)) put(settings, field.path, text === 'true');
    } else if (text !== '') {
      put(settings, field.path, field.kind === 'number' ? Number(text) : text);
    }
  }
  return settings;
}

/** Fields that cannot be sent as they are, with what to do. The server looks at everything again. */
export function wrongFields(values: Values, fields: readonly FormField[], called: boolean, secrets: readonly string[]): Values {
  const wrong: Record<string, string> = {};
  if ((values['label'] ?? '').trim().length < 2) wrong['label'] = 'Give it a name of at least 2 characters.';
  if (called && (values['calling'] ?? '').trim() === '') wrong['calling'] = 'Say how they name themselves.';
  for (const { path, required, kind, min, max } of fields) {
    const text = (values[path] ?? '').trim();
    if (text === '' && required && !secrets.includes(path)) wrong[path] = 'This is needed.';
    if (text !== '' && kind === 'number' && (!Number.isInteger(Number(text)) || Number(text) < (min ?? -Infinity) || Number(text) > (max ?? Infinity))) wrong[path] = `A whole number from ${min ?? 0} to ${max ?? 'any'}.`;
  }
  return wrong;
}

export const entered = (values: Values, settings: Record<string, unknown>): LineAnswers => ({
  kind: values['kind'] ?? '', label: (values['label'] ?? '').trim(), purpose: (values['purpose'] ?? '') as LineAnswers['purpose'], direction: (values['direction'] ?? 'out') as LineAnswers['direction'], settings,
  calling: values['direction'] === 'out' ? null : (values['calling'] ?? '').trim() || null,
  addresses: values['direction'] === 'out' ? [] : (values['addresses'] ?? '').split(',').map((one) => one.trim()).filter((one) => one !== ''),
  gatewayId: (values['gatewayId'] ?? '') || null,
});

function at(object: Readonly<Record<string, unknown>>, path: string): unknown {
  return path.split('.').reduce<unknown>((value, name) => (typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined), object);
}
function put(object: Record<string, unknown>, path: string, value: unknown): void {
  const names = path.split('.');
  const last = names.pop()!;
  const home = names.reduce<Record<string, unknown>>((inner, name) => (inner[name] ??= {}) as Record<string, unknown>, object);
  home[last] = value;
}
