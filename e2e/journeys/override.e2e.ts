// A match that does not quite agree: the policy lets it through only with a reason and a second person.
import { expect, test } from '../support/journey';
import { newExam, send, strangersToTheDemo, worldOf } from '../support/partner';
import { examId, untilDone, windowOf } from '../support/people';

test('a match with another birth date needs a reason and a second person, and the first cannot be both', async ({ browser, product }) => {
  test.setTimeout(300_000);
  const world = worldOf(product);
  const patient = strangersToTheDemo(world)[2]!;
  const wrong = `${patient.birthDate!.slice(0, 6)}${patient.birthDate!.slice(6) === '15' ? '16' : '15'}`;
  const exam = newExam(world, { like: 'two-doors', patient, sent: { birthDate: wrong }, images: 2 });
  await send(product, exam);
  const mara = await windowOf(browser, product, 'mara');
  const id = await examId(mara, exam.studyUid);
  await expect.poll(async () => ((await (await mara.request.get(`/api/v1/inbound/${id}`)).json()) as { state: string }).state, { timeout: 90_000 }).toBe('identifying');
  await expect(async () => {
    await mara.goto(`/match/${id}`);
    await mara.getByRole('button', { name: 'Ask a second person' }).click({ timeout: 8000 });
  }).toPass({ timeout: 120_000 });
  const question = mara.getByRole('dialog', { name: 'Ask a second person' });
  await question.getByRole('textbox').fill('The sender’s registration desk read the birth date back to us.');
  await question.getByRole('button', { name: 'Ask second person' }).click();
  await untilDone(mara, product, mara.getByText('asks for a second look'));
  await expect(mara.getByRole('button', { name: 'Confirm as second person' })).toHaveCount(0);

  const okoro = await windowOf(browser, product, 'okoro');
  await okoro.goto(`/match/${id}`);
  await okoro.getByRole('button', { name: 'Confirm as second person' }).click();
  await untilDone(okoro, product, okoro.getByText(/This is settled.*although birth date did not agree/));
  await mara.context().close();
  await okoro.context().close();
});
