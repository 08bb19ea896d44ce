/** Our graded difference from the outside report. `major` and `critical` ask for a recorded call before the report may be signed. */
export const grades = ['agree', 'minor', 'major', 'critical'] as const;
export type Grade = (typeof grades)[number];
export const needsCall = (grade: Grade): boolean => grade === 'major' || grade === 'critical';

export const declineReasons = ['wrong-specialty', 'conflict-of-interest', 'images-inadequate', 'workload', 'other'] as const;
export const withdrawReasons = ['archived-without-report', 'read-elsewhere', 'no-longer-needed', 'wrong-exam', 'wrong-patient'] as const;
