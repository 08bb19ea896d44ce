// Next week's clinic: the liaison sees whose images are missing, asks for them, and the visit gets its outcome; a standing list asks by itself, and again.
import pg from 'pg';
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

test('a liaison makes a standing list, which asks for its patients on its day and again a week later, and for nobody whose request is still open', async ({ browser, product }) => {
  const db = new pg.Client({ connectionString: product.database!.superUrl });
  await db.connect();
  try {
    const liaison = await windowOf(browser, product, 'leila');
    await liaison.goto('/requests/lists/new');
    await liaison.getByLabel('Name', { exact: true }).fill('Tuesday spine clinic');
    await liaison.getByRole('combobox', { name: 'Facility', exact: true }).selectOption({ label: 'St. Mary’s Regional' });
    await liaison.getByLabel('Exam', { exact: true }).fill('MR spine');
    await liaison.getByLabel('Or paste several').fill('Halloran, Ines, 1971-07-02, F, 4711\nOduya, Femi, 1958-11-30, M, 4712');
    await liaison.getByRole('button', { name: 'Take them over' }).click();
    await expect(liaison.getByText('2 in the list')).toBeVisible();
    expect(await axeFaults(liaison)).toEqual([]);
    await liaison.getByRole('button', { name: 'Make the list' }).click();
    await liaison.getByRole('button', { name: 'Ask now' }).click();
    const rounds = liaison.locator('details.run');
    await expect(rounds).toHaveCount(1);
    await expect(rounds.getByText('Halloran, Ines asked')).toBeVisible();

    // one of them has been answered, and a week is over
    const id = liaison.url().split('/').at(-1)!;
    const { people } = await get<{ people: { told: { family: string }; request: { id: string } | null }[] }>(liaison, `/standing-lists/${id}`);
    const answered = people.find((p) => p.told.family === 'Oduya')!.request!.id;
    await db.query(`update request_out set state = 'fulfilled', version = version + 1 where id = $1`, [answered]);
    await db.query(`update standing_list set next_at = clock_timestamp() where id = $1`, [id]);
    await db.query(`update job set due_at = clock_timestamp() where kind = 'request.round' and state = 'waiting' and data->>'id' = $1`, [id]);
    await expect(rounds).toHaveCount(2, { timeout: 60_000 });
    await expect(rounds.first().getByText('Oduya, Femi asked')).toBeVisible();
    await expect(rounds.first().getByText('Halloran, Ines not asked again: the last request is still open')).toBeVisible();
    expect(await axeFaults(liaison)).toEqual([]);
  } finally {
    await db.end();
  }
});
