// Next week's clinic: the liaison sees whose images are missing, asks for them, and the visit gets its outcome.
import { axeFaults } from '../support/axe';
import { expect, test } from '../support/journey';
import { windowOf } from '../support/people';
import { get } from './support';

interface Board { readonly rows: readonly { readonly caseRow: { readonly id: string; readonly serviceLine: string; readonly moves: readonly { readonly move: string }[] } | null }[] }

test('a liaison works through the visits of next week, asks a partner for priors, and the visit is kept with new images', async ({ browser, product }) => {
  test.setTimeout(300_000);
  const liaison = await windowOf(browser, product, 'leila');
  let caseId = '';
  await expect.poll(async () => {
    const board = await get<Board>(liaison, '/appointments?days=10');
    caseId = board.rows.find((r) => r.caseRow?.serviceLine === 'neurology')?.caseRow?.id ?? '';
    return caseId;
  }, { message: 'appointments came from the scheduling system', timeout: 40_000 }).not.toBe('');
  await liaison.goto('/visits');
  await expect(liaison.getByRole('heading', { name: 'Pre-visit' })).toBeVisible();
  expect(await axeFaults(liaison)).toEqual([]);
  await liaison.goto(`/requests/new?case=${caseId}`);
  await expect(liaison.getByLabel('Family name')).not.toHaveValue('');
  await liaison.getByLabel('Exam', { exact: true }).fill('MR lumbar spine');
  await liaison.getByRole('group', { name: 'Exam 1' }).getByLabel('Kind').selectOption('MR');
  await liaison.getByRole('combobox', { name: 'Facility', exact: true }).selectOption({ label: 'St. Mary’s Regional' });
  expect(await axeFaults(liaison)).toEqual([]);
  await liaison.getByRole('button', { name: 'Send request' }).click();
  await expect(liaison).toHaveURL(new RegExp(`/cases/${caseId}`));
  await expect(liaison.getByText('MR lumbar spine from St. Mary’s Regional')).toBeVisible();

  await liaison.getByRole('button', { name: 'Stop the clock' }).click();
  await liaison.getByRole('dialog').getByLabel('Everybody waits for').fill('St. Mary’s');
  await liaison.getByRole('dialog').getByLabel('Why').fill('disc promised for Thursday');
  await liaison.getByRole('dialog').getByRole('button', { name: 'Stop the clock' }).click();
  await expect(liaison.getByText('Paused')).toBeVisible();

  const reader = await windowOf(browser, product, 'diaz');
  await reader.goto(`/cases/${caseId}`);
  await reader.getByRole('button', { name: 'Make new images here' }).click();
  await reader.getByRole('dialog').getByRole('button', { name: 'Decide' }).click();
  await liaison.goto('/visits');
  await expect(liaison.getByRole('cell', { name: 'New images here' })).toBeVisible();
});
