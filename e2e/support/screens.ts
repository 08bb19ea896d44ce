// The screens of the console, each with somebody who works on it.
import { expect, type Page } from '@playwright/test';
import { goTo } from './go-to';

export interface Screen {
  readonly name: string;
  readonly who: string;
  /** Opens it; the page is signed in. */
  readonly open: (page: Page) => Promise<void>;
}

type Rows = readonly Record<string, unknown>[];

async function rowsUnder(page: Page, address: string): Promise<Rows> {
  const answer = (await (await page.request.get(`/api/v1${address}`)).json()) as Rows | { rows?: Rows; items?: Rows };
  return Array.isArray(answer) ? (answer as Rows) : ((answer as { rows?: Rows; items?: Rows }).rows ?? (answer as { items?: Rows }).items ?? []);
}

/** The first thing of a list that fits, else the first of all, else the first of the other list. Waits a while for one: the demonstration's partners send at their own pace. */
async function firstId(page: Page, address: string, fits: (row: Record<string, unknown>) => boolean, other?: string): Promise<string> {
  let row: Record<string, unknown> | undefined;
  await expect.poll(async () => {
    const rows = await rowsUnder(page, address);
    row = rows.find(fits) ?? rows[0] ?? (other ? (await rowsUnder(page, other))[0] : undefined);
    return row !== undefined;
  }, { message: `something under ${address}`, timeout: 60_000 }).toBe(true);
  return String(row?.['id']);
}

/** An exam that journeys before released, on whichever side of the site's midnight that was. */
async function releasedId(page: Page): Promise<string> {
  let id: string | undefined;
  await expect.poll(async () => {
    for (const { examId } of await rowsUnder(page, '/transfers?view=done&direction=out&limit=200')) {
      const exam = (await (await page.request.get(`/api/v1/inbound/${String(examId)}`)).json()) as { state?: string };
      if (exam.state === 'released') id = String(examId);
      if (id) break;
    }
    return id !== undefined;
  }, { message: 'a released exam', timeout: 60_000 }).toBe(true);
  return id!;
}

const named = (family: string) => (row: Record<string, unknown>): boolean => JSON.stringify(row['patient']).toLowerCase().includes(family);
const place = (path: string) => (page: Page): Promise<void> => goTo(page, path);

