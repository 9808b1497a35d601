/**
 * The environment to start a child process with: ours, and what is added.
 * @param {Record<string, string | undefined>} [added] undefined takes a variable away
 * @returns {NodeJS.ProcessEnv}
 */
export function childEnvironment(added = {}) {
  return { ...process.env, ...added };
}
