import { departmentOf, type Department, type DepartmentMatch, type ExamWords } from '@causeway/domain';
import type { Act } from '../../platform/acts/act';

interface BookRow { version: number; departments: Department[] }

/** The list in force. Null while nobody made one: then radiology is all there is. */
export async function bookInForce(act: Pick<Act, 'query'>): Promise<BookRow | null> {
  const [row] = await act.query<BookRow>('select version, departments from department_book order by version desc limit 1');
  return row ?? null;
}

export interface Whose extends DepartmentMatch { readonly version: number }

/** Whose an exam is, by the list in force. */
export async function departmentNow(act: Act, words: ExamWords, contentKind: string): Promise<Whose | null> {
  const book = await bookInForce(act);
  const match = book && departmentOf(words, contentKind, book.departments);
  return book && match ? { ...match, version: book.version } : null;
}

/** The department an exam was given to, as it was in that version of the list. */
export async function departmentOfExam(act: Pick<Act, 'query'>, row: { readonly department: string | null; readonly department_version: number | null }): Promise<Department | null> {
  if (row.department === null) return null;
  const [book] = await act.query<BookRow>('select version, departments from department_book where version = $1', [row.department_version]);
  return book?.departments.find((d) => d.name === row.department) ?? null;
}
