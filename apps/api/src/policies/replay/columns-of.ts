import { isTest, quotaColumn, TODAY, type Condition, type PolicyText } from '@causeway/domain';

/** The columns a replay of this text must read, besides those it groups by. */
export function columnsOf(text: PolicyText, groups: readonly string[] = []): Set<string> {
  const names = new Set<string>([TODAY, ...groups]);
  for (const rule of text.rules) {
    collect(rule.when, names);
    if (rule.quota) names.add(quotaColumn(rule.quota.per)).add(rule.quota.orderBy);
    if (rule.quota?.window === 'case') names.add(quotaColumn('case'));
  }
  if (text.kind === 'retention') for (const { then } of [...(text as PolicyText<'retention'>).rules, (text as PolicyText<'retention'>).default]) if (then.keep !== 'forever') names.add(then.keep.from);
  return names;
}

function collect(condition: Condition, names: Set<string>): void {
  if (isTest(condition)) {
    names.add(condition.fact);
    if (condition.at) names.add(condition.at);
  } else if ('not' in condition) collect(condition.not, names);
  else for (const member of 'all' in condition ? condition.all : condition.any) collect(member, names);
}
