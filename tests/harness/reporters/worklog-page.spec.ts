import { AxeBuilder } from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { toHtml } from '../../../reporters/write/document/html.ts';
import { worklogOf } from '../../../reporters/write/worklog/worklog.ts';
import { planned, seenIn } from './support/record-samples.ts';
import { assessedRunOf, minor, red, stuck } from './support/runs.ts';

const html = toHtml(
  worklogOf(
    assessedRunOf(
      [
        planned('a person sees the answer'),
        red({ diagnosis: stuck, seen: seenIn({ sent: true, types: ['agent_started'] }) }),
      ],
      [minor(`another test ${'withoutABreak'.repeat(12)}`), red({ diagnosis: stuck })],
    ),
  ),
);

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`worklog in a ${colorScheme} browser`, () => {
    test.use({ colorScheme });

    test(`the certainty of a cause is as plain to see as its title (${colorScheme})`, async ({ page }) => {
      await page.setContent(html);
      const cause = page.getByRole('listitem').filter({ hasText: 'F19' }).first();
      const certainty = cause.getByText('likely, 2 tests');
      const styleOf = (name: string) => cause.evaluate((one, of) => getComputedStyle(one).getPropertyValue(of), name);
      await expect(certainty).toHaveCSS('color', await styleOf('color'));
      await expect(certainty).toHaveCSS('font-size', await styleOf('font-size'));
      await expect(certainty).toHaveCSS('font-weight', '650');
      const { violations } = await new AxeBuilder({ page }).withRules(['color-contrast']).analyze();
      expect(
        violations.flatMap(({ nodes }) => nodes.map(({ html: of, failureSummary }) => `${of} ${failureSummary}`)),
      ).toEqual([]);
    });
  });
}

test.describe('worklog on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 } });

  test('the page never scrolls sideways, and a table that does keeps its first column in sight', async ({ page }) => {
    await page.setContent(html);
    for (const folded of await page.getByRole('group').all())
      await folded.evaluate((one) => one.setAttribute('open', ''));
    const width = () => page.evaluate(() => document.documentElement.scrollWidth);
    expect(await width()).toBe(390);
    const tables = await page.getByRole('table').all();
    let wide = 0;
    for (const table of tables) {
      wide += await table.evaluate((one) => {
        const frame = one.parentElement!;
        frame.scrollLeft = frame.scrollWidth;
        return Math.sign(frame.scrollLeft);
      });
      const frame = await table.locator('xpath=..').boundingBox();
      const first = await table.getByRole('cell').first().boundingBox();
      expect(first!.x).toBeGreaterThanOrEqual(frame!.x);
      expect(first!.x + first!.width).toBeLessThan(frame!.x + frame!.width / 2);
    }
    expect(wide, 'tables that scroll').toBeGreaterThan(0);
  });
});
