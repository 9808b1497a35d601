/** What a tag of a spec says, except those of the team's suites and checks (`team-checks.ts`). */
export const tags: Readonly<Record<`@${string}`, string>> = {
  '@golden': 'the golden path: the test that `npm run golden` runs, and whose verdict no known defect excuses',
  '@embedded': 'needs the switches of the embedded stack (faults, pace, new people): not run on a product target',
  '@dev-form': 'needs the sign-in form of development: run on `local` and `dev` only',
  '@advice':
    'advises a product: where it does not follow, every report says "better if", and nothing is red; on `local`, where the page is ours, it binds',
  '@read-only': 'changes nothing: also run on `production`, where only these tests run',
};
