import type { Outcomes, PolicyKind } from './policy-text';

/** Kinds a committee of the house may hand to a service line: those that decide about one line's exams. */
export const delegableKinds: readonly PolicyKind[] = ['match', 'triage', 'release', 'overread', 'retention', 'redisclosure', 'responsibility'];

/**
 * What a service line may not go below: a match is never decided more loosely than by the house's rules, and nothing is passed on that the house holds back.
 * Retention needs no line here, since all its layers hold and the longest wins.
 */
const LOOSER: Readonly<Partial<{ [K in PolicyKind]: (line: Outcomes[K], house: Outcomes[K]) => boolean }>> = {
  match: (line, house) => {
    const [own, floor] = [careOf(line), careOf(house)];
    if (own !== floor) return own < floor;
    if (own === 0) return line.act !== house.act;
    return (house.mustEqual ?? []).some((element) => !line.mustEqual?.includes(element)) || (line.mayOverride !== undefined && house.mayOverride === undefined);
  },
  redisclosure: (line, house) => {
    const [own, floor] = [ASKING.indexOf(line.act), ASKING.indexOf(house.act)];
    return own === floor ? house.attachTerms && !line.attachTerms : own < floor;
  },
};

const ASKING = ['allow', 'ask', 'refuse'];
/** How many people look before an exam gets its patient; three stands for nobody may. */
const careOf = ({ act, people }: Outcomes['match']): number => (act === 'quarantine' ? 3 : act === 'person' ? (people ?? 1) : 0);

export const hasFloor = (kind: PolicyKind): boolean => kind in LOOSER;

/** True when a line's answer goes below the house's answer to the same facts. */
export const isLooser = <K extends PolicyKind>(kind: K, line: Outcomes[K], house: Outcomes[K]): boolean =>
  (LOOSER[kind] as ((line: Outcomes[K], house: Outcomes[K]) => boolean) | undefined)?.(line, house) ?? false;
