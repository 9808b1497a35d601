import { causeName } from '../../lib/basics/cause-name.ts';
import type { AttachedEvidence as Evidence, RunEvidence, Socket } from '../../lib/evidence/index.ts';
import { plural } from '../../lib/basics/plain-text.ts';
import { type Diagnosis, worstFirst } from '../../lib/diagnosis/index.ts';
import { field } from '../write/terminal/field.ts';

/** A test in words: who it was about, what came when, what was shown. Fits 80 columns. */
export function summaryText({ account, sockets, runs, limits }: Evidence): string {
  return [
    field('Person', `${account.email} (${account.id})`),
    ...sockets.map((socket, index) => field(`Socket ${index + 1}`, tellSocket(socket, sockets, runs))),
    ...runs.flatMap(tell),
    ...limits.map((limit) => field('Not seen', limit)),
  ].join('\n');
}

/** One socket: where it led, when it was opened, and how many runs it carried. */
function tellSocket(
  { id, page, url, status, offered, chosen, openedAt, closedAt, close }: Socket,
  sockets: readonly Socket[],
  runs: readonly RunEvidence[],
): string {
  const since = openedAt - Math.min(...sockets.map((one) => one.openedAt));
  const before = sockets.findLast((one) => one.page === page && one.id < id);
  const carriedRuns = runs.filter(
    (run) => run.page === page && run.sentAt >= openedAt && (closedAt === null || run.sentAt <= closedAt),
  );
  return [
    url,
    `upgrade ${status === null ? 'not answered' : `answered with ${status}`}`,
    `subprotocol ${chosen ?? 'none'} (offered: ${offered.join(', ') || 'none'})`,
    ...(before ? [`opened ${ms(since)} after the first`] : []),
    carriedRuns.length > 0 ? `carried ${plural(carriedRuns.length, 'run')}` : 'carried no run',
    ...(close ? [`closed with ${close.code} ${close.reason}`.trim()] : []),
  ].join(', ');
}

/** Why a test is red, in words: each cause, what of it was seen, what else it could be, and where to look first. */
export function causesText({ causes, probe }: Pick<Diagnosis, 'causes' | 'probe'>): string {
  return [
    ...worstFirst(causes).flatMap(({ confidence, owner, signals, candidates, lookFirst, ...cause }) => [
      field('Cause', `${causeName(cause)} (${confidence}; owner: ${owner ?? 'unknown'})`, 'red'),
      ...signals.slice(0, 3).map((signal, index) => field(index === 0 ? 'Seen' : '', signal)),
      ...candidates.map((candidate) => field('Or', `${candidate.id} ${candidate.title}: ${candidate.why}`)),
      field('Look first', lookFirst),
    ]),
    ...(probe ? [field('To be sure', probe)] : []),
  ].join('\n');
}

function tell({ question, sentAt, events, latency, answer, lag, steps, end }: RunEvidence): string[] {
  return [
    field('Question', question),
    field('Events', `${events.length}; times in milliseconds after the message was sent`),
    ...folded(events).map(({ time, label }) => `${(time - sentAt).toFixed(0).padStart(18)}  ${label}`),
    field(
      'First text',
      latency.firstText === null ? 'none' : `on the screen after ${ms(latency.firstText)}, growing in ${steps} steps`,
    ),
    field('Answer', answer === null ? 'none' : `whole after ${ms(latency.answer)}: ${answer}`),
    field('Run', end === null ? 'never ended' : `${end} after ${ms(latency.end)}`),
    field(
      'Lag',
      lag.n === 0
        ? 'not measured'
        : `from frame to screen: p50 ${ms(lag.p50)}, p95 ${ms(lag.p95)}, max ${ms(lag.max)} (n=${lag.n})`,
    ),
  ];
}

/** The events with neighbours of the same name as one. */
function folded(events: RunEvidence['events']): { time: number; label: string }[] {
  const lines: { time: number; label: string; count: number }[] = [];
  for (const { time, label } of events) {
    const last = lines.at(-1);
    if (last?.label === label) last.count += 1;
    else lines.push({ time, label, count: 1 });
  }
  return lines.map(({ time, label, count }) => ({ time, label: count > 1 ? `${label} × ${count}` : label }));
}

function ms(time: number | null): string {
  return time === null ? 'not measured' : `${time.toFixed(0)} ms`;
}
