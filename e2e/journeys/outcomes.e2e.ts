// An exam that does not go into PACS: set aside, returned or rejected, each with a reason others understand.
import { type Page } from '@playwright/test';
import { type DemoExam } from '@causeway/tools';
import { expect, test } from '../support/journey';
import { newExam, send, strangersToTheDemo, worldOf } from '../support/partner';
import { type ProductUnderTest } from '../support/product';
import { examId, windowOf } from '../support/people';
import { actWithReason, claimExam } from '../support/work';

interface Seen {
  readonly state: string;
  readonly parked: { readonly reason: string; readonly until: string } | null;
}

async function arrived(product: ProductUnderTest, stranger: number): Promise<DemoExam> {
  const world = worldOf(product);
  const exam = newExam(world, { like: 'two-doors', patient: strangersToTheDemo(world)[stranger]!, images: 1 });
  await send(product, exam);
  return exam;
}

const asTheApiSees = async (page: Page, id: string): Promise<Seen> => (await (await page.request.get(`/api/v1/inbound/${id}`)).json()) as Seen;

test('an exam that waits for its sender is set aside with a reason and a day, and comes back to work', async ({ browser, product }) => {
  const exam = await arrived(product, 3);
  const page = await windowOf(browser, product, 'mara');
  const id = await examId(page, exam.studyUid);
  await claimExam(page, id);
  await actWithReason(page, product, { act: 'Set aside', reason: 'Images are missing', words: 'The axial series was promised for tomorrow.', verb: 'Set aside' });
  await expect(page.getByText(/Set aside until .*\./).first()).toBeVisible();
  expect((await asTheApiSees(page, id)).parked).toMatchObject({ reason: 'images-missing' });
  await page.getByRole('button', { name: 'Back to work' }).click();
  await expect.poll(async () => (await asTheApiSees(page, id)).parked, { message: 'it is in work again' }).toBeNull();
  await page.context().close();
});

for (const { act, state, reason, code, words, verb, stranger } of [
  { act: 'Return to sender', state: 'returned', reason: 'Another exam was sent', code: 'wrong-exam-sent', words: 'The left side was asked for.', verb: 'Return', stranger: 4 },
  { act: 'Reject', state: 'rejected', reason: 'We have it from another source', code: 'duplicate-of-other-source', words: 'The referring office had sent it.', verb: 'Reject', stranger: 5 },
] as const) {
  test(`an exam is ${state} with a coded reason that its record keeps`, async ({ browser, product }) => {
    const exam = await arrived(product, stranger);
    const page = await windowOf(browser, product, 'mara');
    const id = await examId(page, exam.studyUid);
    await claimExam(page, id);
    await actWithReason(page, product, { act, reason, words, verb });
    await expect.poll(async () => (await asTheApiSees(page, id)).state).toBe(state);
    const custody = (await (await page.request.get(`/api/v1/inbound/${id}`)).json()) as { timeline: unknown };
    expect(JSON.stringify(custody.timeline)).toContain(code);
    await page.goto(`/inbound/${id}`);
    await expect(page.getByRole('button', { name: 'Take up again' })).toBeVisible();
    await page.context().close();
  });
}
