import { type Page, expect, test } from '@playwright/test';
import { appearanceOn } from '../../../fixtures/appearance.ts';

/** A page with an answer in a conversation that scrolls, as those of chats are; `.text` holds the answer. */
const answer = 'Most of it goes to large models.\n\nMoving drafts to a small one would save $1,200 a month.';
const filler = '<article><div>An earlier message.</div></article>'.repeat(40);

async function show(page: Page, { css = '', body = '', more = '', html = '', text = answer } = {}): Promise<void> {
  await page.setContent(`<!doctype html><html ${html}><head><style>
    * { box-sizing: border-box }
    body { margin: 0; font: 16px/1.5 sans-serif; background: #fff; color: #222 }
    main { height: 100vh; display: flex; flex-direction: column; position: relative }
    .scroll { flex: 1; overflow-y: auto; padding: 16px }
    article { padding: 8px; position: relative }
    .text { white-space: pre-wrap }
    footer { height: 90px; background: #eee }
    ${css}</style></head><body>${body}<main><div class="scroll">${more}<article class="answer"><h2>Agent</h2>
    <div class="text">${text}</div></article></div><footer></footer></main></body></html>`);
}

const look = (page: Page, onPixels = false) => appearanceOn(page.locator('.text'), onPixels);

const hidden: Record<string, Parameters<typeof show>[1]> = {
  'display: none': { css: '.text { display: none }' },
  'display: none of what it is in': { css: 'article { display: none }' },
  'display: none on wide screens': { css: '@media (min-width: 900px) { .text { display: none } }' },
  'visibility: hidden': { css: '.answer { visibility: hidden }' },
  'visibility: collapse': { css: '.text { visibility: collapse }' },
  'content-visibility: hidden': { css: '.answer { content-visibility: hidden }' },
  'opacity: 0': { css: '.text { opacity: 0 }' },
  'opacity: 0.05 of the page': { css: 'main { opacity: 0.05 }' },
  'opacity of several, each not that small': { css: 'main, .scroll, article, .text { opacity: 0.55 }' },
  'filter: opacity': { css: '.answer { filter: opacity(0) }' },
  'filter: blur': { css: '.answer { filter: blur(9px) }' },
  'filter: brightness on white': { css: 'main { background: #fff; filter: brightness(9) }' },
  'filter: contrast': { css: 'main { background: #fff; filter: contrast(0) }' },
  'a mask': { css: '.text { mask-image: linear-gradient(transparent, transparent) }' },
  'mix-blend-mode': { css: '.text { color: #fff; mix-blend-mode: multiply }' },
  'clip-path': { css: '.answer { clip-path: inset(100%) }' },
  'clip-path to a strip': { css: '.text { clip-path: inset(0 90% 0 0) }' },
  clip: { css: '.text { position: absolute; clip: rect(0 0 0 0) }' },
  'max-height: 0': { css: '.text { max-height: 0; overflow: hidden }' },
  'half of its height': { css: '.text { height: 30px; overflow: hidden }' },
  'width: 0': { css: '.text { width: 0; overflow: hidden; white-space: pre }' },
  'a long line that is cut off': { css: '.text { white-space: pre; overflow: hidden; width: 120px }' },
  'only its first line': {
    css: '.text { display: -webkit-box; -webkit-line-clamp: 1; -webkit-box-orient: vertical; overflow: hidden }',
  },
  'font-size: 0': { css: '.text { font-size: 0 }' },
  'font-size: 2px': { css: '.text { font-size: 2px }' },
  'a scale of zero': { css: '.text { transform: scale(0) }' },
  'a scale that flattens': { css: '.text { transform: scaleY(0.05) }' },
  'turned to its edge': { css: '.text { transform: rotateY(90deg) }' },
  zoom: { css: '.text { zoom: 0.1 }' },
  'letters on top of each other': { css: '.text { letter-spacing: -1em }' },
  'lines on top of each other': { css: '.text { line-height: 0 }' },
  'far to the left': { css: '.text { position: absolute; left: -9999px }' },
  'far above': { css: '.text { position: fixed; top: -500px }' },
  'far to the right of a window that does not scroll': {
    css: 'body { overflow: hidden } .text { position: fixed; left: 5000px }',
  },
  'text-indent': { css: '.text { text-indent: -9999px } .text { white-space: normal }' },
  'moved away': { css: '.text { transform: translateX(-3000px) }' },
  'margin into what is cut off': {
    css: '.answer { overflow: hidden } .text { margin-top: -400px; margin-bottom: 400px }',
  },
  'white on white': { css: '.text { color: #fff }' },
  'almost white on white': { css: '.text { color: #eee }' },
  'black on black': { css: '.answer { background: #000 } .text { color: #111 }' },
  'color: transparent': { css: '.text { color: transparent }' },
  'a faint colour': { css: '.text { color: rgb(0 0 0 / 10%) }' },
  'a fill that is transparent': { css: '.text { -webkit-text-fill-color: transparent }' },
  'oklch of the ground': { css: '.text { color: oklch(0.99 0.01 150) }' },
  'currentcolor of the ground': { css: '.text { background: currentcolor }' },
  'a ground in a picture of its colour': { css: '.answer { background: linear-gradient(#222, #222) }' },
  'dots in place of letters': { css: '.text { -webkit-text-security: disc }' },
  'written backwards': { css: '.text { unicode-bidi: bidi-override; direction: rtl }' },
  'Hebrew from left to right': { text: 'ומה המחיר?', css: '.text { unicode-bidi: isolate-override }' },
  'behind what it is in': { css: 'article { background: #fff } .text { position: relative; z-index: -1 }' },
  'a white overlay over the page': {
    body: '<div class="over"></div>',
    css: '.over { position: fixed; inset: 0; background: #fff; z-index: 9 }',
  },
  'a white overlay that lets clicks pass': {
    body: '<div class="over"></div>',
    css: '.over { position: fixed; inset: 0; background: #fff; z-index: 9; pointer-events: none }',
  },
  'one that insists on it': {
    body: '<div class="over" style="pointer-events: none"></div>',
    css: '.over { position: fixed; inset: 0; background: #fff; z-index: 9; }',
  },
  'a transparent overlay that takes clicks': {
    body: '<div class="over"></div>',
    css: '.over { position: fixed; inset: 0; z-index: 9 }',
  },
  'a half transparent overlay': {
    body: '<div class="over"></div>',
    css: '.over { position: fixed; inset: 0; background: rgb(255 255 255 / 85%); z-index: 9; pointer-events: none }',
  },
  'an overlay that blurs': {
    body: '<div class="over"></div>',
    css: '.over { position: fixed; inset: 0; backdrop-filter: blur(12px); z-index: 9; pointer-events: none }',
  },
  'a picture over it': {
    body: '<canvas class="over" width="900" height="900"></canvas><script>const paper = document.querySelector("canvas").getContext("2d"); paper.fillRect(0, 0, 900, 900)</script>',
    css: '.over { position: fixed; inset: 0; width: 100%; height: 100%; z-index: 9; pointer-events: none }',
  },
  'a gradient over it': {
    body: '<div class="over"></div>',
    css: '.over { position: fixed; inset: 0; background: linear-gradient(#fff, #fff); z-index: 9; pointer-events: none }',
  },
  'something generated over the page': {
    css: 'body::after { content: ""; position: fixed; inset: 0; background: #fff; pointer-events: none }',
  },
  'something generated over the message': {
    css: '.answer::before { content: ""; position: absolute; inset: 0; background: #fff; z-index: 1 }',
  },
  'something generated by the text': {
    css: '.text { position: relative } .text::after { content: ""; position: absolute; inset: 0; background: #fff }',
  },
  'an overlay over its right half': {
    css: '.answer::after { content: ""; position: absolute; inset: 0 0 0 110px; background: #fff }',
    html: '',
  },
  'a dialog': {
    body: '<dialog style="width: 100vw; height: 100vh; max-width: none; max-height: none"></dialog><script>document.querySelector("dialog").showModal()</script>',
  },
  'an empty popover': {
    body: '<div popover style="inset: 0; width: 100%; height: 100%; border: 0"></div><script>document.querySelector("[popover]").showPopover()</script>',
  },
};

