import { named } from '../event.ts';
import { at, missing, type RunRule } from '../violation.ts';

export const noFailedTool: RunRule = {
  id: 'no-failed-tool',
  says: 'no tool fails but those that the scenario lets fail, and each of these does',
  check({ events }, { end = 'completed', failedTools = [] }) {
    if (end !== 'completed') return [];
    const failed = events.filter(({ kind, failure }) => kind === 'tool' && failure !== null);
    return [
      ...failed
        .filter(({ tool }) => !failedTools.includes(tool ?? ''))
        .map((event) => {
          const message = `${named(event)} says that the tool failed: ${event.failure}`;
          return at(this.id, event, message, ['a result without a failure'], event.failure ?? '');
        }),
      ...failedTools
        .filter((name) => failed.every(({ tool }) => tool !== name))
        .map((name) => missing(this.id, `${name} did not fail`, [`a failure of ${name}`], 'no failure')),
    ];
  },
};

export const noFailedAgent: RunRule = {
  id: 'no-failed-agent',
  says: 'no agent that failed is reported as completed (docs/contract/backend.md 4.2)',
  check({ events }, { end = 'completed' }) {
    if (end !== 'completed') return [];
    return events
      .filter(({ step, failure }) => step === 'complete' && failure !== null)
      .map((event) => {
        const message = `${named(event)} comes as completed and says that the agent failed: ${event.failure}`;
        return at(this.id, event, message, ['a completed agent', 'agent_error'], event.failure ?? '');
      });
  },
};
