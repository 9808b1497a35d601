import { secretSettings } from '../config/secret-settings.ts';
import { scrubText } from '../lib/secrets/scrub.ts';

/** What is said of a command line, without the secrets in it: those of the settings, and what has the shape of one. */
export function withoutSecrets(text: string): string {
  return scrubText(text, secretSettings());
}
