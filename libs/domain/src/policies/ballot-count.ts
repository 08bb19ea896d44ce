/** A member of the committee as frozen into the ballot when it was called. */
export interface BallotMember {
  readonly personId: string;
  readonly constituency: string;
  /** Whole number, 1 for everyone unless the charter says otherwise. */
  readonly weight: number;
  /** Imaging specialties they speak for. */
  readonly specialties?: readonly string[];
}

export type Choice = 'for' | 'against' | 'abstain';

export interface CastVote {
  /** Whose vote it is, also when a delegate cast it. */
  readonly personId: string;
  readonly choice: Choice;
}

export interface BallotRules {
  /** Permille of the members who are not recused that must have voted. */
  readonly quorumPermille: number;
  /** Who wrote the policy: never its only approver. */
  readonly authorIds: readonly string[];
  /** Specialties the proposal touches and that must be heard; none where the committee does not ask. */
  readonly specialties?: readonly string[];
}

export interface BallotCount {
  readonly for: number;
  readonly against: number;
  readonly abstain: number;
  readonly recused: number;
  /** Members who may still vote. */
  readonly open: number;
  readonly quorum: { readonly needed: number; readonly voted: number; readonly met: boolean };
  /** Constituencies of which nobody has voted yet. */
  readonly unheard: readonly string[];
  /** Asked specialties of which nobody has voted, also those nobody is left to speak for. */
  readonly unheardSpecialties: readonly string[];
  readonly weightFor: number;
  readonly weightAgainst: number;
}

export type BallotResult = { readonly result: 'passed' } | { readonly result: 'failed' | 'voided'; readonly reason: 'no-majority' | 'author-only' | 'no-quorum' | 'constituency-not-heard' | 'specialty-not-heard' };

/** Counts the last vote of each member; votes of people who are recused or no members count nothing. */
export function countBallot(members: readonly BallotMember[], recused: ReadonlySet<string>, votes: readonly CastVote[], rules: BallotRules): BallotCount {
  const eligible = members.filter((m) => !recused.has(m.personId));
  const last = new Map(votes.map((v) => [v.personId, v.choice]));
  const voted = eligible.filter((m) => last.has(m.personId));
  const chose = (choice: Choice): BallotMember[] => voted.filter((m) => last.get(m.personId) === choice);
  const weight = (list: readonly BallotMember[]): number => list.reduce((sum, m) => sum + m.weight, 0);
  const needed = Math.max(1, Math.ceil((eligible.length * rules.quorumPermille) / 1000));
  const heard = new Set(voted.map((m) => m.constituency));
  return {
    for: chose('for').length, against: chose('against').length, abstain: chose('abstain').length, recused: members.length - eligible.length, open: eligible.length - voted.length,
    quorum: { needed, voted: voted.length, met: voted.length >= needed },
    unheard: [...new Set(eligible.map((m) => m.constituency))].filter((c) => !heard.has(c)).sort(),
    unheardSpecialties: (rules.specialties ?? []).filter((name) => !voted.some((m) => m.specialties?.includes(name))),
    weightFor: weight(chose('for')), weightAgainst: weight(chose('against')),
  };
}

/**
 * What a ballot comes to when all have voted or the deadline is over: void without a quorum or with a constituency or an asked specialty not heard, failed on a tie, and failed when
 * nobody but the author is for it (INV-26).
 */
export function resultOfBallot(members: readonly BallotMember[], recused: ReadonlySet<string>, votes: readonly CastVote[], rules: BallotRules): BallotResult {
  const count = countBallot(members, recused, votes, rules);
  if (!count.quorum.met) return { result: 'voided', reason: 'no-quorum' };
  if (count.unheard.length > 0) return { result: 'voided', reason: 'constituency-not-heard' };
  if (count.unheardSpecialties.length > 0) return { result: 'voided', reason: 'specialty-not-heard' };
  if (count.weightFor <= count.weightAgainst) return { result: 'failed', reason: 'no-majority' };
  const last = new Map(votes.map((v) => [v.personId, v.choice]));
  const approvers = members.filter((m) => !recused.has(m.personId) && last.get(m.personId) === 'for' && !rules.authorIds.includes(m.personId));
  return approvers.length > 0 ? { result: 'passed' } : { result: 'failed', reason: 'author-only' };
}
