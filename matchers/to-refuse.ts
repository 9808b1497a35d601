import type { Verdict } from './subjects.ts';

/** What somebody shows at a door. */
interface Shown {
  token?: string;
  ticket?: string;
}

interface DoorsUnderTest {
  /** Status of every guarded address. */
  rest(shown: Shown): Promise<Record<string, number>>;
  socket(shown: Shown): Promise<{ status: number | null; welcomed: boolean; close: { code: number; reason: string } | null }>;
}

/** Close code for "not authenticated" (the product's contract, close codes). */
const notAuthenticated = 1008;

/**
 * `await expect(doors).toRefuse({ token })`: every guarded REST address answers 401, and the socket is either not accepted (401 or 403)
 * or closed with 1008 before any welcome. A target that lets somebody in is called permissive.
 * `.not`: every door lets in, with 200 and a welcome; one that refuses fails it.
 */
export async function toRefuse(this: { isNot: boolean }, doors: DoorsUnderTest, shown: Shown): Promise<Verdict> {
  const rest = Object.entries(shown.ticket === undefined ? await doors.rest(shown) : {});
  const { status, welcomed, close } = await doors.socket(shown);
  const end = close ? `closed with ${close.code} "${close.reason}"` : 'left open';
  const socket = `the socket (upgrade ${status ?? 'not answered'}) was ${welcomed ? 'welcomed' : end}`;
  const letIn = [...rest.filter(([, code]) => code < 300).map(([what, code]) => `${what} answered ${code}`), ...(welcomed ? [socket] : [])];
  const refusedOtherwise = [
    ...rest.filter(([, code]) => code >= 300 && code !== 401).map(([what, code]) => `${what} answered ${code}, not 401`),
    ...(!welcomed && !(status === 101 ? close?.code === notAuthenticated : status === 401 || status === 403)
      ? [`${socket}; it must be refused with 401 or 403, or closed with ${notAuthenticated}`] : []),
  ];
  const admitsAll = welcomed && rest.every(([, code]) => code < 300);
  const faults = [...letIn, ...refusedOtherwise];
  return {
    name: 'toRefuse',
    pass: this.isNot ? !admitsAll : faults.length === 0,
    message: () => (this.isNot
      ? ['Not every door lets them in:', ...rest.map(([what, code]) => `  ${what} answered ${code}`), `  ${socket}`].join('\n')
      : [letIn.length > 0 ? 'The target is permissive: it lets in whom it must refuse.' : 'The target refuses, but not as it should.',
        ...faults.map((fault) => `  ✗ ${fault}`)].join('\n')),
  };
}
