import { type Environment, environmentOf } from './environment.ts';
import { onlyTheSentence } from './sentence.mjs';

/** Somebody outside who is told of a night. */
export interface Telling {
  /** Secret: whoever knows it can speak in our name. */
  url: string;
  /** How a message calls it, by the setting and the host, without the secret. */
  name: string;
}

/**
 * Whom to tell of a night; null where nobody is set.
 * @throws Error with one sentence when an address is none
 */
export function tellingAskedFor(env: Environment = environmentOf('night')): {
  chat: Telling | null;
  heartbeat: Telling | null;
} {
  return { chat: tellingAt('CHAT_WEBHOOK_URL', env), heartbeat: tellingAt('HEARTBEAT_URL', env) };
}

function tellingAt(setting: string, env: Environment): Telling | null {
  const url = env[setting];
  if (!url) return null;
  if (!/^https?:\/\//.test(url) || !URL.canParse(url))
    throw onlyTheSentence(`${setting} must be an address that begins with https://.`);
  return { url, name: `${setting} (${new URL(url).host})` };
}

/** What is said where nobody outside is told. @param settings that would name somebody */
export function nothingSent(...settings: string[]): string {
  return `Nothing was sent: ${settings.join(' and ')} are not set.`;
}

/** An OTLP receiver: its address without the path, and the headers that it wants. */
export interface OtlpReceiver extends Telling {
  headers: Record<string, string>;
}

/**
 * Who watches runs on dashboards; null where nobody is set. The names are those of OpenTelemetry's own settings.
 * @throws Error with one sentence when an address is none, or a header cannot be read
 */
export function observersAskedFor(env: Environment = environmentOf('night')): {
  pushgateway: Telling | null;
  otlp: OtlpReceiver | null;
} {
  const withoutSlash = (one: Telling | null) => one && { ...one, url: one.url.replace(/\/$/, '') };
  const otlp = withoutSlash(tellingAt('OTEL_EXPORTER_OTLP_ENDPOINT', env));
  return {
    pushgateway: withoutSlash(tellingAt('PUSHGATEWAY_URL', env)),
    otlp: otlp && { ...otlp, headers: headersIn(env['OTEL_EXPORTER_OTLP_HEADERS'] ?? '') },
  };
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    throw onlyTheSentence('OTEL_EXPORTER_OTLP_HEADERS has a % that begins no percent-encoding: write it as %25.');
  }
}

/** `api-key=secret,tenant=a%20b` (opentelemetry.io, "OTLP exporter configuration"). */
function headersIn(text: string): Record<string, string> {
  return Object.fromEntries(
    text
      .split(',')
      .filter(Boolean)
      .map((pair) => {
        const [name = '', ...value] = pair.split('=');
        if (!/^[\w-]+$/.test(name.trim()) || value.length === 0)
          throw onlyTheSentence('OTEL_EXPORTER_OTLP_HEADERS must be name=value, separated by commas.');
        return [name.trim(), decoded(value.join('=').trim())];
      }),
  );
}
