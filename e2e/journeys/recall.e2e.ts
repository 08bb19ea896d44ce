// A match that was wrong and went as far as PACS: taken back, with everything that followed it in sight.
import { inPacs } from '../support/house';
import { expect, test } from '../support/journey';
import { newExam, send, strangersToTheDemo, worldOf } from '../support/partner';
import { examId, untilDone, windowOf } from '../support/people';
import { acceptMatch, checkAndPreview, claimExam } from '../support/work';

test('a wrong match is taken back: what followed is listed first, PACS lets go of the copy, and the exam is nobody’s again', async ({ browser, product }) => {
  test.setTimeout(360_000);
  const world = worldOf(product);
  const patient = strangersToTheDemo(world)[6]!;
  const exam = newExam(world, { like: 'two-doors', patient, images: 2 });
  await send(product, exam);
  const page = await windowOf(browser, product, 'mara');
  const id = await examId(page, exam.studyUid);
  await claimExam(page, id);
  await page.getByRole('link', { name: 'Match the patient' }).click();
  await acceptMatch(page, patient.mrn);
  const preview = await checkAndPreview(page);
  await preview.getByRole('button', { name: 'Release' }).click();
  const state = async (): Promise<string> => ((await (await page.request.get(`/api/v1/inbound/${id}`)).json()) as { state: string }).state;
  await expect.poll(state, { message: 'the exam is released', timeout: 120_000 }).toBe('released');
  expect((await inPacs(product, exam.studyUid))?.patientId).toBe(patient.mrn);

  await page.goto(`/match/${id}`);
  await page.getByRole('button', { name: 'Take back' }).click();
  const list = page.getByRole('dialog', { name: 'Take the match back' });
  await expect(list.getByRole('listitem').filter({ hasText: /^Copy in/ })).toContainText('rejection note to the archive');
  await expect(list.getByRole('listitem').filter({ hasText: /^Order/ })).toContainText('cancellation to the order system');
  await list.getByLabel('Why is this the wrong patient?').fill('The sender called: these images are of another patient of the same name.');
  await list.getByRole('button', { name: 'Take back' }).click();
  await untilDone(page, product, page.getByText('Taken back: everyone who has it is asked'));

  await expect.poll(async () => await inPacs(product, exam.studyUid), { message: 'PACS no longer lists the study', timeout: 90_000 }).toBeUndefined();
  await expect.poll(state, { message: 'it waits to be matched again', timeout: 90_000 }).toBe('identifying');
  await page.context().close();
});
