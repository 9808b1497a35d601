import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { MOST_HITS, mutation } from '../../config/mutation.ts';

/*
 * Starts the host of the instrumented stack with the mutant on that is tried. In a survey it also tells, at each call
 * of an address of its own, which mutants it ran through when it started, and which since the last call.
 */

const { host, mutant, folder } = mutation!;
const coverage: { static: Record<string, number>; perTest: object } = { static: {}, perTest: {} };

Object.assign(globalThis, {
  __stryker__: { activeMutant: mutant, hitCount: 0, hitLimit: MOST_HITS, mutantCoverage: coverage },
});

let atStart: string[] = [];
if (mutant === undefined) {
  const server = createServer((_request, response) => {
    response.end(JSON.stringify({ atStart, reached: Object.keys(coverage.static) }));
    coverage.static = {};
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  writeFileSync(join(folder, 'reached-by-server'), `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
}
await import(pathToFileURL(host).href);
atStart = Object.keys(coverage.static);
