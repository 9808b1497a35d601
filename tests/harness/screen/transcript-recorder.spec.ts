import { type BrowserContext, expect, type Page, test } from '@playwright/test';
import { TranscriptRecorder } from '../../../lib/screen/transcript-recorder.ts';

const URL = 'http://page.example/';

const card = (style: string) => `<div data-testid="response-card"><div style="${style}">
  <div><span>Partial Results</span></div><p>Most of it goes to large models.</p></div></div>`;

/** Shows a streamed text in a box of this style. @returns the recorder of the page */
async function shown(context: BrowserContext, page: Page, style: string): Promise<TranscriptRecorder> {
  const recorder = await TranscriptRecorder.on(context, () => 1);
  await context.route(URL, (route) => route.fulfill({ contentType: 'text/html', body: card(style) }));
  await page.goto(URL);
  await expect.poll(() => recorder.samples.some(({ streaming }) => streaming !== null)).toBe(true);
  return recorder;
}

const reasons = ({ samples }: TranscriptRecorder) => samples.flatMap(({ unseen }) => unseen ?? []);
const transparent = [expect.stringMatching(/^is transparent/)];

test('a text that a script fades in is none that cannot be read, unless it stays transparent', async ({
  context,
  page,
}) => {
  const recorder = await shown(context, page, 'opacity: 0');
  expect(reasons(recorder), 'when it appears').toEqual([]);
  await expect.poll(() => reasons(recorder), { message: 'when it is still transparent' }).toEqual(transparent);
});

test('a text in a transparent place cannot be read from its beginning', async ({ context, page }) => {
  const recorder = await shown(context, page, 'filter: opacity(0)');
  expect(reasons(recorder)).toEqual(transparent);
});
