// A tumor board whose patients come from several sites.
import { expect, test } from '../support/journey';
import { newExam, strangersToTheDemo, worldOf } from '../support/partner';
import { windowOf } from '../support/people';
import { facility, post, told } from './support';

test('a liaison plans a board, asks two sites for a patient’s exams, and the agenda says what is still missing', async ({ browser, product }) => {
  const of = worldOf(product);
  const exam = newExam(of, { like: 'lindgren-head', patient: strangersToTheDemo(of).at(-4)! });
  const liaison = await windowOf(browser, product, 'leila');
  await liaison.goto('/cases/boards');
  await liaison.getByRole('button', { name: 'Plan a board' }).click();
  await liaison.getByRole('dialog').getByLabel('Name').fill('Journey board');
  await liaison.getByRole('dialog').getByRole('button', { name: 'Plan' }).click();
  await expect(liaison.getByText('The agenda is empty')).toBeVisible();
  const agenda = liaison.url();

  const { id } = await post<{ id: string }>(liaison, '/cases', { useCase: 'U24', patient: told(exam, null), serviceLine: 'oncology', question: 'Resectable?' });
  for (const name of ['St. Mary’s Regional', 'Harbor Point ED']) {
    const made = await post<{ id: string; version: number }>(liaison, '/requests', { patient: told(exam, null), caseId: id, legalBasis: 'treatment', wanted: [{ modality: 'CT', what: 'CT chest' }], facilityId: (await facility(liaison, name)).id, serviceLine: 'oncology', neededBy: new Date(Date.now() + 86_400_000).toISOString() });
    await post(liaison, `/requests/${made.id}/send`, { version: made.version });
  }
  await liaison.goto(`/cases/${id}`);
  await liaison.getByRole('button', { name: 'Agenda' }).click();
  await liaison.getByRole('dialog').getByLabel('Board').selectOption({ label: (await liaison.getByRole('dialog').getByRole('option', { name: /Journey board/ }).textContent())!.trim() });
  await liaison.getByRole('dialog').getByRole('button', { name: 'Put on' }).click();
  await liaison.getByRole('button', { name: 'Pathology' }).click();
  await liaison.getByRole('dialog').getByLabel('Pathology').selectOption('there');
  await liaison.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await expect(liaison.getByRole('dialog')).toHaveCount(0);
  await liaison.goto(agenda);
  await expect(liaison.getByText('St. Mary’s Regional: asked')).toBeVisible();
  await expect(liaison.getByText('Harbor Point ED: asked')).toBeVisible();
  await expect(liaison.getByText('0 of 1 ready')).toBeVisible();
});
