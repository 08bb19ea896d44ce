/** The driver waited long enough: what the server does with the statement is not known. */
export const isSilence = (error: unknown): boolean => error instanceof Error && error.message === 'Query read timeout';
/** SQLSTATE; empty for an error that is not the server's. */
export const codeOf = (error: unknown): string => String((error as { code?: unknown }).code ?? '');
/** Data exception, constraint violation, program limit: the values are at fault, not the moment. */
export const isDataError = (error: unknown): boolean => /^(22|23|54)...$/.test(codeOf(error));
/** Serialization failure, deadlock. */
export const isCollision = (error: unknown): boolean => /^40(001|P01)$/.test(codeOf(error));
