/**
 * Options that npm took for settings of its own, since no `--` stood before them: the command never sees them.
 * @param {readonly string[]} names without their `--`
 * @returns {string[]} those of `names`
 */
export function takenByNpm(names) {
  return names.filter(
    (name) => process.env[`npm_config_${name.replace(/^no-/, '').replaceAll('-', '_')}`] !== undefined,
  );
}
