import { expect, source, test } from '../../fixtures/index.ts';

const texts = {
  emoji: 'Is 👩🏽‍🚀 worth more than 🦄🏳️‍🌈 in tokens?',
  'emoji in a row': `Is this a price? ${'🦄🚀💸'.repeat(60)}`,
  'right-to-left text': 'كم تكلفة النماذج؟ ומה המחיר?',
  'combining characters': 'Zażółć gęślą jaźń with e\u0301 and n\u0303 decomposed',
  code: 'for (const model of models) {\n  if (model.cost > 10) console.log(`${model.name}\\n`);\n}',
  HTML: '<b>bold</b> &amp; <a href="https://example.com">a link</a> <!-- hidden -->',
  markdown: '# Costs\n\n- **large** model\n- `small` model\n\n| a | b |\n|---|---|',
} as const;

for (const [name, text] of Object.entries(texts)) {
  test(
    `a message with ${name} is sent and shown as typed, also after a reload`,
    { annotation: [source('docs/contract/frontend.md 6'), source('any person may expect to lose nothing')] },
    async ({ chatPage, conversation }) => {
      await chatPage.goto();
      const run = await conversation.ask(text);
      await expect(conversation).toHaveSentOnce(text);
      await expect(chatPage.transcript.lastQuestion).toHaveText(text);
      await expect(run).toFollowAgentSequence();
      await expect(chatPage).toShowTheAnswerOf(run);
      await chatPage.reload();
      await expect(chatPage.transcript.lastQuestion).toHaveText(text);
      await expect
        .poll(() => chatPage.transcript.lastQuestion.innerText(), { message: 'spaces and line breaks as typed' })
        .toContain(text);
      await expect(chatPage).toShowTheAnswerOf(run);
    },
  );
}

test(
  'a script in a message is shown as text and never executed',
  { annotation: source('docs/contract/frontend.md 6') },
  async ({ chatPage, conversation }) => {
    const script = '<script>document.title = "ran"</script><img src="/no-image" onerror="document.title = \'ran\'">';
    await chatPage.goto();
    const run = await conversation.ask(script);
    await expect(chatPage).toShowTheAnswerOf(run);
    await chatPage.reload();
    await expect(chatPage.transcript.lastQuestion).toHaveText(script);
    await expect(chatPage).toShowTheAnswerOf(run);
    await expect(chatPage.transcript.root.getByRole('img')).toHaveCount(0);
    await expect(chatPage.page).not.toHaveTitle('ran');
  },
);

test(
  'a very long word wraps and does not overflow the page',
  { annotation: source('WCAG 2.2, 1.4.10') },
  async ({ chatPage, conversation }) => {
    const word = 'pneumonoultramicroscopic'.repeat(40);
    await chatPage.goto();
    const run = await conversation.ask(word);
    await expect(chatPage).toShowTheAnswerOf(run);
    for (const text of [chatPage.transcript.lastQuestion, chatPage.transcript.lastAnswer]) {
      const beyond = await text.evaluate((shown) =>
        Math.max(shown.scrollWidth - shown.clientWidth, shown.getBoundingClientRect().right - innerWidth),
      );
      expect(beyond, 'pixels that cannot be seen').toBeLessThanOrEqual(0);
    }
  },
);
