import type { OverreadRow } from '@causeway/contracts';

/** The moves a read offers this person. Nobody takes over what is theirs. */
export const offersOf = ({ moves, lease }: OverreadRow): ReadonlySet<string> => new Set(moves.map((m) => m.move).filter((move) => move !== 'take-over' || !lease?.mine));