const plain: Record<string, Parameters<typeof show>[1]> = {
  'as it is': {},
  'at the end of a long conversation': { more: filler },
  'in dark colours': { css: ':root { color-scheme: dark } body { background: #111; color: #ddd }' },
  'in the least contrast that counts': { css: '.text { color: #949494 }' },
  'in colours of another space': {
    css: '.answer { background: oklch(0.98 0.01 150) } .text { color: oklch(0.4 0.1 150) }',
  },
  'in letters cut out of a gradient': {
    css: '.text { background: linear-gradient(90deg, #036, #603); background-clip: text; color: transparent }',
  },
  'with a filter that keeps it': { css: 'main { filter: blur(0px) saturate(1.2) }' },
  'with the direction that its letters have': {
    text: 'What does a ❤️ cost?',
    css: '.text { unicode-bidi: isolate-override; direction: ltr }',
  },
  'inverted as a whole': { css: 'html { filter: invert(1); background: #fff }' },
  'on a light picture': { css: 'body { background: linear-gradient(#fff, #f2f6ff) }' },
  'with links and bold letters': { css: '.text::first-line { font-weight: bold }' },
  'under a header that sticks': {
    more: filler,
    css: 'article:first-child { position: sticky; top: 0; background: #fff; z-index: 1 }',
  },
  'with a round button in front of a corner': {
    body: '<button class="over"></button>',
    css: '.over { position: fixed; left: 20px; top: 60px; width: 24px; height: 24px; z-index: 9 }',
  },
  'behind a sheet of glass': {
    body: '<div class="over"></div>',
    css: '.over { position: fixed; inset: 0; z-index: 9; pointer-events: none }',
  },
  'after it was moved and grown': { css: '.answer { transform: translateY(10px) scale(1.02) }' },
  'in a part of its own that scrolls': { css: '.text { max-height: 40px; overflow: auto }' },
};

test('a text that nobody can read is found out, however it is hidden', async ({ page }) => {
  for (const [how, scene] of Object.entries(hidden)) {
    await show(page, scene);
    const { verdict, why } = await look(page);
    expect.soft({ how, verdict, why }).toEqual({ how, verdict: 'unreadable', why: expect.stringMatching(/\w/) });
  }
});

test('a text that can be read is not called hidden, neither by its layout nor by its pixels', async ({ page }) => {
  for (const [how, scene] of Object.entries(plain)) {
    await show(page, scene);
    for (const onPixels of [false, true])
      expect
        .soft({ how, ...(await look(page, onPixels)) })
        .toEqual({ how, verdict: 'readable', why: '', text: scene?.text ?? answer });
  }
});

test('looking at a text leaves the page scrolled as it was, and its styles as they were', async ({ page }) => {
  await show(page, { more: filler });
  const before = await page.content();
  await look(page);
  expect(await page.locator('.scroll').evaluate(({ scrollTop }) => scrollTop)).toBe(0);
  await look(page, true);
  expect(await page.content()).toBe(before);
});
