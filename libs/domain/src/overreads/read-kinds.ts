/** An over-read is a second look at what somebody read already; a primary read is the first, made for a house that has no reader of its own. */
export const readKinds = ['over-read', 'primary'] as const;
export type ReadKind = (typeof readKinds)[number];

/** Cases of these kinds order a primary read of each of their exams: the over-read policy is not asked. */
export const primaryReadUseCases: readonly string[] = ['U5'];
