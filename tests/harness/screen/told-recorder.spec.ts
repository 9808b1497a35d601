import { expect, test } from '@playwright/test';
import { ToldRecorder } from '../../../lib/screen/told-recorder.ts';

test('a text that came just before the end of a test is recorded', async ({ context, page }) => {
  const recorder = await ToldRecorder.on(context, () => 1);
  await context.route('http://page.example/', (route) =>
    route.fulfill({ contentType: 'text/html', body: '<main>The page as it was</main>' }),
  );
  await page.goto('http://page.example/');
  await page.evaluate(() => document.querySelector('main')?.append('What came at the end'));
  await recorder.settled(context);
  expect(recorder.texts.map(({ text }) => text)).toContain('What came at the end');
});

test('a page that hangs does not keep a test from its end', async ({ context, page }) => {
  const recorder = await ToldRecorder.on(context, () => 1);
  await page.goto('about:blank');
  const hanging = page.evaluate(() => {
    for (;;);
  });
  const ended = expect(hanging).rejects.toThrow(/closed/);
  const begin = performance.now();
  await recorder.settled(context);
  expect(performance.now() - begin, 'milliseconds').toBeLessThan(5_000);
  await context.close();
  await ended;
});
