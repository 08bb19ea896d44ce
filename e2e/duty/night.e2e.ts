// A night on duty: the section lead sees that nobody has it and covers the gap; a new over-read reaches whoever is on call by mail, and nobody else.
import { checkedAndReleased, get, matched } from '../exchange/support';
import { axeFaults } from '../support/axe';
import { expect, test } from '../support/journey';
import { mailServer, type Mail } from '../support/mail';
import { newExam, send, strangersToTheDemo, worldOf } from '../support/partner';
import { examId, signIn, windowOf } from '../support/people';
import { settled } from '../support/settled';

/** All day is night for a line, or its hours are as usual again. */
const USUAL = [1, 2, 3, 4, 5].map((weekday) => ({ weekday, from: '07:00', to: '19:00' }));

test('the section lead covers tonight’s gap, and a new over-read reaches whoever is on call by mail', async ({ page, browser, product }) => {
  const mails: Mail[] = [];
  const server = await mailServer(product.smtpPort, mails);
  const lead = await windowOf(browser, product, 'ingrid');
  const reader = await windowOf(browser, product, 'diaz', { colorScheme: 'dark' });
  const other = await windowOf(browser, product, 'vance');
  const admin = await windowOf(browser, product, 'mara');
  const patient = strangersToTheDemo(worldOf(product))[6]!;
  const hours = (week: typeof USUAL) => lead.request.put('/api/v1/duty/hours', { data: { serviceLine: 'neurology', workKind: null, zone: 'America/New_York', week } });
  try {
    await test.step('she sees the gap in the coming night and covers it', async () => {
      await signIn(page, product, 'ingrid');
      await page.goto('/duty');
      const gap = page.locator('cw-note').filter({ hasText: 'Nobody is on duty' });
      await expect(gap).toContainText('Neuroradiology on call');
      expect(await axeFaults(page)).toEqual([]);
      await gap.getByRole('button', { name: 'Cover these hours' }).click();
      await page.getByRole('combobox', { name: 'On duty' }).selectOption({ label: 'Dr. H. Vance' });
      await expect(page.getByText(/Dr\. H\. Vance is on duty/)).toBeVisible();
      await page.getByLabel('Reason').fill('Covers for Dr. Díaz');
      expect(await axeFaults(page)).toEqual([]);
      await page.getByRole('button', { name: 'Save', exact: true }).click();
      await expect(gap).toHaveCount(0);
      await expect(page.getByText('No gap in the coming 14 days').first()).toBeVisible();
    });

    await test.step('the radiologists say how notices reach them, and try it', async () => {
      for (const [who, address] of [[reader, 'diaz@westbrook.example'], [other, 'vance@westbrook.example']] as const) {
        await who.goto('/notices/preferences');
        await who.getByLabel('Mail address').fill(address);
        await who.getByRole('button', { name: 'Save', exact: true }).click();
        await expect(who.getByText('Saved. Notices go this way from now on.')).toBeVisible();
      }
      await reader.getByRole('button', { name: 'Send a test by mail' }).click();
      await expect(reader.getByText('A test was sent by Mail')).toBeVisible();
      await expect.poll(() => mails.filter((m) => m.to === 'diaz@westbrook.example').length).toBe(1);
      expect(await axeFaults(reader)).toEqual([]);
      // a read of the demonstration may have reached him before: until he has seen that, he is not told of each further one
      await reader.goto('/notices');
      await settled(reader);
      const unseen = reader.getByRole('button', { name: 'Seen', exact: true });
      await expect.poll(async () => {
        // the last one may go while it is pressed
        if ((await unseen.count()) > 0) await unseen.first().click({ timeout: 2_000 }).catch(() => undefined);
        return unseen.count();
      }, { message: 'nothing he has not seen' }).toBe(0);
    });

    await test.step('it is night for neurology, and an urgent exam is to be read', async () => {
      expect((await hours([])).status()).toBe(204);
      const exam = newExam(worldOf(product), { like: 'adeyemi-head', patient, images: 2 });
      await send(product, exam);
      const id = await examId(admin, exam.studyUid);
      // images may still be coming in
      await expect.poll(async () => {
        const { version } = await get<{ version: number }>(admin, `/inbound/${id}`);
        return (await admin.request.put(`/api/v1/inbound/${id}/need`, { data: { version, requesterId: null, urgency: 'high', useCase: null, question: 'Bleeding?', wantsRead: true } })).status();
      }, { message: 'the need is set' }).toBeLessThan(300);
      await matched(admin, id);
      await checkedAndReleased(admin, id);
      // the demonstration's own reads may reach him as well
      await expect.poll(() => mails.filter((m) => m.to === 'diaz@westbrook.example' && m.text.includes('about a read')).length, { message: 'the mail about the read', timeout: 90_000 }).toBeGreaterThan(0);
    });

    await test.step('the mail says what kind of thing it is and nothing about the patient, and who is on call got it first', async () => {
      const mail = mails.find((m) => m.text.includes('about a read'))!;
      expect(mail.text).toContain('/notices');
      for (const secret of [patient.name.family, patient.name.given, patient.mrn]) expect(mail.text.toUpperCase()).not.toContain(secret.toUpperCase());
      // she hears of a read only when it was not taken up: clocks run quicker here, so that may be soon
      const first = (to: string): number => mails.findIndex((m) => m.to === to && m.text.includes('about a read'));
      if (first('vance@westbrook.example') >= 0) expect(first('diaz@westbrook.example')).toBeLessThan(first('vance@westbrook.example'));
    });

    await test.step('he sees why he was told, and by which way', async () => {
      await reader.goto('/notices');
      const item = reader.locator('cw-notice-item').filter({ hasText: 'A read is yours' }).first();
      await item.getByRole('button', { name: /^Why me/ }).click();
      await expect(item.getByRole('status')).toContainText('Told as radiologist on call');
      await expect(item.getByRole('status')).toContainText('Mail taken');
      expect(await axeFaults(reader)).toEqual([]);
    });

    await test.step('the frame says who is on call, and the administrator that mail works', async () => {
      await lead.goto('/duty');
      await expect(lead.getByRole('link', { name: /On call: Dr\. R\. Díaz/ })).toBeVisible();
      const operator = await windowOf(browser, product, 'sasha');
      await operator.goto('/notices/channels');
      await expect(operator.getByRole('row').filter({ hasText: 'Mail' })).toContainText('works');
      expect(await axeFaults(operator)).toEqual([]);
      await operator.context().close();
    });
  } finally {
    await hours(USUAL);
    for (const window of [lead, reader, other, admin]) await window.context().close();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  }
});
