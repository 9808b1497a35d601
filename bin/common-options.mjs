/** Options that several commands take. */

/** What a command that injects faults takes. */
export const FAULTS = /** @type {const} */ ({
  fault: {
    value: 'ID[:NAME=VALUE,...]',
    about: 'break something on purpose, e.g. F19 or F33:delay=5000; may be repeated',
    many: true,
  },
  'list-faults': { about: 'print what can be broken: id, title, owner' },
});

/** Where the embedded stack listens; 0 is any free port. */
export const PORTS = /** @type {const} */ ({
  'web-port': { value: 'N', about: 'port of the page', least: 0, most: 65_535, default: 3000 },
  'api-port': { value: 'N', about: 'port of the API', least: 0, most: 65_535, default: 8000 },
  'auth-port': { value: 'N', about: 'port of the auth service', least: 0, most: 65_535, default: 8081 },
});

/** Names of the targets. */
export const TARGETS = /** @type {const} */ (['local', 'dev', 'staging', 'production']);

/** What a command that runs tests takes. */
export const RECORD = /** @type {const} */ ({
  record: { about: 'let every test leave a recording for npm run replay, and not only the red ones' },
});

/** The run that a command looks at. */
export const RUN = /** @type {const} */ ({
  value: '[RUN]',
  about: 'id or folder of a run below reports/runs (the latest)',
  most: 1,
});

/** What a command that tells of a night takes. */
export const NIGHT = /** @type {const} */ ({
  value: 'NAME',
  about: 'target of the night; a night that left no record is then reported as well',
  oneOf: TARGETS,
});
