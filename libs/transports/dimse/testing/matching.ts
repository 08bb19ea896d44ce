/** Matching of one attribute as an archive does it (PS3.4 C.2.2.2): universal, list, range, wild card, single value. */
export function matches(key: readonly string[], value: string, vr: string): boolean {
  const asked = key.filter((text) => text !== '');
  if (asked.length === 0) {
    return true;
  }
  return asked.some((text) => matchesOne(text, value, vr));
}

function matchesOne(asked: string, value: string, vr: string): boolean {
  if (vr === 'DA' && asked.includes('-')) {
    const [from = '', to = ''] = asked.split('-');
    return value !== '' && (from === '' || value >= from) && (to === '' || value <= to);
  }
  if (vr === 'PN') {
    return wildcard(asked.toLowerCase()).test(value.toLowerCase());
  }
  return vr === 'UI' || vr === 'DA' ? asked === value : wildcard(asked).test(value);
}

function wildcard(pattern: string): RegExp {
  const escaped = pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*').replaceAll('?', '.');
  return new RegExp(`^${escaped}$`, 's');
}