export const screens: readonly Screen[] = [
  {
    name: 'inbox', who: 'mara',
    open: async (page) => {
      // what comes while the inbox is open waits behind a line
      await expect.poll(async () => (await rowsUnder(page, '/inbound?view=open&limit=200')).some(named('adeyemi')), { message: 'the exam of the picture', timeout: 90_000 }).toBe(true);
      await goTo(page, '/inbound');
      await page.getByRole('row').filter({ hasText: /adeyemi/i }).first().click();
      await page.keyboard.press('Space');
      await expect(page.getByRole('heading', { name: 'What the console decided' })).toBeVisible();
    },
  },
  { name: 'exam', who: 'mara', open: async (page) => goTo(page, `/inbound/${await firstId(page, '/inbound?view=open&limit=200', named('adeyemi'))}`) },
  { name: 'history', who: 'mara', open: async (page) => goTo(page, `/inbound/${await releasedId(page)}#history`) },
  { name: 'match', who: 'mara', open: async (page) => goTo(page, `/match/${await firstId(page, '/inbound?view=needs-match&limit=200', named('ruiz'))}`) },
  { name: 'overreads', who: 'diaz', open: place('/overreads') },
  { name: 'overread', who: 'diaz', open: async (page) => goTo(page, `/overreads/${await firstId(page, '/overreads?view=all-open&limit=100', (row) => row['state'] === 'drafting', '/overreads?view=signed&state=signed&limit=100')}`) },
  { name: 'cases', who: 'moreau', open: place('/cases') },
  { name: 'case', who: 'moreau', open: async (page) => goTo(page, `/cases/${await firstId(page, '/cases?view=open&limit=100', (row) => row['urgency'] === 'high')}`) },
  {
    // what the sending side sees of its case, behind a link and a code
    name: 'your-case', who: 'moreau',
    open: async (page) => {
      const id = await firstId(page, '/cases?view=open&limit=100', (row) => row['urgency'] === 'high' && row['facility'] !== null);
      const answer = await page.request.post(`/api/v1/cases/${id}/links`, { data: { party: 'sender', forWhom: 'Dr. Amara Osei', callNumber: '555-0100' } });
      const link = (await answer.json()) as { address: string; code: string };
      await page.goto(`/your-case#${link.address.split('#')[1]}`);
      await page.getByLabel('Code').fill(link.code);
      await page.getByRole('button', { name: 'Open' }).click();
      await expect(page.getByRole('heading', { name: 'How far it is' })).toBeVisible();
    },
  },
  // where patients ask by themselves; nobody needs to be signed in there
  { name: 'second-opinion', who: 'leila', open: place('/second-opinion') },
  { name: 'opinions', who: 'leila', open: place('/cases/opinions') },
  { name: 'opinion-lines', who: 'sasha', open: place('/use-cases/patients-ask') },
  { name: 'boards', who: 'mara', open: place('/cases/boards') },
  {
    name: 'board', who: 'mara',
    open: async (page) => {
      await goTo(page, '/cases/boards');
      await page.locator('.boards a').first().click();
      await expect(page.getByRole('table')).toBeVisible();
    },
  },
  { name: 'visits', who: 'leila', open: place('/visits') },
  { name: 'requests', who: 'leila', open: place('/requests') },
  { name: 'request', who: 'leila', open: async (page) => goTo(page, `/requests/${await firstId(page, '/requests?view=open&limit=100', (row) => row['channel'] === 'hl7')}`) },
  { name: 'departments', who: 'sasha', open: place('/departments') },
  { name: 'use-cases', who: 'sasha', open: place('/use-cases') },
  { name: 'use-case', who: 'sasha', open: place('/use-cases/U10') },
  {
    name: 'launch', who: 'leila',
    open: async (page) => {
      const made = await page.request.post('/api/v1/launches', { data: { patient: { family: 'Adeyemi', given: 'Folasade', birthDate: '1961-03-12', sex: 'F', identifier: { value: 'nobody-here', issuer: 'WESTBROOK' } } } });
      await page.goto(((await made.json()) as { path: string }).path);
    },
  },
  { name: 'lists', who: 'leila', open: place('/requests/lists') },
  { name: 'list', who: 'leila', open: async (page) => goTo(page, `/requests/lists/${await firstId(page, '/standing-lists', () => true)}`) },
  { name: 'list-form', who: 'leila', open: place('/requests/lists/new') },
  { name: 'records', who: 'frank', open: place('/records') },
  { name: 'record', who: 'frank', open: async (page) => goTo(page, `/records/${await firstId(page, '/requests-in?view=open&limit=100', () => true)}`) },
  {
    name: 'send', who: 'mara',
    open: async (page) => {
      // A draft is enough for the picture, and nothing leaves for it: what stands in the way is shown before.
      const exam = await releasedId(page);
      await goTo(page, `/sends/new?exams=${exam}`);
      await page.getByLabel('Facility').selectOption({ label: 'Harbor Point ED' });
      await page.getByLabel(/Person there/).fill('Dr. Amara Osei');
      await page.getByRole('button', { name: 'Keep as draft' }).click();
      await expect(page).toHaveURL(/\/sends\/[0-9a-f-]{36}$/);
    },
  },
  { name: 'sends', who: 'mara', open: place('/sends') },
  { name: 'transfers', who: 'mara', open: place('/transfers?view=all') },
  { name: 'discs', who: 'mara', open: place('/parcels') },
  { name: 'disc', who: 'mara', open: async (page) => goTo(page, `/parcels/${await firstId(page, '/parcels?limit=20', () => true)}`) },
  { name: 'notices', who: 'webb', open: place('/notices') },
  { name: 'registrations', who: 'rosa', open: place('/registrations') },
  { name: 'call-backs', who: 'mara', open: place('/recalls') },
  { name: 'facilities', who: 'theo', open: place('/facilities') },
  { name: 'policies', who: 'rossi', open: place('/policies') },
  { name: 'bulletin', who: 'haddad', open: place('/policies/bulletin') },
  { name: 'committees', who: 'haddad', open: place('/policies/committees') },
  { name: 'policy-lines', who: 'haddad', open: place('/policies/lines') },
  { name: 'payers', who: 'haddad', open: place('/policies/payers') },
  { name: 'retention', who: 'achterberg', open: place('/retention?view=kept') },
  { name: 'not-given-on', who: 'mara', open: place('/sends/refusals') },
  { name: 'facility', who: 'theo', open: async (page) => goTo(page, `/facilities/${await firstId(page, '/facilities', (row) => row['host'] === false && row['status'] === 'testing')}`) },
  { name: 'contact-plan', who: 'theo', open: place('/facilities/contacts') },
  { name: 'networks', who: 'theo', open: place('/facilities/networks') },
  { name: 'radar', who: 'theo', open: place('/facilities/radar') },
  { name: 'playbooks', who: 'theo', open: place('/facilities/playbooks') },
  { name: 'programme', who: 'solveig', open: place('/programme') },
  { name: 'programme-plan', who: 'solveig', open: place('/programme/plan') },
  { name: 'programme-work', who: 'haddad', open: place('/programme/work') },
  { name: 'programme-vendors', who: 'solveig', open: place('/programme/vendors') },
  { name: 'programme-channels', who: 'solveig', open: place('/programme/channels') },
  { name: 'programme-owners', who: 'mara', open: place('/programme/owners') },
  { name: 'values', who: 'haddad', open: place('/values') },
  { name: 'value', who: 'haddad', open: place('/values/V4') },
  { name: 'rates', who: 'sasha', open: place('/rates') },
  { name: 'duty', who: 'ingrid', open: place('/duty') },
  { name: 'people', who: 'sasha', open: place('/people') },
  { name: 'roles', who: 'sasha', open: place('/people/roles') },
  { name: 'who-may', who: 'sasha', open: place('/people/why') },
  { name: 'person-form', who: 'sasha', open: place('/people/add') },
  { name: 'tasks', who: 'ingrid', open: place('/duty/tasks') },
  { name: 'access-reviews', who: 'sasha', open: place('/access-reviews') },
  { name: 'emergency', who: 'audrey', open: place('/emergency') },
  { name: 'audit', who: 'audrey', open: place('/audit') },
  { name: 'disclosures', who: 'audrey', open: place('/audit/disclosures') },
];
