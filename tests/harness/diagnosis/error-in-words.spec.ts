import { expect, test } from '@playwright/test';
import type { TestCase, TestResult } from '@playwright/test/reporter';
import ErrorInWords from '../../../reporters/playwright/error-in-words.ts';
import { errorInWords } from '../../../lib/basics/error-in-words.ts';

const cases: readonly (readonly [error: string, words: string])[] = [
  [
    "Error: expect(locator).toBeEditable() failed\n\nLocator: getByRole('textbox', { name: 'Message input' })\nExpected: editable\nTimeout: 3000ms\nError: element(s) not found\n\nCall log:\n",
    'the textbox "Message input" should be editable within 3 s, but was not found',
  ],
  [
    "Error: expect(locator).toBeVisible() failed\n\nLocator:  getByTestId('main-chat').getByText('Connected', { exact: true })\nExpected: visible\nReceived: hidden\nTimeout:  500ms\n",
    'the text "Connected" should be visible within 0.5 s, but was hidden',
  ],
  [
    'Error: expect(locator).not.toHaveText(expected) failed\n\nLocator: getByRole(\'status\')\nExpected: not "x"\nReceived: "x"\nTimeout: 1000ms\n',
    'the status should not have text "x" within 1 s, but was "x"',
  ],
  [
    "Error: expect(locator).toHaveCount(expected) failed\n\nLocator:  getByRole('listitem', { name: /draft/i })\nExpected: 2\nReceived: 0\nTimeout:  5000ms\n",
    'the listitem "draft" should be there 2 times within 5 s, but was not found',
  ],
  [
    'Error: expect(locator).toHaveCount(expected) failed\n\nLocator:  a message of the person\nExpected: 1\nReceived: 2\nTimeout:  5000ms\n',
    'a message of the person should be there once within 5 s, but was there 2 times',
  ],
  [
    'Error: expect(page).toHaveURL(expected) failed\n\nExpected pattern: /login/\nReceived string: "http://localhost/chat"\nTimeout: 5000ms\n',
    'the page should have url /login/ within 5 s, but was "http://localhost/chat"',
  ],
  [
    "TimeoutError: locator.click: Timeout 10000ms exceeded.\nCall log:\n  - waiting for getByRole('button', { name: 'Send' })\n",
    'click on the button "Send" did not succeed within 10 s',
  ],
  [
    "Error: expect(locator).not.toHaveCount(expected) failed\n\nLocator:  getByTestId('list').getByTestId(/^item-/).or(getByText('No items'))\nExpected: not 0\nReceived: 0\nTimeout:  2000ms\n",
    '"item-" or the text "No items" should appear within 2 s, but was not found',
  ],
  ['Test timeout of 60000ms exceeded.', 'the test did not end within 60 s'],
  [
    'Error: the answer is shown\n\nexpect(locator).toBeVisible() failed\n\nLocator: x\nExpected: visible\nReceived: hidden\n',
    'not as expected: the answer is shown',
  ],
  [
    'Error: runs that the page hears\n\nruns that the page hears\n\nexpect(received).toEqual(expected) // deep equality\n\n- Expected  - 0\n+ Received  + 4\n',
    'not as expected: runs that the page hears',
  ],
  [
    'Error: runs at the end\n\nruns at the end\n\nexpect(received).toHaveLength(expected)\n\nExpected length: 2\nReceived length: 1\n',
    'runs at the end: expected 2, but was 1',
  ],
  [
    'Error: expect(received).toBe(expected) // Object.is equality\n\nExpected: 422\nReceived: 500',
    'expected 422, but was 500',
  ],
  [
    'Error: more nodes\n\nexpect(received).toBeLessThanOrEqual(expected)\n\nExpected: <= 400\nReceived:    512\n',
    'more nodes: expected <= 400, but was 512',
  ],
  [
    'Error: the status should be visible within 2 s, but was hidden\n\nexpect(locator).toBeVisible() failed\n',
    'the status should be visible within 2 s, but was hidden',
  ],
  [
    'Error: empty\n\nexpect(received).toEqual(expected) // deep equality\n\n- Expected  - 1\n+ Received  + 5\n\n- Array []\n+ Array [\n+   "color-contrast at button",\n+   "label at input",\n+ ]',
    'empty: not expected: "color-contrast at button" and 1 more',
  ],
  [
    'Error: expect(received).toEqual(expected) // deep equality\n\n- Expected  - 1\n+ Received  + 1\n\n  Object {\n-   "status": 422,\n+   "status": 500,\n  }',
    'expected "status": 422, but was "status": 500',
  ],
  [
    'Error: expect(received).toMatchObject(expected)\n\n- Expected  - 3\n+ Received  + 1\n\n- Array [\n-   "refresh_token",\n- ]\n+ Array []',
    'missing: "refresh_token"',
  ],
  [
    "Error: expect(locator).not.toHaveCount(expected) failed\n\nLocator:  locator('[aria-live=\"polite\"], output').filter({ hasText: 'You asked:\\n\\nLast' })\nExpected: not 0\nReceived: 0\nTimeout:  2000ms\n",
    'what holds the text "You asked:  Last" should appear within 2 s, but was not found',
  ],
  [
    `Error: expect(locator).toHaveText(expected) failed\n\nLocator: a message\nExpected: "${'w'.repeat(10_000)}"\nReceived: "${'v'.repeat(400)}"\nTimeout:  2000ms\n`,
    `a message should have text "${'w'.repeat(159)}…" within 2 s, but was "${'v'.repeat(159)}…"`,
  ],
  [
    `Error: expect(received).toEqual(expected)\n\n- Expected  - 1\n+ Received  + 3\n\n- Array []\n+ Array [\n+   "${'v'.repeat(400)}",\n+ ]`,
    `not expected: "${'v'.repeat(159)}…"`,
  ],
  [
    'Error: expect(locator).toHaveText(expected) failed\n\nLocator: a message\nTimeout: 2000ms\n- Expected  - 1\n+ Received  + 1\n\n  Array [\n+   "two",\n    "one",\n-   "two",\n  ]',
    'a message should have text within 2 s, but was in another order, first at "two"',
  ],
  [
    'Error: expect(locator).toHaveText(expected) failed\n\nLocator: a message\nTimeout: 2000ms\n- Expected  - 1\n+ Received  + 0\n\n  Array [\n    "one",\n-   "two",\n  ]',
    'a message should have text within 2 s, but was not (missing: "two")',
  ],
  [
    'Error: expect(locator).toHaveText(expected) failed\n\nLocator: a message\nExpected: "with e\u0301"\nReceived: "with \u00e9"\nTimeout:  2000ms\n',
    'a message should have text "with e\u0301" within 2 s, but was "with \u00e9", which looks the same: character 6 is U+00E9, expected U+0065',
  ],
  [
    'Error: expect(string).toMatchSnapshot(expected) failed\n\n  @@ -1,3 +1,3 @@\n   {\n  -  "status": "ready"\n  +  "status": "late"\n   }\n\n  Snapshot: health.txt\n',
    'not as in health.txt: expected "status": "ready", but was "status": "late"',
  ],
  ['Error: it broke\nat once', 'it broke'],
  ['  ✗ [own-user] frame #5 belongs to another user\n      expected: u1', 'frame #5 belongs to another user'],
];

for (const [error, words] of cases) {
  test(`an error of Playwright is put into words: ${words}`, () => {
    expect(errorInWords(error)).toBe(words);
  });
}

test('the reporter puts the fact before what Playwright says in code, and leaves a sentence alone', () => {
  const code = `Error: expect(locator).toBeVisible() failed\n\nLocator: getByText('Connected')\nTimeout: 2000ms\nError: element(s) not found`;
  const errors = [
    { message: code, stack: `${code}\n    at spec.ts:1:2` },
    { message: 'Error: the run never ended', stack: 'Error: the run never ended\n    at spec.ts:1:2' },
  ];
  new ErrorInWords().onTestEnd({} as TestCase, { errors } as unknown as TestResult);
  const fact = 'Error: the text "Connected" should be visible within 2 s, but was not found\n\n';
  expect(errors).toEqual([
    {
      message: `${fact}${code.slice('Error: '.length)}`,
      stack: `${fact}${code.slice('Error: '.length)}\n    at spec.ts:1:2`,
    },
    { message: 'Error: the run never ended', stack: 'Error: the run never ended\n    at spec.ts:1:2' },
  ]);
});
